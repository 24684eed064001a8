import { type ImportProgress, zoneTable } from '@quartier/client';
import { expect } from 'chai';
import { type FakeLedger, fakeLedger, sumOf } from './fake-ledger.js';
import { at, importText, problemsOf } from './meter-file.js';

const meters = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `M${String(index)}`);

/** A wide file of 15-minute rows from an instant, value by meter and row. */
function wideFile(
    names: readonly string[],
    from: string,
    rows: number,
    value: (meter: number, row: number) => string,
): string {
    const lines = Array.from({ length: rows }, (_, row) => {
        const time = new Date(Date.parse(from) + row * 900_000).toISOString();
        return [time, ...names.map((_, meter) => value(meter, row))].join(',');
    });
    return [['start', ...names].join(','), ...lines].join('\n');
}

describe('Delivery of a meter file', () => {
    it('sends a curve a meter and month of the community, a transaction a roster page and month', async () => {
        const names = meters(5);
        const ledger = fakeLedger({ zone: zoneTable('Europe/Paris'), meters: names, metersPerPage: 3 });
        const text = wideFile(names, '2016-05-31T21:00Z', 8, (meter, row) => String(meter + row));
        const report = await importText(ledger, text);
        expect(ledger.transactions.toSorted((a, b) => a.page - b.page)).to.deep.equal([
            { page: 0, month: '2016-05', curves: 3 },
            { page: 0, month: '2016-06', curves: 3 },
            { page: 1, month: '2016-05', curves: 2 },
            { page: 1, month: '2016-06', curves: 2 },
        ]);
        expect(report).to.include({ readings: 40, stored: 40, unchanged: 0, refused: 0, transactions: 4 });
        expect(ledger.curves.find(({ start }) => start === at('2016-05-31T22:00Z'))).to.not.equal(undefined);
    });

    it('keeps a transaction below 3.5 MB', async () => {
        const names = meters(200);
        const ledger = fakeLedger({ zone: zoneTable('UTC'), meters: names });
        await importText(
            ledger,
            wideFile(names, '2016-06-01T00:00Z', 2_880, () => '100000000000'),
        );
        expect(ledger.transactions.length).to.be.greaterThan(1);
        expect(ledger.transactions.reduce((sum, { curves }) => sum + curves, 0)).to.equal(200);
    });

    it('changes nothing the second time, and sends nothing', async () => {
        const ledger = fakeLedger({ zone: zoneTable('UTC'), meters: ['A', 'B'] });
        const text = wideFile(['A', 'B', 'Z'], '2016-06-01T00:00Z', 10, (meter, row) =>
            row === 4 ? 'x' : String(meter),
        );
        const first = await importText(ledger, text);
        const second = await importText(ledger, text);
        expect(first).to.include({ stored: 18, unchanged: 0, refused: 12 });
        expect(second).to.include({ stored: 0, unchanged: 18, refused: 12, transactions: 0 });
        expect(second.curves).to.deep.equal({ sent: 0, skipped: 2 });
        expect(second.problems).to.deep.equal(first.problems);
    });

    it('resumes after a failure with what is missing', async () => {
        const ledger = fakeLedger({ zone: zoneTable('UTC'), meters: ['A', 'B'] });
        const text = wideFile(['A', 'B'], '2016-06-29T00:00Z', 400, (meter, row) => String(meter * 1_000 + row));
        ledger.failAt = 1;
        const failure: unknown = await importText(ledger, text).catch((error: unknown) => error);
        expect(failure).to.be.an('error').with.property('message', 'The connection is gone.');
        ledger.failAt = -1;
        const report = await importText(ledger, text);
        expect(report.curves).to.deep.equal({ sent: 2, skipped: 2 });
        expect(report).to.include({ readings: 800, stored: 800 - 2 * 192, unchanged: 2 * 192 });
        expect(sumOf(ledger)).to.equal(400 * 1_000 + 400 * 399);
    });

    it('maps what the ledger refuses back to the lines of the file', async () => {
        const ledger = fakeLedger({ zone: zoneTable('UTC'), meters: ['A', 'B'] });
        await importText(
            ledger,
            wideFile(['A', 'B'], '2016-06-01T00:00Z', 8, () => '5'),
        );
        ledger.closed = (instant) => instant >= at('2016-06-01T01:30Z');
        const changed = wideFile(['A', 'B'], '2016-06-01T00:00Z', 9, (meter, row) =>
            row === 2 && meter === 1 ? '7' : row > 6 ? '6' : '5',
        );
        const report = await importText(ledger, changed);
        expect(problemsOf(report)).to.deep.equal([
            '4 ENERGY_READING_DIFFERS 1',
            '9 ENERGY_READING_AFTER_CLOSE 2',
            '10 ENERGY_READING_AFTER_CLOSE 2',
        ]);
        expect(report.problems[0]?.meter).to.equal('B');
        expect(report).to.include({ stored: 0, unchanged: 13, refused: 5, problemCount: 3 });
        expect(report.refusedByCode).to.deep.equal({ ENERGY_READING_DIFFERS: 1, ENERGY_READING_AFTER_CLOSE: 4 });
    });

    it('reports a curve that the ledger refuses whole once, with all its readings', async () => {
        const ledger = fakeLedger({ zone: zoneTable('UTC'), meters: ['A', 'B'] });
        ledger.refusedMeter = 'B';
        const report = await importText(
            ledger,
            wideFile(['A', 'B'], '2016-06-01T00:00Z', 8, () => '5'),
        );
        expect(problemsOf(report)).to.deep.equal(['2 ENERGY_DELIVERIES_FULL 8']);
        expect(report.problems[0]?.message).to.contain('250 deliveries');
        expect(report).to.include({ stored: 8, unchanged: 0, refused: 8 });
    });

    it('replaces readings when a correction says why', async () => {
        const ledger = fakeLedger({ zone: zoneTable('UTC'), meters: ['A'] });
        await importText(ledger, 'meter,start,wh\nA,2016-06-01T00:00Z,5\nA,2016-06-01T00:15Z,6');
        const correction = 'The meter was read again.';
        const report = await importText(ledger, 'meter,start,wh\nA,2016-06-01T00:15Z,7', { correction });
        expect(report).to.include({ stored: 1, refused: 0 });
        expect(ledger.curves.at(-1)?.correction).to.equal(correction);
        expect(sumOf(ledger)).to.equal(12);
    });

    it('reports exactly the 3 bad rows of 100,000', async () => {
        const names = meters(40);
        const ledger = fakeLedger({ zone: zoneTable('UTC'), meters: names });
        const rows = Array.from({ length: 100_000 }, (_, row) => {
            const time = new Date(Date.UTC(2016, 5, 1) + Math.floor(row / 40) * 900_000).toISOString();
            return `M${String(row % 40)},${time},${String(row % 700)}`;
        });
        const sum = rows.reduce((total, _, row) => total + (row % 700), 0);
        rows[10] = 'M10,2016-06-01T00:00:00.000Z,-10';
        rows[50_000] = 'M0,2016-06-14T00:30:00.000Z,abc';
        rows[99_999] = 'M39,yesterday,5';
        const phases = new Set<ImportProgress['phase']>();
        const report = await importText(ledger, ['meter,start,wh', ...rows].join('\n'), {
            onProgress: ({ phase }) => phases.add(phase),
        });
        expect(problemsOf(report)).to.deep.equal([
            '12 ENERGY_VALUE_NEGATIVE 1',
            '50002 ENERGY_VALUE_NOT_A_NUMBER 1',
            '100001 ENERGY_TIME_UNREADABLE 1',
        ]);
        expect(report).to.include({ readings: 100_000, stored: 99_997, refused: 3 });
        expect(sumOf(ledger)).to.equal(sum - 10 - (50_000 % 700) - (99_999 % 700));
        expect([...phases]).to.deep.equal(['reading', 'delivering']);
    }).timeout(20_000);

    it('lists the first 1,000 problems and counts all', async () => {
        const ledger: FakeLedger = fakeLedger({ zone: zoneTable('UTC'), meters: ['A'] });
        const report = await importText(
            ledger,
            wideFile(['A', 'Z'], '2016-06-01T00:00Z', 2_000, () => '-1'),
        );
        expect(report.problems).to.have.lengthOf(1_001);
        expect(report).to.include({ problemCount: 2_001, refused: 4_000, readings: 4_000 });
        expect(report.refusedByCode).to.deep.equal({ ENERGY_VALUE_NEGATIVE: 2_000, ENERGY_METER_UNKNOWN: 2_000 });
    });
});
