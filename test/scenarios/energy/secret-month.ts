/** A month of the sample district, with all of it that nobody but the members of the collection may know. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { mapConcurrently } from '@quartier/client';
import { packSums, packValues, type ListedMembership, type Statement, type Supply } from '@quartier/rules/energy';
import { expect } from 'chai';

import { withEnergy } from '../../support/energy-client.js';
import { type keyGuesses, valuesIn } from '../../support/guesses.js';
import { memberFile, wideFile } from '../../support/meter-files.js';
import type { BackOffice, RunningNetwork } from '../../support/programs.js';
import { SHORTEST, slicesOf } from '../../support/secrets.js';

const SAMPLE = path.resolve('client', 'sample');
/** Of a number that stands by itself: shorter ones are also days, counts and parts of ids. */
export const FEWEST_DIGITS = 5;

export async function settleMonth(utility: BackOffice): Promise<void> {
    const [readings, members] = ['readings.csv', 'members.csv'].map((file) => path.join(SAMPLE, file));
    await utility.ask('energy community create confluence --zone Europe/Paris --step 15 --rule prorata');
    await utility.ask(`energy member add --community confluence --file ${members ?? ''}`);
    for (const price of ['95000', '82000 --producer S013-P4']) {
        await utility.ask(`energy price set --community confluence --from 2016-06-01 --micro-eur-per-kwh ${price}`);
    }
    await utility.ask(`energy import ${readings ?? ''} --community confluence`);
    await utility.ask('energy settle --community confluence --from 2016-06-01 --to 2016-06-30');
    await utility.ask('energy statement issue --community confluence --month 2016-06');
}

/** Static keys, other parameters, a member who leaves and is erased: every transaction is in the blocks. */
const KEYS = { 'leaving-meter': 437_519, 'staying-meter': 402_283 };
/** What each meter has at noon, and what the keys give of it. */
const NOON_FIGURES = [54_321, 23_766, 21_852];

export async function useTheRest(network: RunningNetwork): Promise<void> {
    const utility = network.office('utility');
    const keys = network.write(
        'keys.csv',
        ['meter,key', ...Object.entries(KEYS).map(([meter, ppm]) => `${meter},${String(ppm)}`)].join('\n'),
    );
    const from = '2016-06-01';
    const members = memberFile({
        'leaving-meter': { role: 'consumer', member: 'Madame Leaving-Soon', from },
        'staying-meter': { role: 'consumer', member: 'Monsieur Staying-Long', from },
        'giving-meter': { role: 'producer', member: 'Roof of the Giving', from },
    });
    const noon = Array.from({ length: 24 }, (_, hour) => (hour === 12 ? (NOON_FIGURES[0] ?? 0) : 0));
    const readings = wideFile(
        { 'leaving-meter': noon, 'staying-meter': noon, 'giving-meter': noon },
        { start: '2016-06-01T00:00', stepMinutes: 60 },
    );
    const community = '--community keyed-privacy';
    await utility.ask(`energy community create keyed-privacy --zone UTC --step 60 --rule static --keys ${keys}`);
    await utility.ask('energy community set keyed-privacy --from 2016-06-02 --step 60 --rule prorata');
    await utility.ask(`energy price set ${community} --from 2016-06-01 --micro-eur-per-kwh 100000`);
    await utility.ask(`energy member add ${community} --file ${network.write('keyed.csv', members)}`);
    await utility.ask(`energy import ${network.write('noon.csv', readings)} ${community}`);
    await utility.ask(`energy settle ${community} --from 2016-06-01 --to 2016-06-01`);
    await utility.ask(`energy member end ${community} --meter leaving-meter --to 2016-06-02`);
    await utility.ask(`energy member erase ${community} --meter leaving-meter --yes`);
}

export interface Secrets {
    /** Meters, names and distinct words of them, pseudonyms. */
    readonly texts: ReadonlySet<string>;
    /** Slices of readings: packed, and as a file or JSON writes them. */
    readonly slices: ReadonlySet<string>;
    /** Energies, amounts and payments of members, decimal. */
    readonly numbers: ReadonlySet<string>;
    /** Private records as they are, but for their salts. */
    readonly records: readonly unknown[];
    readonly keyWords: Parameters<typeof keyGuesses>[0];
    /** What anybody in the area may look up. */
    readonly open: ReadonlySet<string>;
}

