import type { Figure, Measure } from '../measure.js';
import { inOwnProcess, type ColdAndWarm } from '../own-process.js';

const MEMBERS = 1_000;
const PRODUCERS = 20;
const TARGET_MS = 100;

/** A day's allocation by the rules alone, against the same shares in floating point, which add up to nothing exact. */
export const allocation: Measure = {
    name: 'allocation',
    conditions: `${String(MEMBERS)} members, ${String(PRODUCERS)} of them producers, 96 steps, pro rata; each kind in a process of its own`,
    run: async ({ quick, progress }) => {
        progress('allocating a day');
        const rounds = quick ? 5 : 30;
        const exact = await timesOf('exact', rounds);
        const floating = await timesOf('floating', rounds);
        return [
            figure('a day allocated, who supplied whom included, cold', exact.coldMs, floating.coldMs),
            figure('a day allocated, who supplied whom included, warm', exact.warmMs, floating.warmMs),
        ];
    },
};

function figure(what: string, value: number, floating: number): Figure {
    return {
        what,
        value,
        unit: 'ms',
        baseline: { what: 'the same in floating point, unrounded', value: floating },
        target: { what: `under ${String(TARGET_MS)} ms`, reached: value < TARGET_MS },
    };
}

function timesOf(kind: 'exact' | 'floating', rounds: number): Promise<ColdAndWarm> {
    return inOwnProcess('allocation-process', kind, MEMBERS, PRODUCERS, rounds);
}
