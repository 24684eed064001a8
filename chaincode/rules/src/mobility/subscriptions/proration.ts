/** The fee of a plan by the days it was used: each part in whole cents, the parts of a price adding up to it. */
import {
    apportion,
    countDays,
    dayBounds,
    dayNumber,
    daysBetween,
    firstDayOf,
    formatDecimal,
    lastDayOf,
    MICRO_EUR_A_CENT,
    monthOf,
    nextMonth,
    previousDay,
    type ZoneTable,
    dayOfNumber,
} from '../../units/index.js';
import { invariant, Refused } from '../../wire/index.js';
import type { Plan, PlanPeriod } from './plan.js';
import { isRideable, type Subscription } from './subscription.js';

/** Local days, both included. */
export interface BillingPeriod {
    readonly from: string;
    readonly to: string;
}

/**
 * The period of a plan that a local day is in, counted from the day of the first. A month that lacks the day of the
 * month ends a day early: from January 31st comes February 28th, then March 31st.
 */
export function billingPeriod(first: string, period: PlanPeriod, day: string): BillingPeriod {
    if (period.kind === 'days') {
        const whole = Math.floor((dayNumber(day) - dayNumber(first)) / period.days);
        const from = dayNumber(first) + whole * period.days;
        return { from: dayOfNumber(from), to: dayOfNumber(from + period.days - 1) };
    }
    let month = monthOf(first);
    while (anniversary(first, nextMonth(month)) <= day) month = nextMonth(month);
    return { from: anniversary(first, month), to: previousDay(anniversary(first, nextMonth(month))) };
}

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
 * The fees of a period: of each plan its price by the days on which the subscription could be ridden under it. A day that
 * saw a switch is of the plan that held last on it.
 * @throws Refused MOBILITY_OUTSIDE_ZONE_TABLE
 */
export function planFees(
    subscription: Subscription,
    plans: readonly Plan[],
    { period, zone }: { readonly period: BillingPeriod; readonly zone: ZoneTable },
): readonly PlanFee[] {
    const daysInPeriod = countDays(period.from, period.to);
    const used = new Map<Plan, number>();
    for (const day of daysBetween(period.from, period.to)) {
        const plan = planOfDay(subscription, plans, zone, day);
        if (plan !== undefined) used.set(plan, (used.get(plan) ?? 0) + 1);
    }
    return [...used].map(([{ plan, version, priceMicroEur }, daysUsed]) => ({
        plan,
        version,
        daysUsed,
        daysInPeriod,
        feeMicroEur: formatDecimal(prorated(BigInt(priceMicroEur), [daysUsed, daysInPeriod - daysUsed])[0] ?? 0n),
    }));
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

/** The day of the month of the first period in another month, or that month's last day. */
function anniversary(first: string, month: string): string {
    const last = lastDayOf(month);
    const day = dayOfNumber(dayNumber(firstDayOf(month)) + Number(first.slice(8)) - 1);
    return day < last ? day : last;
}