export async function secretsOf(utility: BackOffice, council: BackOffice): Promise<Secrets> {
    const { statement, members, supplies } = await withEnergy(utility.profile, async (energy) => {
        const listed = await collected(energy.listMembers('confluence'));
        const roofs = listed.filter(({ role }) => role === 'producer');
        const range = { community: 'confluence', from: '2016-06-01', to: '2016-06-30' };
        const given = await mapConcurrently(roofs, 1, ({ meter }) => collected(energy.supplies({ ...range, meter })));
        return {
            statement: await energy.statement('confluence', '2016-06'),
            members: listed,
            supplies: given.flat(),
        };
    });
    const open = await openTexts(council);
    const points = members.map(({ point }) => point);
    expect(
        points.filter((point) => open.has(point)),
        'the producer whose own price is public',
    ).to.have.lengthOf(1);

    const curves = readCurves();
    const days = daysOf(curves);
    const dailyWh = [...curves.keys()].flatMap((meter) => days.map((day) => String(day.get(meter) ?? 0)));
    const figures = [statement.members, supplies, dailyWh, Object.values(KEYS), NOON_FIGURES].flatMap(valuesIn);
    const numbers = figures.map((figure) => figure.replace('-', '')).filter((text) => /^\d+$/u.test(text));
    return {
        texts: new Set([
            ...members.flatMap(({ meter, member }) => [meter, member, ...wordsOf(member)]),
            ...points.filter((point) => !open.has(point)),
            ...['leaving-meter', 'staying-meter', 'giving-meter', 'Leaving-Soon', 'Staying-Long', 'the Giving'],
        ]),
        slices: new Set(readingSlices(curves, days)),
        numbers: new Set(numbers.filter((text) => text.length >= FEWEST_DIGITS && !open.has(text))),
        records: recordsOf(statement, members, supplies, curves),
        keyWords: {
            kinds: ['meter', 'roster', 'roster-head', 'deliveries', 'curve', 'settlement', 'journal', 'member'],
            places: ['confluence', 'energy/confluence', 'meteredData'],
            subjects: [...members.flatMap(({ meter, point }) => [meter, point]), '0', '1', '2016-06', 'payments'],
            times: ['2016-06', '2016-06-01', '2016-06-15', '2016-06-30', '1464732000'],
            versions: ['0', '1'],
        },
        open,
    };
}

function openTexts({ profile }: BackOffice): Promise<ReadonlySet<string>> {
    return withEnergy(profile, async (energy) => {
        const listings: unknown[] = [];
        for (const community of ['confluence', 'keyed-privacy']) {
            listings.push(
                await energy.listDays(community, '2016-06'),
                await energy.listPrices(community),
                await energy.getCommunity(community),
            );
        }
        return new Set(listings.flatMap(valuesIn));
    });
}

async function collected<Row>(listing: AsyncIterable<Row>): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const row of listing) rows.push(row);
    return rows;
}

/** Of seven letters and more: shorter ones are words of the protocol too. */
function wordsOf(name: string): string[] {
    return name.split(/[^\p{L}]+/u).filter((word) => word.length >= SHORTEST);
}

/** The sample's readings by meter. */
function readCurves(): ReadonlyMap<string, readonly number[]> {
    const [header = '', ...rows] = readFileSync(path.join(SAMPLE, 'readings.csv'), 'utf8').trim().split('\n');
    const cells = rows.map((row) => row.split(',').slice(1).map(Number));
    const meters = header.split(',').slice(1);
    return new Map(meters.map((meter, column) => [meter, cells.map((row) => row[column] ?? 0)]));
}

/** Watt-hours of each meter on each day of 96 steps. */
function daysOf(curves: ReadonlyMap<string, readonly number[]>): ReadonlyMap<string, number>[] {
    return Array.from({ length: 30 }, (_, day) => {
        const sum = (values: readonly number[]): number =>
            values.slice(day * 96, day * 96 + 96).reduce((total, value) => total + value, 0);
        return new Map([...curves].map(([meter, values]) => [meter, sum(values)]));
    });
}

function* readingSlices(
    curves: ReadonlyMap<string, readonly number[]>,
    days: readonly ReadonlyMap<string, number>[],
): Generator<string> {
    for (const values of curves.values()) {
        yield* slicesOf(packValues(values), 8, 5);
        yield* slicesOf(values.join(','), 12, 5);
        yield* slicesOf(values.join('\n'), 12, 5);
    }
    for (const day of days) yield* slicesOf(packSums([...day.values()]), 8, 5);
}

function recordsOf(
    { members: lines }: Statement,
    members: readonly ListedMembership[],
    supplies: readonly Supply[],
    curves: ReadonlyMap<string, readonly number[]>,
): unknown[] {
    const start = Date.parse('2016-06-01T00:00+02:00') / 1_000;
    const delivered = [...curves].map(([meter, values]) => {
        return { meter, start, stepMinutes: 15, values: packValues(values) };
    });
    const memberships = members.map(({ point: _point, page: _page, ...membership }) => membership);
    const head = { pages: 1, metersOnLastPage: members.length };
    return [
        ...[...lines, ...supplies.slice(0, 100), ...members, ...memberships, ...delivered, head],
        ...delivered.map(({ values }) => values),
        ...memberships.map(({ meter, ...membership }) => ({
            meter,
            memberships: [{ community: 'confluence', page: 0, ...membership }],
        })),
    ];
}
