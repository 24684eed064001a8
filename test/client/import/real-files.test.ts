import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { importReadings, type ImportOptions, type ImportReport, zoneTable } from '@quartier/client';
import { expect } from 'chai';
import { type FakeLedger, fakeLedger, sumOf } from './fake-ledger.js';
import { problemsOf } from './meter-file.js';

const FOLDER = path.resolve('..', 'shared', 'data', 'energy');

interface Imported {
    readonly ledger: FakeLedger;
    readonly report: ImportReport;
}

async function importFile(name: string, zone: string, options: Partial<ImportOptions> = {}): Promise<Imported> {
    const file = path.join(FOLDER, name);
    const header = /^.*/u.exec(readFileSync(file, 'utf8'))?.[0] ?? '';
    const ledger = fakeLedger({ zone: zoneTable(zone), meters: header.trim().split(',').slice(1) });
    const report = await importReadings({ energy: ledger, community: 'confluence', file, ...options });
    return { ledger, report };
}

describe('Meter files of real and benchmark districts', function () {
    this.timeout(30_000);

    before(function () {
        if (existsSync(FOLDER)) return;
        process.stdout.write('      Not run: the data files of other districts are not beside the repository.\n');
        this.skip();
    });

    it('reads a June of 119 SimBench meters as UTC', async () => {
        const { ledger, report } = await importFile('simbench_urban6_15min_2016-06.csv', 'Europe/Paris', {
            zone: 'UTC',
        });
        expect(report).to.include({ readings: 119 * 2_880, stored: 119 * 2_880, refused: 0, transactions: 2 });
        expect(sumOf(ledger)).to.equal(34_550_496 + 10_712_357);
    });

    it('reports the 4 lines of Zonnedael that are in the hour spring skipped in 2013', async () => {
        const { report } = await importFile('zonnedael_load_15min_2013H1.csv', 'Europe/Amsterdam');
        expect(problemsOf(report)).to.deep.equal(
            [8_554, 8_555, 8_556, 8_557].map((line) => `${String(line)} ENERGY_TIME_DOES_NOT_EXIST 56`),
        );
        expect(report).to.include({ readings: 17_376 * 56, stored: 17_372 * 56, transactions: 6 });
    });

    it('reads kW of Belgian roofs exactly and reports the one that is negative', async () => {
        const { ledger, report } = await importFile('belgium_pv_15min_2024H1.csv', 'Europe/Brussels', { unit: 'kW' });
        expect(problemsOf(report)).to.deep.equal(['14234 ENERGY_VALUE_NEGATIVE 1']);
        expect(report.stored).to.equal(15_456 * 4 - 1);
        expect(sumOf(ledger)).to.equal(4_093_994);
    });

    it('reads times without a year when the year is given', async () => {
        const options = { year: 2013, zone: 'UTC+2' };
        const { report } = await importFile('composite_acc_15min_apr-jun.csv', 'Europe/Amsterdam', options);
        expect(report).to.include({ refused: 0, problemCount: 0 });
        expect(report.stored).to.equal(report.readings);
    });
});
