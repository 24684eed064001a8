/** The fee of a plan by the days it was used: each part in whole cents, the parts of a price adding up to it. */
import {
    apportion,
    countDays,
    dayBounds,
    daysBetween,
    formatDecimal,
    MICRO_EUR_A_CENT,
    previousDay,
    type ZoneTable,
} from '../../units/index.js';
import { invariant, Refused } from '../../wire/index.js';
import { periodFinder, type BillingPeriod } from './plan-periods.js';
import type { Plan } from './plan.js';
import { isRideable, type Subscription } from './subscription.js';

/**
 * A price shared over stretches of days, in whole cents by largest remainder, ties to the first.
 * @param priceMicroEur in whole cents
 * @param days of each stretch; together at least one
 */
export function prorated(priceMicroEur: bigint, days: readonly number[]): readonly bigint[] {
    invariant(priceMicroEur % MICRO_EUR_A_CENT === 0n, 'a price of a plan is in whole cents');
    const ids = days.map((_, index) => String(index).padStart(4, '0'));
    return apportion(Number(priceMicroEur / MICRO_EUR_A_CENT), days, ids).map(
        (cents) => BigInt(cents) * MICRO_EUR_A_CENT,
    );
}

export interface PlanFee {
    readonly plan: string;
    readonly version: number;
    readonly daysUsed: number;
    readonly daysInPeriod: number;
    readonly feeMicroEur: string;
}

/**
 * The fees of a range of days: of each plan and each of its periods the price by the days on which the subscription could
 * be ridden under it, so that ranges which follow each other pay a period once. A day that saw a switch is of the plan
 * that held last on it.
 * @throws Refused MOBILITY_OUTSIDE_ZONE_TABLE
 */
export function planFees(
    subscription: Subscription,
    plans: readonly Plan[],
    { period: range, zone }: { readonly period: BillingPeriod; readonly zone: ZoneTable },
): readonly PlanFee[] {
    const periodOf = periodFinder(subscription, zone, range);
    const planOn = (day: string): Plan | undefined => planOfDay(subscription, plans, zone, day);
    const parts = new Map<string, { readonly plan: Plan; readonly period: BillingPeriod; daysUsed: number }>();
    for (const day of daysBetween(range.from, range.to)) {
        const plan = planOn(day);
        if (plan === undefined) continue;
        const period = periodOf(plan, day);
        const key = JSON.stringify([plan.plan, plan.version, period.from]);
        const part = parts.get(key) ?? { plan, period, daysUsed: 0 };
        parts.set(key, part);
        part.daysUsed += 1;
    }
    return [...parts.values()].map(({ plan, period, daysUsed }) => {
        const before = daysIn({ from: period.from, to: previousDay(range.from) }).filter((day) => planOn(day) === plan);
        const daysInPeriod = countDays(period.from, period.to);
        return {
            plan: plan.plan,
            version: plan.version,
            daysUsed,
            daysInPeriod,
            feeMicroEur: formatDecimal(feeOfDays(plan, { before: before.length, daysUsed, daysInPeriod })),
        };
    });
}

/** What days of a period cost after others of it, so that all of them cost the price. */
function feeOfDays(
    { priceMicroEur }: Plan,
    {
        before,
        daysUsed,
        daysInPeriod,
    }: { readonly before: number; readonly daysUsed: number; readonly daysInPeriod: number },
): bigint {
    const upTo = (days: number): bigint =>
        days === 0 ? 0n : (prorated(BigInt(priceMicroEur), [days, daysInPeriod - days])[0] ?? 0n);
    return upTo(before + daysUsed) - upTo(before);
}

function daysIn({ from, to }: BillingPeriod): readonly string[] {
    return from > to ? [] : daysBetween(from, to);
}

function planOfDay(
    { history, expiresAt }: Subscription,
    plans: readonly Plan[],
    zone: ZoneTable,
    day: string,
): Plan | undefined {
    const bounds = dayBounds(zone, day);
    if (bounds === undefined) throw new Refused('MOBILITY_OUTSIDE_ZONE_TABLE', { at: day });
    if (expiresAt !== null && expiresAt <= bounds.start) return undefined;
    const held = history.findLast(({ from, state }, index) => {
        const until = history[index + 1]?.from ?? bounds.end;
        return from < bounds.end && until > bounds.start && isRideable(state);
    });
    return plans.find(({ plan, version }) => plan === held?.plan.plan && version === held.plan.version);
}
