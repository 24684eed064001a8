/** A carpooling campaign on a test network: decided, funded, its riders with pseudonyms. */
import { hash, randomBytes } from 'node:crypto';

import {
    approveDecision,
    ledgerCarpoolClient,
    newTelephone,
    proposeDecision,
    zoneTable,
    type CarpoolClient,
    type Telephone,
} from '@quartier/client';
import {
    incentiveSubject,
    usualCancellationTerms,
    type BroughtJourney,
    type Journey,
    type Offer,
    type PublicRide,
    type RiderActName,
    type RiderRole,
} from '@quartier/rules/mobility';
import type { Json } from '@quartier/rules/wire';

import type { AreaNetwork } from './area-network.js';
import { corridor } from './carpool.js';
import { journeyOf, type PolicyMembers } from './incentives.js';

export const operators = { metro: 'MetroMSP', wheels: 'WheelsMSP', cars: 'CarsMSP' } as const;
export type CarpoolOperator = keyof typeof operators;

const registryKey = randomBytes(32);
let count = 0;

export function nowSeconds(): number {
    return Math.floor(Date.now() / 1_000);
}

export function identityOf(person: string): string {
    return hash('sha256', person, 'hex');
}

export interface TestCampaign {
    readonly name: string;
    readonly council: CarpoolClient;
    of(operator: CarpoolOperator): Promise<CarpoolClient>;
    /** The pseudonym of a person, issued through an operator when it is first asked for. */
    rider(operator: CarpoolOperator, person: string): Promise<string>;
    journey(operator: CarpoolOperator, members: Partial<Journey> & { readonly minutes?: number }): BroughtJourney;
}

export interface CampaignOptions extends PolicyMembers {
    readonly fundedMicroEur?: string;
    /** Who approves what the council proposes: more than half of the area with it. */
    readonly voters?: readonly string[];
}

/** Two euro a journey to the driver, unless the policy says otherwise. */
export async function newCampaign(
    network: Pick<AreaNetwork, 'area'>,
    options: CampaignOptions = {},
): Promise<TestCampaign> {
    const { fundedMicroEur = '1000000000', voters = ['metro', 'wheels'], ...members } = options;
    count += 1;
    const name = `campaign-${String(process.pid)}-${String(count)}`;
    const client = async (organisation: string): Promise<CarpoolClient> =>
        ledgerCarpoolClient(await network.area(organisation));
    const policy = {
        form: 1,
        id: name,
        title: 'A test',
        recipient: 'driver',
        zone: zoneTable('Europe/Paris'),
        from: '2024-01-01',
        to: null,
        amounts: [{ sum: [{ euro: '2.00' }] }],
        ...members,
    };
    await decide(network, { campaign: name, policy, voters });
    const council = await client('council');
    await council.fundCampaign({ campaign: name, funding: 'first', amountMicroEur: fundedMicroEur });
    const issued = new Map<string, Promise<string>>();
    const issue = async (operator: CarpoolOperator, person: string): Promise<string> => {
        const own = await client(operator);
        const identity = identityOf(person);
        const [batch = ''] = await own.askPseudonyms(name, `${operator} ${person}`, [identity]);
        await council.issuePseudonyms({ campaign: name, operator: operators[operator], batch }, registryKey);
        return (await own.pseudonyms(name, [identity])).get(identity) ?? '';
    };
    return {
        name,
        council,
        of: client,
        rider: (operator, person) => {
            const key = `${operator} ${person}`;
            const known = issued.get(key) ?? issue(operator, person);
            issued.set(key, known);
            return known;
        },
        journey: (operator, { minutes = 20, ...journey }) => {
            const whole = journeyOf({
                startsAt: nowSeconds() - 7_200,
                metres: 10_000,
                operator: operators[operator],
                ...journey,
            });
            return { journey: { tripId: whole.id, ...whole }, endsAt: whole.startsAt + 60 * minutes };
        },
    };
}

interface Decision {
    readonly campaign: string;
    readonly policy: object;
    readonly voters: readonly string[];
}

async function decide(network: Pick<AreaNetwork, 'area'>, { campaign, policy, voters }: Decision): Promise<void> {
    const value = JSON.parse(JSON.stringify(policy)) as Json;
    const council = await network.area('council');
    const subject = incentiveSubject(campaign);
    await proposeDecision(council, { decision: campaign, subject, from: '2024-01-01', value });
    for (const voter of voters) await approveDecision(await network.area(voter), campaign);
}

