import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
    importLegs,
    isBadRow,
    readLegs,
    UnusableFile,
    type LegFileOptions,
    type LegImportReport,
    type LegResult,
    type LegRow,
    type LegStream,
    type ReadRow,
} from '@quartier/client';
import type { LegRecord } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { utcZone } from '../../support/energy-community.js';
import { cityBikes, HASH, NOON } from '../../support/legs.js';

const folder = mkdtempSync(path.join(tmpdir(), 'quartier-legs-'));
after(() => {
    rmSync(folder, { recursive: true });
});

let files = 0;
function fileOf(content: string): string {
    files += 1;
    const file = path.join(folder, `legs-${String(files)}`);
    writeFileSync(file, content);
    return file;
}

const DEFAULTS = { operator: 'WheelsMSP', mode: 'bike', tariff: 'city-bikes' };
const WHOSE = { seller: 'MetroMSP', subscription: 'subscription-1', rider: 'rider-1' };

async function rowsOf(content: string, options: Partial<LegFileOptions> = {}): Promise<readonly ReadRow[]> {
    const rows: ReadRow[] = [];
    await readLegs({ file: fileOf(content), defaults: { ...DEFAULTS, ...WHOSE }, ...options }, (row) => {
        rows.push(row);
        return Promise.resolve();
    });
    return rows;
}

const legsOf = (rows: readonly ReadRow[]): readonly LegRow[] => rows.filter((row): row is LegRow => !isBadRow(row));
const codesOf = (rows: readonly ReadRow[]): readonly (readonly [number, string])[] =>
    rows.filter(isBadRow).map(({ line, code }) => [line, code]);

/** A ledger that records what is new to it. */
function ledgerOf(known = new Map<string, string>()): LegStream & { readonly records: readonly LegRecord[] } {
    const records: LegRecord[] = [];
    const outcomeOf = (record: LegRecord): LegResult => {
        const before = known.get(record.leg);
        const content = JSON.stringify(record);
        if (before === content) return { outcome: 'unchanged' };
        if (before !== undefined) return { outcome: 'refused', code: 'MOBILITY_LEG_CONFLICT' };
        known.set(record.leg, content);
        records.push(record);
        return { outcome: 'recorded' };
    };
    return {
        records,
        add: (record) => Promise.resolve(outcomeOf(record)),
        room: () => Promise.resolve(),
        drained: () => Promise.resolve(),
        transactions: 1,
    };
}

async function imported(content: string, stream: LegStream = ledgerOf(), tariff = cityBikes): Promise<LegImportReport> {
    return importLegs({
        file: fileOf(content),
        defaults: { ...DEFAULTS, ...WHOSE },
        pricing: {
            tariffs: [{ tariff, hash: HASH, until: null, publishedAt: 0 }],
            zone: utcZone,
            now: () => NOON + 86_400,
        },
        stream,
    });
}

const times = (index: number): string => `${String(NOON + index * 60)},${String(NOON + index * 60 + 1_200)}`;

describe('Files of legs: CSV', () => {
    it('takes what columns say, and the defaults for what they do not', async () => {
        const [row] = legsOf(
            await rowsOf('leg,start,end,distance,from_zone\nl-1,2016-06-06T12:00:00Z,1465215600000,4000,u09t\n'),
        );
        expect(row?.line).to.equal(2);
        expect(row?.tariff).to.equal('city-bikes');
        expect(row?.facts).to.deep.equal({
            operator: 'WheelsMSP',
            leg: 'l-1',
            ...WHOSE,
            mode: 'bike',
            start: 1_465_214_400,
            end: 1_465_215_600,
            durationSeconds: 1_200,
            distanceMetres: 4_000,
            fromZone: 'u09t',
        });
    });

    it('takes the names that a file has for its columns', async () => {
        const columns = { leg: 'trip_id', start: 'start_epoch_s', end: 'end_epoch_s', duration: 'duration_s' };
        const rows = await rowsOf(
            `trip_id;start_epoch_s;end_epoch_s;duration_s\n7;${times(0).replace(',', ';')};1190\n`,
            { columns },
        );
        expect(legsOf(rows)[0]?.facts).to.include({ leg: '7', start: NOON, durationSeconds: 1_190 });
    });

    it('names a column that is missing', async () => {
        const error: unknown = await rowsOf('leg,start\nl-1,1\n').catch((reason: unknown) => reason);
        expect(error).to.be.instanceOf(UnusableFile).and.include({ code: 'MOBILITY_LEG_FILE_COLUMN' });
        expect((error as UnusableFile).details).to.include({ column: 'end' });
    });

    it('tells each line that is no leg, and why', async () => {
        const rows = await rowsOf(
            `leg,start,end,distance\nl-1,noon,2,3\n,1,2,3\nl-3,1,2\nl-4,1,2,-3\nl-5,${times(0)},3\n`,
        );
        expect(codesOf(rows)).to.deep.equal([
            [2, 'MOBILITY_LEG_VALUE'],
            [3, 'MOBILITY_LEG_VALUE'],
            [4, 'MOBILITY_LEG_ROW_INCOMPLETE'],
            [5, 'MOBILITY_LEG_VALUE'],
        ]);
        expect(legsOf(rows)).to.have.length(1);
    });

    it('takes no time on a day that the calendar does not have', async () => {
        const ended = '2016-02-29T09:00:00Z';
        const starts = ['2016-02-31T08:00:00Z', '2015-02-29 08:00+01:00', '2016-02-29T08:00:00Z'];
        const rows = await rowsOf(`leg,start,end\n${starts.map((start) => `l,${start},${ended}`).join('\n')}\n`);
        expect(codesOf(rows)).to.deep.equal([
            [2, 'MOBILITY_LEG_VALUE'],
            [3, 'MOBILITY_LEG_VALUE'],
        ]);
    });
});

