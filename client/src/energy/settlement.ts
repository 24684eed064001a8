import { randomUUID } from 'node:crypto';

import {
    energyLimits,
    type Day,
    type DayGap,
    type DayOutcome,
    type GapPolicy,
    type SettleDaysReply,
    type SettleDaysRequest,
} from '@quartier/rules/energy';
import { daysBetween } from '@quartier/rules/units';

import { mapConcurrently, Refusal } from '../gateway/index.js';

export interface SettlementRange {
    readonly community: string;
    readonly from: Day;
    /** Last day, included. */
    readonly to: Day;
    /** What to do with a step without a reading. Default `refuse`. */
    readonly gaps?: GapPolicy;
    /** The same after a lost reply reports what it settled. Default a new one. */
    readonly runId?: string;
    readonly onProgress?: (progress: SettlementProgress) => void;
}

/** What became of one day; where readings are missing, of which meters. */
export interface SettledDayOutcome extends DayOutcome {
    readonly missing?: readonly DayGap[];
}

export interface SettlementProgress {
    readonly done: number;
    readonly days: number;
    /** Days of the last transaction. */
    readonly outcomes: readonly DayOutcome[];
}

export interface SettlementReport {
    readonly runId: string;
    readonly settled: number;
    readonly refused: number;
    /** In order of day. */
    readonly days: readonly SettledDayOutcome[];
}

/** What a settlement needs of the energy area; its typed client is one. */
export interface SettlementLedger {
    settleDays(days: SettleDaysRequest): Promise<SettleDaysReply>;
    dayGaps(community: string, day: Day): Promise<readonly DayGap[]>;
}

/** Evaluations in flight while the gaps of refused days are looked up. */
const LOOKUPS = 4;

/**
 * Settles a range of days in order, as many in a transaction as fit: a transaction that would be too large is sent
 * again in halves.
 */
export async function settleRange(ledger: SettlementLedger, range: SettlementRange): Promise<SettlementReport> {
    const runId = range.runId ?? randomUUID();
    const days = daysBetween(range.from, range.to);
    const outcomes: DayOutcome[] = [];
    let size: number = energyLimits.daysPerSettlement;
    while (outcomes.length < days.length) {
        const part = days.slice(outcomes.length, outcomes.length + size);
        const reply = await settlePart(ledger, range, runId, part);
        if (reply === undefined) {
            size = Math.floor(part.length / 2);
            continue;
        }
        outcomes.push(...reply.days);
        range.onProgress?.({ done: outcomes.length, days: days.length, outcomes: reply.days });
    }
    const settled = outcomes.filter(({ outcome }) => outcome === 'settled').length;
    return {
        runId,
        settled,
        refused: outcomes.length - settled,
        days: await mapConcurrently(outcomes, LOOKUPS, (outcome) => withMissing(ledger, range.community, outcome)),
    };
}

/** Undefined when the part must be cut; a day that is too large by itself is refused like any other. */
async function settlePart(
    ledger: SettlementLedger,
    { community, gaps = 'refuse' }: SettlementRange,
    runId: string,
    part: readonly Day[],
): Promise<SettleDaysReply | undefined> {
    const [from] = part;
    const to = part.at(-1);
    if (from === undefined || to === undefined) throw new RangeError('No day to settle');
    try {
        return await ledger.settleDays({ community, runId, from, to, gaps });
    } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'ENERGY_SETTLEMENT_TOO_LARGE') throw error;
        if (part.length > 1) return undefined;
        const details = error.details as Readonly<Record<string, string | number>>;
        return { days: [{ day: from, outcome: 'refused', code: error.code, details }] };
    }
}

async function withMissing(
    ledger: SettlementLedger,
    community: string,
    outcome: DayOutcome,
): Promise<SettledDayOutcome> {
    if (outcome.code !== 'ENERGY_DAY_HAS_GAPS') return outcome;
    return { ...outcome, missing: await ledger.dayGaps(community, outcome.day) };
}
