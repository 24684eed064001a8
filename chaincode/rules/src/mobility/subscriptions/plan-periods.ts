/** The periods of plans, and how a range of days that is billed is cut into them. */
import {
    dayNumber,
    dayOfInstant,
    dayOfNumber,
    firstDayOf,
    lastDayOf,
    monthOf,
    nextMonth,
    previousDay,
    type ZoneTable,
} from '../../units/index.js';
import type { Plan, PlanPeriod } from './plan.js';
import { isRideable, type Subscription } from './subscription.js';

/** Local days, both included. */
export interface BillingPeriod {
    readonly from: string;
    readonly to: string;
}

/** Where a subscription began before its zone table does. */
const EARLIEST_DAY = '2000-01-01';

/** The period of a plan that a local day is in. */
export type PeriodOfDay = (plan: Pick<Plan, 'period'>, day: string) => BillingPeriod;

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
    let month = monthOf(day);
    if (anniversary(first, month) > day) month = monthOf(previousDay(firstDayOf(month)));
    return { from: anniversary(first, month), to: previousDay(anniversary(first, nextMonth(month))) };
}

/**
 * Cuts what is billed into periods. A range that is one period of a plan, be it from the 1st or from the 15th, is that
 * period; all else is cut into calendar months, or for a plan of days into its periods since the subscription began.
 */
export function periodFinder(subscription: Subscription, zone: ZoneTable, range?: BillingPeriod): PeriodOfDay {
    const began = subscription.history.find(({ state }) => isRideable(state))?.from;
    const first = (began === undefined ? undefined : dayOfInstant(zone, began)) ?? range?.from ?? EARLIEST_DAY;
    return ({ period }, day) => {
        if (range !== undefined && isWhole(range, period)) return billingPeriod(range.from, period, day);
        if (period.kind === 'days') return billingPeriod(first, period, day);
        return { from: firstDayOf(monthOf(day)), to: lastDayOf(monthOf(day)) };
    };
}

function isWhole({ from, to }: BillingPeriod, period: PlanPeriod): boolean {
    return billingPeriod(from, period, from).to === to;
}

/** The first day whose rides count for what a range pays: of its first month, for caps, and of the periods it goes on. */
export function countedSince(range: BillingPeriod, plans: readonly Plan[], periodOf: PeriodOfDay): string {
    const starts = plans.map((plan) => periodOf(plan, range.from).from);
    return [firstDayOf(monthOf(range.from)), ...starts].reduce((least, day) => (day < least ? day : least));
}

/** The day of the month of the first period in another month, or that month's last day. */
function anniversary(first: string, month: string): string {
    const last = lastDayOf(month);
    const day = dayOfNumber(dayNumber(firstDayOf(month)) + Number(first.slice(8)) - 1);
    return day < last ? day : last;
}