describe('Files of legs: MDS and TOMP', () => {
    const trip = {
        trip_id: 'm-1',
        device_id: 'v-1',
        start_time: NOON * 1_000,
        end_time: (NOON + 1_200) * 1_000,
        duration: 1_200,
        distance: 3_000,
        standard_cost: 200,
        currency: 'EUR',
    };

    it('reads trips of MDS 2, their cost and the line that each stands on', async () => {
        const feed = JSON.stringify(
            { version: '2.0.0', trips: [trip, { ...trip, trip_id: 'm-2', end_time: null }] },
            undefined,
            1,
        );
        const rows = await rowsOf(feed);
        expect(legsOf(rows)[0]).to.include({ line: 4, statedMicroEur: 2_000_000n });
        expect(legsOf(rows)[0]?.facts).to.include({ leg: 'm-1', vehicle: 'v-1', durationSeconds: 1_200 });
        expect(codesOf(rows)).to.deep.equal([[14, 'MOBILITY_LEG_NOT_ENDED']]);
    });

    it('reads trips of MDS 1', async () => {
        const { duration: _, distance: __, ...older } = trip;
        const feed = {
            version: '1.1.0',
            data: { trips: [{ ...older, trip_duration: 1_190, trip_distance: 5, vehicle_type: 'car' }] },
        };
        const [row] = legsOf(
            await rowsOf(JSON.stringify(feed), { defaults: { operator: 'CarsMSP', tariff: 'cars', ...WHOSE } }),
        );
        expect(row?.facts).to.include({ durationSeconds: 1_190, distanceMetres: 5, mode: 'car' });
    });

    it('takes the mode from the kind of vehicle, and the default where the feed does not say it', async () => {
        const kinds = ['cargo_bicycle', 'scooter_standing', 'moped', 'other', undefined];
        const trips = kinds.map((vehicle_type, index) => ({ ...trip, trip_id: `m-${String(index)}`, vehicle_type }));
        const rows = legsOf(await rowsOf(JSON.stringify({ version: '1.2.0', data: { trips } })));
        expect(rows.map(({ facts }) => facts.mode)).to.deep.equal(['bike', 'scooter', 'scooter', 'bike', 'bike']);
    });

    it('refuses a cost in another currency', async () => {
        const rows = await rowsOf(JSON.stringify({ trips: [{ ...trip, currency: 'USD' }] }));
        expect(codesOf(rows)).to.deep.equal([[1, 'MOBILITY_CURRENCY_REFUSED']]);
    });

    it('takes riders from a file of their own, for a feed names none', async () => {
        const ridersFile = fileOf('leg,rider,subscription,seller\nm-1,r-9,s-9,CarsMSP\n');
        const rows = await rowsOf(JSON.stringify({ trips: [trip, { ...trip, trip_id: 'm-2' }] }), { ridersFile });
        expect(legsOf(rows)[0]?.facts).to.include({ rider: 'r-9', subscription: 's-9', seller: 'CarsMSP' });
        expect(codesOf(rows)).to.deep.equal([[1, 'MOBILITY_LEG_RIDER_UNKNOWN']]);
    });

    it('reads legs of TOMP 2 with fare, distance, fines and refunds of their journal', async () => {
        const leg = {
            type: 'Feature',
            id: 't-1',
            properties: {
                type: 'leg',
                id: 't-1',
                mode: 'BICYCLE',
                status: 'ENDED',
                specification: {
                    type: 'travelSpecification',
                    startTime: '2016-06-06T12:00:00Z',
                    endTime: '2016-06-06T12:20:00Z',
                },
            },
        };
        const entry = (category: string, amount: number, other: object = {}): object => ({
            type: 'Feature',
            id: 't-1',
            properties: { id: 't-1', category, amount, currencyCode: 'EUR', state: 'TO_INVOICE', ...other },
        });
        const units = [{ unitCategory: 'DISTANCE', unit: 'KM', amount: 3.14 }];
        const features = [
            leg,
            entry('FARE', 2, { units }),
            entry('FINE', 25, { sequenceId: 1, comment: 'parked on a ramp' }),
            entry('REFUND', -0.5, { sequenceId: 2 }),
            { ...entry('FINE', 1), properties: { id: 't-9', category: 'FINE', amount: 1 } },
        ];
        const rows = await rowsOf(JSON.stringify({ type: 'FeatureCollection', features }));
        const [row] = legsOf(rows);
        expect(row?.facts).to.include({ leg: 't-1', mode: 'bike', durationSeconds: 1_200, distanceMetres: 3_140 });
        expect(row?.statedMicroEur).to.equal(2_000_000n);
        expect(
            row?.supplements?.map(({ leg: id, kind, amountMicroEur, reason }) => [id, kind, amountMicroEur, reason]),
        ).to.deep.equal([
            ['t-1-1', 'fine', 25_000_000n, 'parked on a ramp'],
            ['t-1-2', 'refund', 500_000n, 'REFUND'],
        ]);
        expect(codesOf(rows)).to.deep.equal([[1, 'MOBILITY_LEG_SUPPLEMENT_ALONE']]);
    });

    it('does not take a file that is something else', async () => {
        for (const content of ['{"plans":[]}', '[1,2]', '{'])
            expect(await rowsOf(content).catch((reason: unknown) => reason)).to.be.instanceOf(UnusableFile);
    });
});

