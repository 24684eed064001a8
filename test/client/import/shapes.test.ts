import { importReadings, UnusableFile, zoneTable } from '@quartier/client';
import { expect } from 'chai';
import { type FakeLedger, fakeLedger, sumOf } from './fake-ledger.js';
import { importText, problemsOf } from './meter-file.js';

const area = (meters: readonly string[] = ['A', 'B', 'Bâtiment 3', 'Shop, quai']): FakeLedger =>
    fakeLedger({ zone: zoneTable('Europe/Paris'), meters });

describe('Shapes of a meter file', () => {
    for (const [name, delimiter] of [
        ['commas', ','],
        ['semicolons', ';'],
        ['tabs', '\t'],
    ] as const) {
        it(`reads columns separated by ${name}, whatever the first is called`, async () => {
            const ledger = area();
            const rows = [
                ['Horodate', 'B', 'A'],
                ['2016-06-01 00:00', '1', '2'],
                ['2016-06-01 00:15', '3', ''],
            ];
            const report = await importText(ledger, rows.map((row) => row.join(delimiter)).join('\r\n'));
            expect(problemsOf(report)).to.deep.equal([]);
            expect([...(ledger.readings.get('B') ?? []).values()]).to.deep.equal([1, 3]);
            expect({ stored: report.stored, gaps: report.gaps }).to.deep.equal({ stored: 3, gaps: 1 });
        });
    }

    it('reads a long file whatever the order of its columns, in the unit of its value column', async () => {
        const ledger = area();
        await importText(ledger, 'start;kWh;meter\n01/06/2016 00:00;0,5;A\n01/06/2016 00:00;1;B');
        expect(sumOf(ledger)).to.equal(1_500);
        const named = area();
        await importText(named, 'meter,start,value\nA,2016-06-01T00:00Z,2', { unit: 'kW' });
        expect(sumOf(named)).to.equal(500);
    });

    it('reads byte order marks, the code page of Windows, UTF-16 and quoted names', async () => {
        const text = 'start;Bâtiment 3;"Shop, quai"\n2016-06-01 00:00;5;6\n';
        for (const bytes of [
            Buffer.from(`\ufeff${text}`, 'utf8'),
            Buffer.from(text, 'latin1'),
            Buffer.from(`\ufeff${text}`, 'utf16le'),
        ]) {
            const ledger = area();
            const report = await importText(ledger, bytes);
            expect(problemsOf(report)).to.deep.equal([]);
            expect(sumOf(ledger)).to.equal(11);
        }
    });

    it('reads cells in quotes, with delimiters and quotes inside', async () => {
        const ledger = area(['Shop "Quai", 2', 'A']);
        const report = await importText(ledger, '"start","Shop ""Quai"", 2","A"\n"2016-06-01 00:00","5",""\n');
        expect(problemsOf(report)).to.deep.equal([]);
        expect([...ledger.readings.keys()]).to.deep.equal(['Shop "Quai", 2']);
        expect(report).to.include({ stored: 1, gaps: 1 });
    });

    it('passes over empty lines and empty columns at the end', async () => {
        const report = await importText(area(), '\nstart,A,\n\n2016-06-01 00:00,5,\n,,\n2016-06-01 00:15,6,,,\n\n');
        expect(problemsOf(report)).to.deep.equal([]);
        expect(report.stored).to.equal(2);
    });

    it('reports an unknown meter once for its column, with the readings it cost', async () => {
        const report = await importText(area(), 'start,A,Z,A,\n2016-06-01 00:00,1,2,9,7\n2016-06-01 00:15,3,4,,\n');
        expect(problemsOf(report)).to.deep.equal([
            '1 ENERGY_METER_UNKNOWN 2',
            '1 ENERGY_COLUMN_TWICE 1',
            '1 ENERGY_COLUMN_UNNAMED 1',
        ]);
        expect(report.problems[0]).to.include({ meter: 'Z' });
        expect({ readings: report.readings, stored: report.stored }).to.deep.equal({ readings: 6, stored: 2 });
    });

    it('reports an unknown meter of a long file by line', async () => {
        const report = await importText(area(), 'meter,start,wh\nA,2016-06-01T00:00,1\nZ,2016-06-01T00:00,1\n');
        expect(problemsOf(report)).to.deep.equal(['3 ENERGY_METER_UNKNOWN 1']);
    });

    it('reports a row with too few or too many columns, and one with an open quote, alone', async () => {
        const rows = [
            '2016-06-01 00:00,1,2',
            '2016-06-01 00:15,1',
            '2016-06-01 00:30,1,2,3',
            '2016-06-01 00:45,"1,2',
            '2016-06-01 01:00,1,2',
        ];
        const report = await importText(area(), ['start,A,B', ...rows].join('\n'));
        expect(problemsOf(report)).to.deep.equal([
            '3 ENERGY_ROW_INCOMPLETE 1',
            '4 ENERGY_ROW_INCOMPLETE 3',
            '5 FILE_ROW_UNREADABLE 1',
        ]);
        expect(report.stored).to.equal(4);
    });

    it('keeps the first of two different readings of a step and names both lines', async () => {
        const rows = ['2016-06-01 00:00,1,2', '2016-06-01 00:15,3,', '2016-06-01 00:00,1,9', '2016-06-01 00:15,,4'];
        const ledger = area();
        const report = await importText(ledger, ['start,A,B', ...rows].join('\n'));
        expect(problemsOf(report)).to.deep.equal(['4 ENERGY_READING_TWICE 1']);
        expect(report.problems[0])
            .to.include({ meter: 'B' })
            .and.deep.include({ details: { firstLine: 2 } });
        expect([...(ledger.readings.get('B') ?? []).values()]).to.deep.equal([2, 4]);
        expect(report.unchanged).to.equal(1);
    });

    it('speaks French when asked', async () => {
        const report = await importText(area(), 'start,A\n2016-06-01 00:00,-1', { language: 'fr' });
        expect(report.problems[0]?.message).to.equal("-1 est négatif. L'énergie d'un pas est nulle ou positive.");
    });

    const unusable: readonly (readonly [string, string | Uint8Array, string])[] = [
        ['is empty', '', 'FILE_EMPTY'],
        ['has only empty lines', ' \n\n', 'FILE_EMPTY'],
        ['is not text', Buffer.from('PK\u0003\u0004\u0000\u0000'), 'FILE_NOT_TEXT'],
        ['has no columns', 'start\n2016-06-01 00:00\n', 'ENERGY_FILE_WITHOUT_COLUMNS'],
        ['has no first line of names', '2016-06-01 00:00,1,2\n2016-06-01 00:15,1,2\n', 'ENERGY_FILE_WITHOUT_HEADER'],
        ['has no rows', 'start,A\n', 'ENERGY_FILE_HAS_NO_READINGS'],
        ['has only rows of other widths', 'start,A\n2016-06-01 00:00\n5\n', 'ENERGY_FILE_WITHOUT_ROWS'],
    ];
    for (const [what, content, code] of unusable) {
        it(`refuses a file that ${what}`, async () => {
            const failure: unknown = await importText(area(), content).catch((error: unknown) => error);
            expect(failure).to.be.instanceOf(UnusableFile).with.property('code', code);
        });
    }

    it('refuses a path where no file is, or a directory', async () => {
        for (const [file, code] of [
            ['/nowhere.csv', 'FILE_MISSING'],
            ['/', 'FILE_IS_A_DIRECTORY'],
        ] as const) {
            const attempt = importReadings({ energy: area(), community: 'confluence', file });
            const failure: unknown = await attempt.catch((error: unknown) => error);
            expect(failure).to.be.instanceOf(UnusableFile).with.property('code', code);
        }
    });
});
