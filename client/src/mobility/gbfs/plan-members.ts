import { Refused } from '@quartier/rules/wire';

import { isRecord, NumberText, type ExactJson } from './exact-json.js';
import type { PlanReason } from './refusals.js';
import { isNumber, scaled } from './scaled-number.js';

/** An amount that is finer than money is counted in, and what it was taken as: the nearest, halves away from zero. */
export interface RoundedAmount {
    /** Where it stands in the plan, `per_min_pricing[0].rate`. */
    readonly member: string;
    /** Euro, as the feed writes it. */
    readonly stated: string;
    readonly amountMicroEur: string;
}

/** A plan or a part of one, and where it stands. */
export interface Place {
    readonly of: Readonly<Record<string, ExactJson>>;
    readonly at: string;
    /** Collects the amounts of the plan that were rounded. */
    readonly rounded: RoundedAmount[];
}

const SECONDS_A_MINUTE = 60n;
const METRES_A_KM = 1_000n;
const MICRO_EUR_POWER = 6;

/** What a segment's `start`, `end` and `interval` are counted in: minutes or kilometres. */
export type SegmentUnit = 'per_min_pricing' | 'per_km_pricing';

export function malformedPlan(member: string, reason: PlanReason): Refused {
    return new Refused('MOBILITY_GBFS_PLAN_MALFORMED', { member, reason });
}

/**
 * A sum of money in micro-euro; undefined where the plan has none. GBFS 1 writes some as text, and its numbers are floating
 * point: one that is finer than a micro-euro is rounded, and noted as such.
 */
export function money({ of, at, rounded }: Place, name: string): string | undefined {
    const text = numberText(of[name]);
    if (text === undefined) {
        refuseUnlessAbsent(of[name], `${at}${name}`, 'is no number');
        return undefined;
    }
    const amount = scaled(text, { powerOfTen: MICRO_EUR_POWER });
    if (amount === undefined) throw malformedPlan(`${at}${name}`, 'is no number');
    const amountMicroEur = amount.value.toString();
    if (!amount.exact) rounded.push({ member: `${at}${name}`, stated: text, amountMicroEur });
    return amountMicroEur;
}

/** Minutes as seconds, kilometres as metres. */
export function edge({ of, at }: Place, name: string, unit: SegmentUnit): number | undefined {
    const text = numberText(of[name]);
    if (text === undefined) {
        refuseUnlessAbsent(of[name], `${at}${name}`, 'is no number');
        return undefined;
    }
    const factor = unit === 'per_min_pricing' ? SECONDS_A_MINUTE : METRES_A_KM;
    const found = scaled(text, { factor });
    if (found?.exact !== true || found.value < 0n || found.value > 1_000_000_000n)
        throw malformedPlan(`${at}${name}`, 'is no whole number of seconds or metres that is not negative');
    return Number(found.value);
}

export function flag({ of, at }: Place, name: string): boolean | undefined {
    const value = of[name];
    // GBFS 1 wrote booleans as 1 and 0.
    const text = numberText(value);
    if (text === '1' || text === '0') return text === '1';
    if (typeof value === 'boolean') return value;
    refuseUnlessAbsent(value, `${at}${name}`, 'is neither true nor false');
    return undefined;
}

/** A text, or the first of texts in several languages, as GBFS 3 has them. */
export function localizedText({ of }: Place, name: string): string | undefined {
    const value = of[name];
    if (typeof value === 'string') return value;
    const first = Array.isArray(value) ? (value as readonly ExactJson[])[0] : undefined;
    const text = isRecord(first) ? first['text'] : undefined;
    return typeof text === 'string' ? text : undefined;
}

export function required<T>(value: T | undefined, { at }: Place, name: string): T {
    if (value === undefined) throw malformedPlan(`${at}${name}`, 'is missing');
    return value;
}

function numberText(value: ExactJson | undefined): string | undefined {
    if (value instanceof NumberText) return value.text;
    return typeof value === 'string' && isNumber(value.trim()) ? value.trim() : undefined;
}

function refuseUnlessAbsent(value: ExactJson | undefined, at: string, reason: PlanReason): void {
    if (value !== undefined && value !== null) throw malformedPlan(at, reason);
}
