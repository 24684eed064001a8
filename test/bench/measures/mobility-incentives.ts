import type { IncentiveKind } from '../incentives-process.js';
import type { Figure, Measure } from '../measure.js';
import { inOwnProcess, type ColdAndWarm } from '../own-process.js';

const JOURNEYS = 100_000;
const TARGET_A_SECOND = 50_000;

/** Journeys judged by the rules alone, with reasons and limits and exact, against a campaign in floating point. */
export const mobilityIncentives: Measure = {
    name: 'mobility-incentives',
    conditions: `${String(JOURNEYS)} journeys of 3,000 drivers in a month, a campaign of ten requirements and four limits; each kind in a process of its own`,
    run: async ({ quick, progress }) => {
        progress('judging journeys');
        const rounds = quick ? 2 : 7;
        const campaign = await ratesOf('campaign', rounds);
        const findings = await ratesOf('findings', rounds);
        const floating = await ratesOf('floating', rounds);
        return [
            figure('journeys judged and paid, cold', campaign.cold, floating.cold),
            figure('journeys judged and paid, warm', campaign.warm, floating.warm),
            figure('journeys held against ten others of their riders, warm', findings.warm, floating.warm),
        ];
    },
};

function figure(what: string, value: number, floating: number): Figure {
    return {
        what,
        value,
        unit: 'a second',
        baseline: { what: 'one amount and one limit in floating point', value: floating },
        target: { what: `over ${String(TARGET_A_SECOND)} a second`, reached: value > TARGET_A_SECOND },
    };
}

/** Journeys a second. */
async function ratesOf(kind: IncentiveKind, rounds: number): Promise<{ readonly cold: number; readonly warm: number }> {
    const { coldMs, warmMs } = await inOwnProcess<ColdAndWarm>('incentives-process', kind, JOURNEYS, rounds);
    return { cold: (JOURNEYS * 1_000) / coldMs, warm: (JOURNEYS * 1_000) / warmMs };
}
