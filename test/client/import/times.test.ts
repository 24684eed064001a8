import { UnknownZone, UnusableFile, zoneTable } from '@quartier/client';
import { expect } from 'chai';
import { type FakeLedger, fakeLedger } from './fake-ledger.js';
import { at, importText, problemsOf } from './meter-file.js';

const paris = (meters: readonly string[] = ['A', 'B']): FakeLedger =>
    fakeLedger({ zone: zoneTable('Europe/Paris'), meters });

describe('Times of a meter file', () => {
    const sameInstant: readonly (readonly [string, object])[] = [
        ['2016-06-01T00:00', {}],
        ['2016-06-01 00:00', {}],
        ['2016-06-01T00:00:00', {}],
        ['2016-06-01T00:00:00.000', {}],
        ['2016-05-31T22:00Z', {}],
        ['2016-05-31T22:00:00Z', {}],
        ['2016-06-01T00:00+02:00', {}],
        ['2016-06-01 00:00:00+0200', {}],
        ['01/06/2016 00:00', {}],
        ['1-6-2016 00:00', {}],
        ['1/6/2016 0:00:00', {}],
        ['6/1/2016 0:00', { dateFormat: 'M/d/yyyy H:mm' }],
        ['20160601 0000', { dateFormat: 'yyyyMMdd HHmm' }],
        ['1 Jun 2016, 12:00 AM', { dateFormat: 'd LLL yyyy, h:mm a' }],
        ['31.05.2016 22:00 +00:00', { dateFormat: 'dd.MM.yyyy HH:mm ZZ' }],
        ['06-01T00:00', { year: 2016 }],
        ['01/06 00:00', { year: 2016 }],
        ['06-01 00h00', { year: 2016, dateFormat: "MM-dd HH'h'mm" }],
        ['2016-05-31 22:00', { zone: 'UTC' }],
        ['2016-05-31 23:00', { zone: 'UTC+1' }],
    ];
    for (const [text, options] of sameInstant) {
        it(`reads ${text} with ${JSON.stringify(options)}`, async () => {
            const ledger = paris();
            const report = await importText(ledger, `start\tA\n${text}\t12\n`, options);
            expect(problemsOf(report)).to.deep.equal([]);
            expect([...(ledger.readings.get('A') ?? [])]).to.deep.equal([[at('2016-05-31T22:00Z'), 12]]);
        });
    }

    it('reports the hour that spring skips, line by line, and stores the rest', async () => {
        const rows = ['01:45', '02:00', '02:15', '02:30', '02:45', '03:00'].map((time) => `2016-03-27 ${time},1,2`);
        const ledger = paris();
        const report = await importText(ledger, ['start,A,B', ...rows].join('\n'));
        expect(problemsOf(report)).to.deep.equal(
            [3, 4, 5, 6].map((line) => `${String(line)} ENERGY_TIME_DOES_NOT_EXIST 2`),
        );
        expect(report.problems[0]?.message).to.equal(
            '2016-03-27 02:00 does not exist in Europe/Paris: clocks were put forward over it.',
        );
        expect([...(ledger.readings.get('A') ?? []).keys()]).to.deep.equal([
            at('2016-03-27T00:45Z'),
            at('2016-03-27T01:00Z'),
        ]);
        expect({ stored: report.stored, refused: report.refused }).to.deep.equal({ stored: 4, refused: 8 });
    });

    it('takes the hour that autumn repeats as summer time first, then winter time', async () => {
        const hour = ['02:00', '02:15', '02:30', '02:45'];
        const rows = ['01:45', ...hour, ...hour, '03:00'].map((time, index) => `30/10/2016 ${time};${String(index)}`);
        const ledger = paris();
        const report = await importText(ledger, ['start;A', ...rows].join('\n'));
        expect(report.problemCount).to.equal(0);
        const expected = rows.map((_, index) => [at('2016-10-29T23:45Z') + index * 900, index]);
        expect([...(ledger.readings.get('A') ?? [])]).to.deep.equal(expected);
    });

    it('follows the repeated hour meter by meter in a long file', async () => {
        const rows = ['A', 'B', 'A', 'B'].map((meter, index) => `${meter},2016-10-30T02:00,${String(index)}`);
        const ledger = paris();
        await importText(ledger, ['meter,start,wh', ...rows].join('\n'));
        const [summer, winter] = [at('2016-10-30T00:00Z'), at('2016-10-30T01:00Z')];
        expect([...(ledger.readings.get('A') ?? [])]).to.deep.equal([
            [summer, 0],
            [winter, 2],
        ]);
        expect([...(ledger.readings.get('B') ?? [])]).to.deep.equal([
            [summer, 1],
            [winter, 3],
        ]);
    });

    it('reports what is off the step, unreadable or outside the zone table', async () => {
        const rows = [
            '2016-06-01 00:00',
            '2016-06-01 00:05',
            '2016-06-01 00:15:01',
            '2016-06-31 00:00',
            'total',
            '1999-12-31 00:00',
        ];
        const report = await importText(paris(), ['start,A,B', ...rows.map((time) => `${time},1,2`)].join('\n'));
        expect(problemsOf(report)).to.deep.equal([
            '3 ENERGY_TIME_OFF_STEP 2',
            '4 ENERGY_TIME_OFF_STEP 2',
            '5 ENERGY_TIME_UNREADABLE 2',
            '6 ENERGY_TIME_UNREADABLE 2',
            '7 ENERGY_TIME_OUTSIDE_ZONE 2',
        ]);
    });

    it('stands on the step in force in its part of a month, one curve a part', async () => {
        const ledger = fakeLedger({
            zone: zoneTable('Europe/Paris'),
            meters: ['A'],
            parameters: [
                { from: '2016-01-01', stepMinutes: 60, rule: 'prorata' },
                { from: '2016-06-15', stepMinutes: 30, rule: 'prorata' },
            ],
        });
        const times = ['2016-06-14 23:00', '2016-06-14 23:30', '2016-06-15 00:00', '2016-06-15 00:30'];
        const report = await importText(ledger, ['start,A', ...times.map((time) => `${time},1`)].join('\n'), {
            unit: 'kW',
        });
        expect(problemsOf(report)).to.deep.equal(['3 ENERGY_TIME_OFF_STEP 1']);
        expect([...(ledger.readings.get('A') ?? []).values()]).to.deep.equal([1_000, 500, 500]);
        expect(ledger.curves.map(({ stepMinutes }) => stepMinutes)).to.deep.equal([60, 30]);
    });

    const unusable: readonly (readonly [string, string, object, string])[] = [
        ['dates it cannot tell', 'start,A\nJune 1,1\nJune 2,1', {}, 'ENERGY_DATE_FORMAT_UNKNOWN'],
        ['dates that can only have the month first', 'start,A\n6/30/2016 0:00,1', {}, 'ENERGY_DATE_FORMAT_AMBIGUOUS'],
        [
            'dates that jump unless the month is first',
            'start,A\n6/1/2016 23:30,1\n6/1/2016 23:45,1\n6/2/2016 0:00,1',
            {},
            'ENERGY_DATE_FORMAT_AMBIGUOUS',
        ],
        ['times without a year', 'start,A\n06-01T00:00,1', {}, 'ENERGY_YEAR_MISSING'],
        ['a format without a year', 'start,A\n01/06 00:00,1', { dateFormat: 'dd/MM HH:mm' }, 'ENERGY_YEAR_MISSING'],
        [
            'a format without an hour',
            'start,A\n01/06/2016,1',
            { dateFormat: 'dd/MM/yyyy' },
            'ENERGY_DATE_FORMAT_INVALID',
        ],
        [
            'a format that no row has',
            'start,A\n2016-06-01 00:00,1',
            { dateFormat: 'd/M/yyyy H:mm' },
            'ENERGY_FILE_WITHOUT_ROWS',
        ],
    ];
    for (const [what, text, options, code] of unusable) {
        it(`refuses a file with ${what}`, async () => {
            const ledger = paris();
            const failure: unknown = await importText(ledger, text, options).catch((error: unknown) => error);
            expect(failure).to.be.instanceOf(UnusableFile).with.property('code', code);
            expect(ledger.transactions).to.deep.equal([]);
        });
    }

    for (const minutes of [5, 60]) {
        it(`refuses a file whose rows are ${String(minutes)} minutes apart where steps are 15`, async () => {
            const times = Array.from(
                { length: 48 },
                (_, row) => new Date(Date.UTC(2016, 5, 1) + row * minutes * 60_000),
            );
            const text = ['start,A', ...times.map((time) => `${time.toISOString()},1`)].join('\n');
            const failure: unknown = await importText(paris(), text).catch((error: unknown) => error);
            expect(failure).to.be.instanceOf(UnusableFile).with.property('code', 'ENERGY_FILE_STEP_DIFFERS');
        });
    }

    it('refuses a zone that does not exist', async () => {
        const failure: unknown = await importText(paris(), 'start,A\n2016-06-01 00:00,1', { zone: 'Mars' }).catch(
            (error: unknown) => error,
        );
        expect(failure).to.be.instanceOf(UnknownZone);
    });
});
