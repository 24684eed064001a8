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
 * Settles a range of days in order, as many in a transaction as fit: one that would be too large is sent again with as
 * many days as the ledger says have room, or half.
 */
export async function settleRange(ledger: SettlementLedger, range: SettlementRange): Promise<SettlementReport> {
    const runId = range.runId ?? randomUUID();
    const days = daysBetween(range.from, range.to);
    const outcomes: DayOutcome[] = [];
    let size: number = energyLimits.daysPerSettlement;
    while (outcomes.length < days.length) {
        const part = days.slice(outcomes.length, outcomes.length + size);
        const reply = await settlePart(ledger, range, runId, part);
        if (!('days' in reply)) {
            size = reply.mostDays;
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

/** Too many days for one transaction. */
interface TooLarge {
    readonly mostDays: number;
}

/** A day that is too large by itself is refused like any other. */
async function settlePart(
    ledger: SettlementLedger,
    { community, gaps = 'refuse' }: SettlementRange,
    runId: string,
    part: readonly Day[],
): Promise<SettleDaysReply | TooLarge> {
    const [from] = part;
    const to = part.at(-1);
    if (from === undefined || to === undefined) throw new RangeError('No day to settle');
    try {
        return await ledger.settleDays({ community, runId, from, to, gaps });
    } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'ENERGY_SETTLEMENT_TOO_LARGE') throw error;
        if (part.length > 1) return { mostDays: daysWithRoom(part.length, error.details) };
        const details = error.details as Readonly<Record<string, string | number>>;
        return { days: [{ day: from, outcome: 'refused', code: error.code, details }] };
    }
}

/** Bytes grow with the days, so what some of them take tells how many fit; keys do not, for a curve is of many days. */
function daysWithRoom(sent: number, { unit, days, size, limit }: Refusal['details']): number {
    const fitting = unit === 'bytes' ? (Number(days) * Number(limit) * SHARE_PLANNED) / Number(size) : sent / 2;
    return Math.max(1, Math.floor(Math.min(fitting, sent - 1)));
}
/** Some days are larger than those before them. */
const SHARE_PLANNED = 0.9;

async function withMissing(
    ledger: SettlementLedger,
    community: string,
    outcome: DayOutcome,
): Promise<SettledDayOutcome> {
    if (outcome.code !== 'ENERGY_DAY_HAS_GAPS') return outcome;
    return { ...outcome, missing: await ledger.dayGaps(community, outcome.day) };
}