/** A ride of one passenger, each with its operator and telephone. */
export interface TestRide {
    readonly ride: string;
    readonly driver: string;
    readonly passenger: string;
    readonly telephones: Readonly<Record<RiderRole, Telephone>>;
    readonly offer: Offer;
    say(by: RiderRole, act: RiderActName, options?: SayOptions): Promise<void>;
    /** Start, end and confirmation of both. */
    takePlace(): Promise<void>;
    public(): Promise<PublicRide | undefined>;
}

export interface SayOptions {
    readonly telephone?: Telephone;
    readonly secondsFromDeparture?: number;
    readonly through?: CarpoolOperator;
    readonly nonce?: string;
}

export interface RideOptions {
    readonly driverOf?: CarpoolOperator;
    readonly passengerOf?: CarpoolOperator;
    readonly people?: Readonly<Record<RiderRole, string>>;
    readonly offer?: Partial<Offer>;
    /** What the passenger paid in before. */
    readonly paidInMicroEur?: string;
}

const [inAt, , outAt] = corridor;

/** A ride that departs now, with a booking b1 of one seat that is accepted. */
export async function acceptedRide(campaign: TestCampaign, options: RideOptions = {}): Promise<TestRide> {
    const ride = await requestedRide(campaign, options);
    await ride.say('driver', 'accept');
    return ride;
}

export async function requestedRide(campaign: TestCampaign, options: RideOptions = {}): Promise<TestRide> {
    count += 1;
    const { driverOf = 'metro', passengerOf = 'metro', paidInMicroEur = '5000000' } = options;
    const suffix = String(count);
    const people = options.people ?? { driver: `driver ${suffix}`, passenger: `passenger ${suffix}` };
    const [driver, passenger] = [
        await campaign.rider(driverOf, people.driver),
        await campaign.rider(passengerOf, people.passenger),
    ];
    const ride = `ride-${String(process.pid)}-${suffix}`;
    const of = { driver: driverOf, passenger: passengerOf } as const;
    const telephones = { driver: newTelephone(), passenger: newTelephone() };
    const offer: Offer = {
        ride,
        driver,
        corridor,
        departsAt: nowSeconds() + 20,
        flexibleSeconds: 600,
        seats: 3,
        price: { perSeatMicroEur: '2000000' },
        cancellation: usualCancellationTerms,
        ...options.offer,
    };
    const { name } = campaign;
    await (await campaign.of(driverOf)).offerRide({ campaign: name, offer, telephone: telephones.driver });
    const passengers = await campaign.of(passengerOf);
    if (paidInMicroEur !== '0') {
        const amountMicroEur = paidInMicroEur;
        await passengers.moveMoney({ campaign: name, batch: ride, rider: passenger, amountMicroEur });
    }
    const request = { booking: 'b1', passenger, seats: 1, leg: { from: 0, to: 2 } };
    await passengers.requestSeats({ campaign: name, ride, request, telephone: telephones.passenger });

    const say: TestRide['say'] = async (by, act, { telephone, secondsFromDeparture, through, nonce } = {}) => {
        const place = act === 'start' ? inAt : outAt;
        const signed = (telephone ?? telephones[by]).say({
            campaign: name,
            ride,
            ...(act === 'giveUp' ? {} : { booking: 'b1' }),
            act,
            by,
            ...(secondsFromDeparture === undefined ? {} : { time: offer.departsAt + secondsFromDeparture }),
            ...((act === 'start' || act === 'end') && place !== undefined ? { place } : {}),
            ...(nonce === undefined ? {} : { nonce }),
        });
        await (await campaign.of(through ?? of[by])).act(signed);
    };
    return {
        ride,
        driver,
        passenger,
        telephones,
        offer,
        say,
        takePlace: async () => {
            for (const by of ['driver', 'passenger'] as const) {
                await say(by, 'start', { secondsFromDeparture: 0 });
                await say(by, 'end', { secondsFromDeparture: 150 });
            }
            await say('passenger', 'confirm');
            await say('driver', 'confirm');
        },
        public: async () => {
            const day = new Date(offer.departsAt * 1_000).toISOString().slice(0, 10);
            for await (const found of campaign.council.listRides(name, day)) if (found.ride === ride) return found;
            return undefined;
        },
    };
}
