import { latestReadings, mergeCurve, packValues, readCurve, type Curve } from '@quartier/rules/energy';
import { expect } from 'chai';

import { paris, utc } from '../../support/paris.js';
import { refusalOf } from '../../support/refused.js';

const start = utc('2016-05-31T22:00:00');
const june = {
    zone: paris,
    month: '2016-06',
    parameters: [
        { from: '2016-05-01', stepMinutes: 15, rule: 'prorata' },
        { from: '2016-06-20', stepMinutes: 30, rule: 'prorata' },
    ],
} as const;
const curve: Curve = { meter: 'shop', start, stepMinutes: 15, values: packValues([1, null, 3]) };

describe('a delivered curve', () => {
    it('is read where it stands in the month and on its step', () => {
        expect(readCurve(curve, june)).to.deep.equal([1, null, 3]);
    });

    it('may precede the first parameters, on their step', () => {
        const early = { ...curve, start: utc('2016-04-10T10:00:00') };
        expect(readCurve(early, { ...june, month: '2016-04' })).to.deep.equal([1, null, 3]);
    });

    it('is refused outside the month, be it by one step', () => {
        for (const at of [start - 900, utc('2016-06-30T21:30:00')]) {
            expect(refusalOf(() => readCurve({ ...curve, start: at }, june))).to.deep.equal({
                code: 'ENERGY_CURVE_OUTSIDE_MONTH',
                details: { month: '2016-06' },
            });
        }
    });

    it('is refused off the time step, or on one that is not in force', () => {
        const offGrid = [
            { ...curve, start: start + 300 },
            { ...curve, stepMinutes: 60 },
            { ...curve, start: utc('2016-06-25T10:00:00') },
            { ...curve, start: utc('2016-06-19T21:45:00') },
        ] as const;
        for (const its of offGrid) {
            expect(refusalOf(() => readCurve(its, june)).code).to.equal('ENERGY_CURVE_OFF_GRID');
        }
        expect(readCurve({ ...curve, start: utc('2016-06-25T10:00:00'), stepMinutes: 30 }, june)).to.have.length(3);
    });

    it('is refused where values or qualities cannot be read', () => {
        const invalid: Partial<Curve>[] = [
            { values: '!' },
            { qualities: [[2, 2, 'estimated']] },
            {
                qualities: [
                    [1, 1, 'estimated'],
                    [0, 1, 'corrected'],
                ],
            },
        ];
        for (const its of invalid) {
            expect(refusalOf(() => readCurve({ ...curve, ...its }, june)).code).to.equal('ENERGY_CURVE_INVALID');
        }
    });
});

describe('merging a curve', () => {
    const stored = [
        { start, values: [1, 2, null, 4] },
        { start: start + 900, values: [20, null] },
    ];
    const open = (): boolean => false;
    const base = { stored, stepMinutes: 15, settled: open, correction: false } as const;

    it('reads of each step the latest version that has it', () => {
        const readings = latestReadings(stored, { start: start - 900, steps: 6, stepMinutes: 15 });
        expect(readings).to.deep.equal([null, 1, 20, null, 4, null]);
        expect(latestReadings(stored, { start: start + 2_700, steps: 1, stepMinutes: 15 })).to.deep.equal([4]);
    });

    it('stores what is new and leaves what is there', () => {
        const merged = mergeCurve({ ...base, incoming: { start, values: [1, 20, 3, 4, null] } });
        expect(merged).to.deep.equal({
            toStore: [null, null, 3, null, null],
            storedSteps: 1,
            unchangedSteps: 3,
            refused: [],
        });
    });

    it('stores nothing of the same curve again', () => {
        const merged = mergeCurve({ ...base, incoming: { start, values: [1, 20, null, 4] } });
        expect(merged.toStore).to.equal(null);
        expect(merged.unchangedSteps).to.equal(3);
    });

    it('refuses another reading, in runs, and stores the rest', () => {
        const merged = mergeCurve({ ...base, incoming: { start, values: [9, 9, 3, 9] } });
        expect(merged.refused).to.deep.equal([
            { code: 'ENERGY_READING_DIFFERS', start, steps: 2 },
            { code: 'ENERGY_READING_DIFFERS', start: start + 2_700, steps: 1 },
        ]);
        expect(merged.toStore).to.deep.equal([null, null, 3, null]);
    });

    it('stores another reading where it is a correction', () => {
        const merged = mergeCurve({ ...base, correction: true, incoming: { start, values: [9, 20] } });
        expect(merged.toStore).to.deep.equal([9, null]);
        expect(merged.refused).to.deep.equal([]);
    });

    it('refuses what would change a settled day, a correction too, but not what was settled', () => {
        for (const correction of [false, true]) {
            const merged = mergeCurve({
                ...base,
                correction,
                settled: (instant) => instant < start + 2_700,
                incoming: { start, values: [1, 9, 3, 4, 5] },
            });
            expect(merged.refused).to.deep.equal([
                { code: 'ENERGY_READING_AFTER_CLOSE', start: start + 900, steps: 2 },
            ]);
            expect(merged.toStore).to.deep.equal([null, null, null, null, 5]);
            expect(merged.unchangedSteps).to.equal(2);
        }
    });
});
