import { zoneTable } from '@quartier/client';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { fakeLedger } from './fake-ledger.js';
import { importText, problemsOf } from './meter-file.js';

/** Imports one value a step and gives what is stored and what is refused of each. */
async function importValues(
    values: readonly string[],
    unit?: 'Wh' | 'kWh' | 'kW',
    delimiter = ';',
): Promise<readonly (number | string)[]> {
    const ledger = fakeLedger({ zone: zoneTable('UTC'), meters: ['A'] });
    const start = Date.parse('2016-06-01T00:00Z');
    const instants = values.map((_, index) => start + index * 900_000);
    const rows = values.map((value, index) => `${new Date(instants[index] ?? 0).toISOString()}${delimiter}${value}`);
    const report = await importText(ledger, [`start${delimiter}A`, ...rows].join('\r\n'), { unit });
    const faults = new Map(report.problems.map(({ line, code }) => [line - 2, code.replace('ENERGY_VALUE_', '')]));
    const stored = ledger.readings.get('A');
    return instants.map((instant, index) => faults.get(index) ?? stored?.get(instant / 1_000) ?? 'gap');
}

describe('Values of a meter file', () => {
    it('takes whole watt-hours only, and an empty cell as a gap', async () => {
        const values = ['0', '130', '12.0', ' 7 ', '', '1e3', '+5', '-0', '-0.0', '12.5', '0.1'];
        expect(await importValues(values)).to.deep.equal([
            0,
            130,
            12,
            7,
            'gap',
            1_000,
            5,
            0,
            0,
            'NOT_WHOLE',
            'NOT_WHOLE',
        ]);
    });

    it('refuses what is not a number, negative or beyond any meter', async () => {
        const values = [
            'n/a',
            '1.234,5',
            '1 000',
            '0x10',
            'NaN',
            'Infinity',
            '.',
            '-1',
            '-1e-9',
            '1099511627776',
            '1099511627777',
            '1e500',
        ];
        const not = 'NOT_A_NUMBER';
        expect(await importValues(values)).to.deep.equal([
            not, not, not, not, not, not, not, 'NEGATIVE', 'NEGATIVE', 2 ** 40, 'TOO_LARGE', 'TOO_LARGE',
        ]); // prettier-ignore
    });

    it('rounds kWh to whole watt-hours, halves up, exactly', async () => {
        const values = ['0.0005', '0.000499999999999999999999', '1.0015', '0,124', '1e-400', '2.675e-3', '00012.5'];
        expect(await importValues(values, 'kWh')).to.deep.equal([1, 0, 1_002, 124, 0, 3, 12_500]);
    });

    it('takes kW as the mean over the step', async () => {
        expect(await importValues(['0.124000', '0.002', '0.001999', '0,01'], 'kW')).to.deep.equal([31, 1, 0, 3]);
    });

    it('refuses a decimal comma where the comma separates columns', async () => {
        expect(await importValues(['"0,5"'], 'kWh', ',')).to.deep.equal(['NOT_A_NUMBER']);
    });

    it('agrees with exact fractions on any decimal', async () => {
        const decimals = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.integer({ min: 0, max: 20 }));
        await fc.assert(
            fc.asyncProperty(fc.array(decimals, { minLength: 20, maxLength: 60 }), async (drawn) => {
                const texts = drawn.map(([digits, places]) => {
                    const text = digits.toString().padStart(places + 1, '0');
                    return `${text.slice(0, text.length - places)}.${text.slice(text.length - places)}`;
                });
                const expected = drawn.map(([digits, places]) => {
                    const unit = 10n ** BigInt(places);
                    const wh = (digits * 250n * 2n + unit) / (2n * unit);
                    return wh > 2n ** 40n ? 'TOO_LARGE' : Number(wh);
                });
                expect(await importValues(texts, 'kW')).to.deep.equal(expected);
            }),
            { numRuns: 20 },
        );
    });

    it('reads qualities in English and French and keeps them with the curve', async () => {
        const ledger = fakeLedger({ zone: zoneTable('UTC'), meters: ['A'] });
        const words = ['measured', 'estimated', 'E', 'Réel', 'corrigé', 'Corrected', '', 'guessed'];
        const rows = words.map((word, index) => `A,2016-06-01T0${String(index)}:00Z,5,${word}`);
        const report = await importText(ledger, ['meter,start,wh,quality', ...rows].join('\n'));
        expect(problemsOf(report)).to.deep.equal(['9 ENERGY_QUALITY_UNKNOWN 1']);
        expect(ledger.curves[0]?.qualities).to.deep.equal([
            [4, 1, 'estimated'],
            [8, 1, 'estimated'],
            [16, 1, 'corrected'],
            [20, 1, 'corrected'],
        ]);
    });
});