describe('An import of legs', () => {
    it('prices every leg by the tariff in force, and records it once however often it is given', async () => {
        const content = `leg,start,end\nl-1,${times(0)}\nl-2,${times(1)}\n`;
        const stream = ledgerOf();
        expect(await imported(content, stream)).to.include({ records: 2, recorded: 2, unchanged: 0, refused: 0 });
        expect(stream.records.map(({ totalMicroEur }) => totalMicroEur)).to.deep.equal(['2000000', '2000000']);
        expect(await imported(content, stream)).to.include({ records: 2, recorded: 0, unchanged: 2, refused: 0 });
    });

    it('of a file without legs records nothing, be it a table or a feed', async () => {
        for (const content of ['leg,start,end\n', '{"data":{"trips":[]}}', '{"features":[]}'])
            expect(await imported(content)).to.include({ records: 0, recorded: 0, refused: 0 });
    });

    it('refuses a line whose price is not what the tariff comes to', async () => {
        const { problems } = await imported(`leg,start,end,price\nl-1,${times(0)},2.00\nl-2,${times(1)},2.10\n`);
        expect(problems).to.deep.equal([
            { line: 3, leg: 'l-2', code: 'MOBILITY_LEG_PRICE_DIFFERS', details: { stated: '2.10', priced: '2.00' } },
        ]);
    });

    it('refuses what the rules refuse before it is sent', async () => {
        const late = String(NOON + 200_000);
        const { problems, recorded } = await imported(
            `leg,start,end,duration\nl-1,${late},${late},0\nl-2,${times(0)},5\n`,
        );
        expect(recorded).to.equal(0);
        expect(problems.map(({ line, code }) => [line, code])).to.deep.equal([
            [2, 'MOBILITY_LEG_INVALID'],
            [3, 'MOBILITY_LEG_INVALID'],
        ]);
    });

    it("counts a rider's earlier legs in the caps of a tariff", async () => {
        const stream = ledgerOf();
        const capped = {
            ...cityBikes,
            price: { ...cityBikes.price, caps: [{ period: 'day', maximumMicroEur: '3000000' }] },
        } as const;
        await imported(`leg,start,end\nl-1,${times(0)}\nl-2,${times(30)}\nl-3,${times(60)}\n`, stream, capped);
        expect(stream.records.map(({ totalMicroEur }) => totalMicroEur)).to.deep.equal(['2000000', '1000000', '0']);
    });

    it('names three bad lines among 100,000', async function () {
        this.timeout(60_000);
        const bad = new Map([
            [17, 'l-17,never,never'],
            [50_000, `l-50000,${String(NOON)}`],
            [99_999, `,${times(0)}`],
        ]);
        const rows = Array.from(
            { length: 100_000 },
            (_, index) => bad.get(index) ?? `l-${String(index)},${times(index % 600)}`,
        );
        const report = await imported(['leg,start,end', ...rows].join('\n'));
        expect(report).to.include({ records: 100_000, recorded: 99_997, refused: 3 });
        expect(report.problems.map(({ line }) => line)).to.deep.equal([19, 50_002, 100_001]);
    });
});
