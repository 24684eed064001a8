import type { Command } from 'commander';

import {
    rideOffer,
    type Match,
    type Offer,
    type PlaceCodes,
    type Point,
    type PublicRide,
} from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import { addCommand, type Runner } from '../../cli/command.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/failure-report.js';
import { dayValue } from '../../cli/option-values.js';
import { formatTable } from '../../cli/table.js';

import { reasonOf } from '../incentives/refused-reason.js';

import { carpoolOf } from './carpool-session.js';
import { euroOf } from './euro.js';
import { countValue, euroValue, instantText, instantValue, readJsonObject } from './options.js';
import { addRideActCommands, placeValue, telephoneOfFile } from './ride-acts.js';

/** `quartier mobility ride`: rides between a driver and passengers, by the operators that act for them. */
export function addRideCommands(mobility: Command, run: Runner): void {
    const ride = mobility.command('ride').description('Carpool rides, from the offer to the payment');
    addOfferCommand(ride, run);
    addSearchCommand(ride, run);
    addRequestCommand(ride, run);
    addRideActCommands(ride, run);
    addShowCommands(ride, run);
}

interface OfferOptions {
    readonly campaign: string;
    readonly phone: string;
}

function addOfferCommand(ride: Command, run: Runner): void {
    addCommand(ride, 'offer <file>', 'Offer a ride of one of your drivers: JSON as CARPOOL.md shows it')
        .requiredOption('--campaign <id>', 'campaign')
        .requiredOption('--phone <file>', 'key of the driver’s telephone, PEM; made where there is none')
        .action(async (file: string, { campaign, phone }: OfferOptions, command: Command) =>
            run(command, async (session) => {
                const { codes, ...members } = await readJsonObject(file);
                const offer = offerOf(file, members);
                const telephone = await telephoneOfFile(phone, true);
                await (
                    await carpoolOf(session)
                ).offerRide({
                    campaign,
                    offer,
                    telephone,
                    ...(codes === undefined ? {} : { codes: codes as readonly PlaceCodes[] }),
                });
                session.output.result({ ride: offer.ride, key: telephone.key }, () => offerSentence(offer));
                return exitCodes.done;
            }),
        );
}

function offerOf(file: string, members: unknown): Offer {
    try {
        return rideOffer(members, 'offer');
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        throw new UsageError(`${file}: ${reasonOf(error)}.`);
    }
}

function offerSentence({ ride, departsAt, seats }: Offer): string {
    return `${ride}: ${String(seats)} seats, ${instantText(departsAt)}.`;
}

interface SearchOptions {
    readonly campaign: string;
    readonly from: Point;
    readonly to: Point;
    readonly at: number;
    readonly seats: number;
    readonly walk: number;
    readonly flexible: number;
    readonly mostEuro?: string;
}

function addSearchCommand(ride: Command, run: Runner): void {
    addCommand(ride, 'search', 'Rides that suit a wish, the least walk first')
        .requiredOption('--campaign <id>', 'campaign')
        .requiredOption('--from <lat,lon>', 'where the way begins', placeValue)
        .requiredOption('--to <lat,lon>', 'where it ends', placeValue)
        .requiredOption('--at <time>', 'when', instantValue)
        .option('--seats <number>', 'how many', countValue, 1)
        .option('--walk <metres>', 'most on foot at either end', countValue, 1_000)
        .option('--flexible <seconds>', 'sooner or later', countValue, 1_800)
        .option('--most-euro <amount>', 'most for all the seats', euroValue)
        .action((options: SearchOptions, command: Command) => search(run, command, options));
}

async function search(run: Runner, command: Command, options: SearchOptions): Promise<void> {
    await run(command, async (session) => {
        const { campaign, from, to, at, seats, walk, flexible, mostEuro } = options;
        const wish = {
            from,
            to,
            walkMetres: walk,
            departsAt: at,
            flexibleSeconds: flexible,
            seats,
            ...(mostEuro === undefined ? {} : { mostMicroEur: mostEuro }),
        };
        const matches = await (await carpoolOf(session)).search(campaign, instantText(at).slice(0, 10), wish);
        session.output.result({ matches }, () =>
            formatTable<Match>(matches, [
                { title: 'RIDE', value: (match) => match.ride },
                { title: 'IN', value: ({ leg }) => String(leg.from), right: true },
                { title: 'OUT', value: ({ leg }) => String(leg.to), right: true },
                { title: 'WALK', value: ({ walkMetres }) => String(walkMetres), right: true },
                { title: 'WAIT', value: ({ waitSeconds }) => String(waitSeconds), right: true },
                { title: 'FARE', value: ({ fareMicroEur }) => euroOf(fareMicroEur), right: true },
            ]),
        );
        return exitCodes.done;
    });
}

interface RequestOptions {
    readonly campaign: string;
    readonly booking: string;
    readonly passenger: string;
    readonly seats: number;
    readonly in: number;
    readonly out: number;
    readonly phone: string;
}

function addRequestCommand(ride: Command, run: Runner): void {
    addCommand(ride, 'request <ride>', 'Ask for seats for one of your passengers')
        .requiredOption('--campaign <id>', 'campaign')
        .requiredOption('--booking <id>', 'id of the booking')
        .requiredOption('--passenger <pseudonym>', 'who rides')
        .option('--seats <number>', 'how many', countValue, 1)
        .requiredOption('--in <point>', 'point of the corridor to get in at, from 0', countValue)
        .requiredOption('--out <point>', 'point to get out at', countValue)
        .requiredOption('--phone <file>', 'key of the passenger’s telephone, PEM; made where there is none')
        .action(async (rideId: string, options: RequestOptions, command: Command) =>
            run(command, async (session) => {
                const { campaign, booking, passenger, seats, in: from, out: to, phone } = options;
                const telephone = await telephoneOfFile(phone, true);
                const request = { booking, passenger, seats, leg: { from, to } };
                await (await carpoolOf(session)).requestSeats({ campaign, ride: rideId, request, telephone });
                session.output.result({ ride: rideId, booking, key: telephone.key }, () => `${booking}: requested.`);
                return exitCodes.done;
            }),
        );
}

function addShowCommands(ride: Command, run: Runner): void {
    addCommand(ride, 'show <ride>', 'A ride of your riders, as the ledger has it')
        .requiredOption('--campaign <id>', 'campaign')
        .action(async (rideId: string, { campaign }: { readonly campaign: string }, command: Command) =>
            run(command, async (session) => {
                const record = await (await carpoolOf(session)).getRide(campaign, rideId);
                session.output.result(record, () => JSON.stringify(record, undefined, 2));
                return exitCodes.done;
            }),
        );
    addCommand(ride, 'list', 'What is public of the rides of a day')
        .requiredOption('--campaign <id>', 'campaign')
        .requiredOption('--day <day>', 'UTC day of the departure', dayValue)
        .action(async ({ campaign, day }: { campaign: string; day: string }, command: Command) =>
            run(command, async (session) => {
                const rides: PublicRide[] = [];
                for await (const found of (await carpoolOf(session)).listRides(campaign, day)) rides.push(found);
                session.output.result({ rides }, () =>
                    formatTable<PublicRide>(rides, [
                        { title: 'RIDE', value: (found) => found.ride },
                        { title: 'STATE', value: ({ state }) => state },
                        { title: 'BOOKINGS', value: bookingsText },
                    ]),
                );
                return exitCodes.done;
            }),
        );
}

function bookingsText({ bookings }: PublicRide): string {
    return Object.entries(bookings)
        .map(([booking, { state, proofClass, labels = [] }]) => [booking, state, proofClass ?? '', ...labels].join(' '))
        .join('; ');
}
