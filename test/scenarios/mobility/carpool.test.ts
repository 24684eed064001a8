import path from 'node:path';

import { expect } from 'chai';

import type { JudgedJourneyRecord, PublicRide } from '@quartier/rules/mobility';

import { identityOf } from '../../support/carpool-campaign.js';
import type { BackOffice } from '../../support/programs.js';
import { guessed, hashesOf } from '../../support/guesses.js';
import { shownTransactions, type ShownTransaction } from '../../support/ledger-blocks.js';
import { plainGateway } from '../../support/plain-gateway.js';
import { haystack } from '../../support/secrets.js';
import { scenario } from '../../support/scenario-network.js';

const NOW = (): number => Math.floor(Date.now() / 1_000);
const dayOf = (time: number): string => new Date(time * 1_000).toISOString().slice(0, 10);

/** Lyon Part-Dieu and Meyzieu. */
const FROM = { latMicroDeg: 45_760_000, lonMicroDeg: 4_859_000 };
const TO = { latMicroDeg: 45_767_000, lonMicroDeg: 5_003_000 };
const [FROM_TEXT, TO_TEXT] = ['45.7604,4.8591', '45.7668,5.0031'];

scenario('Carpooling without a platform', (network) => {
    const campaign = `lyon-${String(process.pid)}`;
    const operators = { metro: 'MetroMSP', wheels: 'WheelsMSP' } as const;
    type Operator = keyof typeof operators;
    let council: BackOffice;
    let key: string;
    const riders = new Map<string, string>();
    const office = (operator: Operator): BackOffice => network().office(operator);

    before(async function () {
        this.timeout(120_000);
        council = network().office('council');
        key = network().write('registry.key', 'k'.repeat(48));
        const policy = network().write('policy.json', JSON.stringify(policyOf(campaign)));
        await council.ask(`mobility incentive propose vote-${campaign} --policy ${policy} --from 2024-01-01`);
        for (const operator of ['metro', 'wheels'] as const)
            await office(operator).ask(`mobility incentive approve vote-${campaign}`);
        await council.ask(`mobility carpool fund --campaign ${campaign} --funding first --euro 1000`);
        await register('metro', 'dora', 'paul', 'pia');
        await register('wheels', 'dan', 'paul');
    });

    async function register(operator: Operator, ...people: readonly string[]): Promise<void> {
        const file = network().write(`${operator}-identities`, people.map(identityOf).join('\n'));
        const batch = `riders-${operator}-${campaign}`;
        const mspId = operators[operator];
        await office(operator).ask(`mobility carpool ask --campaign ${campaign} --batch ${batch} --identities ${file}`);
        await council.ask(
            `mobility carpool issue --campaign ${campaign} --operator ${mspId} --batch ${batch} --key ${key}`,
        );
        const { riders: issued } = (await office(operator).ask(
            `mobility carpool riders --campaign ${campaign} --identities ${file}`,
        )) as { readonly riders: readonly { readonly identity: string; readonly pseudonym: string }[] };
        for (const person of people) {
            const found = issued.find(({ identity }) => identity === identityOf(person));
            riders.set(`${operator} ${person}`, found?.pseudonym ?? '');
        }
    }

    interface Trip {
        readonly ride: string;
        readonly driverOf: Operator;
        readonly passengerOf: Operator;
        readonly departsAt: number;
    }
    let trips = 0;
    const phone = ({ ride }: Trip, who: string): string => path.join(network().dataDir, '..', `${ride}-${who}.pem`);

    async function offered(driverOf: Operator, driver: string, passengerOf: Operator = driverOf): Promise<Trip> {
        trips += 1;
        const trip = { ride: `${campaign}-${String(trips)}`, driverOf, passengerOf, departsAt: NOW() + 45 };
        const offer = network().write(
            `${trip.ride}.json`,
            JSON.stringify({
                ride: trip.ride,
                driver: riders.get(`${driverOf} ${driver}`),
                corridor: [FROM, TO],
                departsAt: trip.departsAt,
                flexibleSeconds: 600,
                seats: 2,
                price: { perSeatMicroEur: '1500000' },
                cancellation: {
                    steps: [{ leadSeconds: 0, passengerPaysPpm: 0, driverPaysPpm: 0 }],
                    passengerNoShowPpm: 1_000_000,
                    driverNoShowPpm: 500_000,
                    waitSeconds: 600,
                },
                codes: [{ com: '69383' }, { com: '69282' }],
            }),
        );
        await office(driverOf).ask(
            `mobility ride offer ${offer} --campaign ${campaign} --phone ${phone(trip, 'driver')}`,
        );
        return trip;
    }

    async function booked(trip: Trip, passenger: string): Promise<void> {
        const pseudonym = riders.get(`${trip.passengerOf} ${passenger}`) ?? '';
        const own = office(trip.passengerOf);
        await own.ask(
            `mobility carpool pay-in --campaign ${campaign} --rider ${pseudonym} --euro 1.50 --movement ${trip.ride}`,
        );
        await own.ask(
            `mobility ride request ${trip.ride} --campaign ${campaign} --booking b1 --passenger ${pseudonym} --in 0 --out 1 --phone ${phone(trip, 'passenger')}`,
        );
        await office(trip.driverOf).ask(say(trip, 'accept', 'driver'));
    }

    function say(trip: Trip, act: string, by: 'driver' | 'passenger', more = '', who: string = by): string {
        const as = act === 'accept' ? '' : `--as ${by}`;
        return `mobility ride ${act} ${trip.ride} --campaign ${campaign} --booking b1 ${as} --phone ${phone(trip, who)} ${more}`;
    }

    async function ridden(trip: Trip): Promise<void> {
        for (const by of ['driver', 'passenger'] as const) {
            const own = office(by === 'driver' ? trip.driverOf : trip.passengerOf);
            await own.ask(say(trip, 'start', by, `--place ${FROM_TEXT} --time ${String(trip.departsAt)}`));
            await own.ask(say(trip, 'end', by, `--place ${TO_TEXT} --time ${String(trip.departsAt + 120)}`));
        }
        await office(trip.passengerOf).ask(say(trip, 'confirm', 'passenger'));
        await office(trip.driverOf).ask(say(trip, 'confirm', 'driver'));
    }

    async function publicRide({ ride, departsAt }: Trip): Promise<PublicRide | undefined> {
        const { rides } = (await network()
            .office('cars')
            .ask(`mobility ride list --campaign ${campaign} --day ${dayOf(departsAt)}`)) as {
            readonly rides: readonly PublicRide[];
        };
        return rides.find((found) => found.ride === ride);
    }

    const balance = async (operator: Operator, person: string): Promise<string> =>
        (
            (await office(operator).ask(
                `mobility carpool balance ${riders.get(`${operator} ${person}`) ?? ''} --campaign ${campaign}`,
            )) as { readonly balanceMicroEur: string }
        ).balanceMicroEur;

    const pay = async (operator: Operator, { ride }: Trip): Promise<JudgedJourneyRecord | undefined> =>
        (
            (await office(operator).ask(`mobility incentive pay --campaign ${campaign} --rides ${ride}/b1`)) as {
                readonly journeys: readonly JudgedJourneyRecord[];
            }
        ).journeys[0];

    let first: Trip;

    it('goes from the offer to the payment while the two ride', async function () {
        this.timeout(120_000);
        first = await offered('metro', 'dora');
        const { matches } = (await office('wheels').ask(
            `mobility ride search --campaign ${campaign} --from ${FROM_TEXT} --to ${TO_TEXT} --at ${String(NOW())}`,
        )) as { readonly matches: readonly { readonly ride: string }[] };
        expect(matches.map(({ ride }) => ride)).to.include(first.ride);
        await booked(first, 'paul');
        await ridden(first);
        expect((await publicRide(first))?.bookings['b1']).to.deep.equal({
            state: 'settled',
            proofClass: 'C',
            labels: [],
        });
        expect(await balance('metro', 'paul')).to.equal('0');
        expect(await balance('metro', 'dora')).to.equal('1500000');
        expect((await pay('metro', first))?.paidMicroEur).to.equal('2000000');
        expect(await balance('metro', 'dora')).to.equal('3500000');
    });

    it('refuses what a third telephone signed', async function () {
        this.timeout(120_000);
        const trip = await offered('metro', 'dora');
        await booked(trip, 'pia');
        const place = `--place ${FROM_TEXT}`;
        await office('metro').ask(say(trip, 'start', 'driver', place));
        expect(await office('metro').refused(say(trip, 'start', 'passenger', place, 'driver'))).to.equal(
            'MOBILITY_SIGNATURE_INVALID',
        );
        const stolen = { ...trip, ride: first.ride };
        const moved = say(trip, 'start', 'passenger', place).replace(
            phone(trip, 'passenger'),
            phone(stolen, 'passenger'),
        );
        expect(await office('metro').refused(moved)).to.equal('MOBILITY_SIGNATURE_INVALID');
        expect(await office('wheels').refused(say(trip, 'start', 'passenger', place))).to.equal(
            'MOBILITY_RIDE_NOT_YOURS',
        );
    });

    it('finds a person who rides through two operators at once', async function () {
        this.timeout(120_000);
        expect(riders.get('metro paul')).to.equal(riders.get('wheels paul'));
        const second = await offered('wheels', 'dan');
        await booked(second, 'paul');
        await ridden(second);
        expect((await publicRide(second))?.bookings['b1']?.labels).to.include('interoperator_overlap');
        expect((await pay('wheels', second))?.outcome).to.equal('found');
    });

    it('gives the headroom of a cancelled ride back, and the council recomputes all that it paid', async function () {
        this.timeout(120_000);
        const registry = network().write('registry-journeys.json', JSON.stringify([registryJourney('r1', 5)]));
        const command = `mobility incentive pay --campaign ${campaign} --journeys ${registry}`;
        const cut = (await office('metro').ask(`${command} --batch before`)) as {
            readonly journeys: readonly JudgedJourneyRecord[];
        };
        expect([cut.journeys[0]?.outcome, cut.journeys[0]?.cuts[0]?.label]).to.deep.equal(['paid', 'a month']);
        expect(cut.journeys[0]?.paidMicroEur).to.equal('1000000');
        const day = dayOf(first.departsAt);
        await office('metro').ask(`mobility incentive return ${first.ride}/b1 --campaign ${campaign} --day ${day}`);
        const next = network().write('registry-later.json', JSON.stringify([registryJourney('r2', 10)]));
        const after = (await office('metro').ask(
            `mobility incentive pay --campaign ${campaign} --journeys ${next}`,
        )) as { readonly journeys: readonly JudgedJourneyRecord[] };
        expect(after.journeys[0]?.paidMicroEur).to.equal('2000000');
        const replayed = (await council.ask(`mobility incentive replay --campaign ${campaign}`)) as {
            readonly paidMicroEur: string;
            readonly differences: readonly object[];
        };
        expect(replayed).to.deep.include({ paidMicroEur: '3000000', differences: [] });
        const { paidMicroEur } = (await council.ask(`mobility carpool campaign --campaign ${campaign}`)) as {
            readonly paidMicroEur: string;
        };
        expect(paidMicroEur).to.equal('3000000');
    });

    function registryJourney(id: string, hoursAgo: number): object {
        const start = NOW() - hoursAgo * 3_600;
        const at = (time: number, lat: number, lon: number, com: string): object => ({
            datetime: new Date(time * 1_000).toISOString(),
            lat,
            lon,
            com,
        });
        const rider = (person: string): object => ({ identity: { identity_key: identityOf(person) } });
        return {
            operator_journey_id: id,
            operator_trip_id: id,
            operator_class: 'C',
            start: at(start, 45.76, 4.859, '69383'),
            end: at(start + 1_200, 45.767, 5.003, '69282'),
            distance: 12_000,
            driver: { ...rider('dora'), revenue: 150 },
            passenger: { ...rider('pia'), contribution: 150, seats: 1 },
        };
    }

    it('states the month to the council, certifies to the rider, and exports to the registry and as open data', async function () {
        this.timeout(120_000);
        const today = dayOf(NOW());
        const statement = (await council.ask(
            `mobility incentive statement --campaign ${campaign} --month ${today.slice(0, 7)}`,
        )) as { readonly paidMicroEur: string; readonly trips: readonly object[] };
        expect(Number(statement.paidMicroEur)).to.be.at.most(3_000_000);
        const rider = riders.get('metro dora') ?? '';
        const certificate = (await office('metro').ask(
            `mobility incentive certificate --campaign ${campaign} --rider ${rider} --from ${dayOf(NOW() - 86_400)} --to ${dayOf(NOW() + 86_400)}`,
        )) as { readonly journeys: readonly string[] };
        expect(certificate.journeys).to.deep.equal(['r1', 'r2']);
        const identity = (person: string): object => ({
            identityKey: identityOf(person),
            userId: person,
            phoneTrunc: '+336000000',
        });
        const identities = network().write(
            'identities.json',
            JSON.stringify({
                [rider]: identity('dora'),
                [riders.get('metro pia') ?? '']: identity('pia'),
            }),
        );
        const exported = (await office('metro').ask(
            `mobility carpool export --campaign ${campaign} --identities ${identities} --siret 24690001700018`,
        )) as { readonly journeys: readonly { readonly operator_journey_id: string; readonly incentives: object }[] };
        expect(exported.journeys.map((journey) => journey.operator_journey_id)).to.deep.equal(['r1', 'r2']);
        expect(exported.journeys[1]?.incentives).to.deep.equal([{ index: 0, siret: '24690001700018', amount: 200 }]);
        const open = (await council.ask(`mobility carpool open-data --campaign ${campaign}`)) as {
            readonly rows: readonly object[];
            readonly leftOut: number;
        };
        expect(open).to.deep.equal({ rows: [], leftOut: 2 });
    });

    it('shows a ride to those who act for its riders, and to no other operator', async () => {
        expect(
            await network().office('cars').refused(`mobility ride show ${first.ride} --campaign ${campaign}`),
        ).to.equal('MOBILITY_RIDE_NOT_YOURS');
    });

    it('writes no person, pseudonym, place, fare or telephone into a block, nor a hash that a guess meets', async function () {
        this.timeout(120_000);
        const marker = `last-${campaign}`;
        await council.ask(`mobility carpool fund --campaign ${campaign} --funding ${marker} --euro 0`);
        const transactions = await shownUntil(marker);
        const names = new Set(transactions.map(({ args }) => args[0]?.toString()));
        expect(names).to.include.members(['carpool:OfferRide', 'carpool:Act', 'carpool:JudgeJourneys']);
        expect(transactions.flatMap(({ transientNames }) => transientNames)).to.deep.equal([]);
        const shown = haystack(
            transactions.flatMap(({ args, reply, eventPayload, publicWrites, publicReads }) => [
                ...args,
                reply,
                eventPayload,
                ...publicReads.map((key) => Buffer.from(key)),
                ...publicWrites.flatMap(({ key, value }) => [Buffer.from(key), value]),
            ]),
        );
        const people = ['dora', 'paul', 'pia', 'dan'].map(identityOf);
        const places = [FROM, TO].flatMap(({ latMicroDeg, lonMicroDeg }) => [String(latMicroDeg), String(lonMicroDeg)]);
        const secrets = [...riders.values(), ...people, ...places, '"1500000"', 'signature', 'passengerPaysPpm'];
        expect(shown.found([campaign, first.ride])).to.have.length(2);
        expect(shown.found(secrets)).to.deep.equal([]);
        expect(guessed(hashesOf(transactions), secrets)).to.deep.equal([]);
    });

    async function shownUntil(marker: string): Promise<readonly ShownTransaction[]> {
        const cars = await plainGateway(network().office('cars').profile);
        const events = await cars.gateway.getNetwork('mobility').getBlockEvents({ startBlock: 0n });
        const shown: ShownTransaction[] = [];
        try {
            for await (const block of events) {
                shown.push(...shownTransactions(block).filter(({ args }) => isOfCampaign(args)));
                if (shown.some(({ args }) => args.some((arg) => arg.includes(marker)))) break;
            }
        } finally {
            events.close();
            cars.close();
        }
        return shown;
    }

    function isOfCampaign(args: readonly Buffer[]): boolean {
        return args[0]?.toString().startsWith('carpool:') === true && args.some((arg) => arg.includes(campaign));
    }
});

/** Two euro a journey of class C to the driver, three a month. */
function policyOf(id: string): object {
    return {
        form: 1,
        id,
        title: 'Two euro a journey',
        recipient: 'driver',
        zone: 'Europe/Paris',
        from: '2024-01-01',
        to: null,
        requires: [{ that: { classes: ['C'] } }],
        amounts: [{ sum: [{ euro: '2.00' }] }],
        caps: [{ label: 'a month', count: 'amount', of: 'driver', per: 'campaign', mostEuro: '3.00' }],
    };
}
