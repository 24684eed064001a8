import type { Figure, Measure } from '../measure.js';
import type { NettingTimes } from '../netting-process.js';
import { inOwnProcess } from '../own-process.js';

const PARTICIPANTS = 1_000;
const OBLIGATIONS = 100_000;
const TARGET_MS = 1_000;

/** Nets by the rules alone against the same sums in floating point, and the largest set-off against the nets. */
export const mobilityNetting: Measure = {
    name: 'mobility-netting',
    conditions: `${String(OBLIGATIONS)} obligations among ${String(PARTICIPANTS)} participants, random pairs, in a process of its own`,
    run: async ({ quick, progress }) => {
        progress('netting');
        const rounds = quick ? 3 : 15;
        const times = await inOwnProcess<NettingTimes>('netting-process', PARTICIPANTS, OBLIGATIONS, rounds);
        const nets = { what: 'the nets', value: times.netsMs };
        return [
            {
                what: 'nets',
                value: times.netsMs,
                unit: 'ms',
                baseline: { what: 'the same sums in floating point', value: times.netsInFloatsMs },
                target: { what: `under ${String(TARGET_MS)} ms`, reached: times.netsMs < TARGET_MS },
            },
            figure('direct transfers, largest first', times.transfersMs, nets),
            figure('the largest set-off, found and proven', times.setOffMs, nets),
            figure('the proof of a set-off checked', times.proofMs, nets),
        ];
    },
};

function figure(what: string, value: number, baseline: Figure['baseline']): Figure {
    return { what, value, unit: 'ms', baseline };
}
