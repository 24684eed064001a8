import type { Figure, Measure } from '../measure.js';
import { inOwnProcess, type ColdAndWarm } from '../own-process.js';
import type { PricingKind } from '../pricing-process.js';

const LEGS = 100_000;
const TARGET_MS = 2_000;

/** Legs priced by the rules alone, with every line and exact, against the same price in floating point. */
export const mobilityPricing: Measure = {
    name: 'mobility-pricing',
    conditions: `${String(LEGS)} legs of one tariff with a base price, three segments and a maximum; each kind in a process of its own`,
    run: async ({ quick, progress }) => {
        progress('pricing legs');
        const rounds = quick ? 2 : 9;
        const exact = await timesOf('exact', rounds);
        const capped = await timesOf('capped', rounds);
        const floating = await timesOf('floating', rounds);
        return [
            figure('legs priced, cold', exact.coldMs, floating.coldMs),
            figure('legs priced, warm', exact.warmMs, floating.warmMs),
            figure('legs priced with peak hours and a cap of the day, warm', capped.warmMs, floating.warmMs),
        ];
    },
};

function figure(what: string, value: number, floating: number): Figure {
    return {
        what,
        value,
        unit: 'ms',
        baseline: { what: 'the same in floating point, without lines, tax and rounding', value: floating },
        target: { what: `under ${String(TARGET_MS)} ms`, reached: value < TARGET_MS },
    };
}

function timesOf(kind: PricingKind, rounds: number): Promise<ColdAndWarm> {
    return inOwnProcess('pricing-process', kind, LEGS, rounds);
}
