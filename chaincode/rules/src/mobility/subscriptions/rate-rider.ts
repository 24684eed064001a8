/**
 * What a rider pays for legs of any operators under one subscription, and what the caps of its plan cost the operators.
 * Legs are taken in the order that they started, ties by operator and id, so that the order in which they arrived changes
 * nothing. Each draws on the plan's allowances; the rest is overage; then the caps of the local day and month of its start
 * leave what is paid. Entitlement of the operators stays whole: what a plan includes and what caps cut is theirs to share.
 */
import { compareUtf8, dayOfInstant, divideHalfUp, formatDecimal, monthOf, type ZoneTable } from '../../units/index.js';
import { invariant, Refused } from '../../wire/index.js';
import { localTime, ridePrice, wholeCents, type IntervalRule, type PriceModel } from '../tariffs/index.js';
import { allowanceUse, type DrawnLeg, type Uncovered } from './allowance-use.js';
import type { PeriodOfDay } from './plan-periods.js';
import { planLimits, type Plan } from './plan.js';
import type { RiddenLeg } from './ridden-legs.js';

const WHOLE_PPM = 1_000_000n;

/** What was paid for earlier legs of a local day that is not billed here, where a month goes on over two periods. */
export interface PaidDay {
    readonly day: string;
    readonly amountMicroEur: string;
}

export interface RiderUse {
    readonly legs: readonly RiddenLeg[];
    /** The plan that a leg is ridden under, by when it started. */
    readonly planAt: (start: number) => Plan;
    /** Whose allowances a leg draws on; without it all are ridden in one period. */
    readonly periodOf?: PeriodOfDay;
    /** The first local day that is billed: what was ridden before draws on allowances and counts for caps, no more. */
    readonly from?: string;
    readonly zone: ZoneTable;
    readonly paidBefore?: readonly PaidDay[];
}

/** Micro-euro as decimal strings. `full` is `included` and `due`; `due` is `payable` and `capLoss`. */
export interface BillAmounts {
    /** What the operators charge. */
    readonly fullMicroEur: string;
    /** What the plan spares the rider: negative where its own price is above the operator's. */
    readonly includedMicroEur: string;
    /** Overage before caps. */
    readonly dueMicroEur: string;
    readonly payableMicroEur: string;
    readonly capLossMicroEur: string;
}

export interface RatedLeg extends BillAmounts {
    readonly operator: string;
    readonly leg: string;
    readonly day: string;
}

/** What an operator did for a rider: without place, time or leg. */
export interface OperatorUse {
    readonly operator: string;
    readonly amountMicroEur: string;
    readonly durationSeconds: number;
    readonly distanceMetres: number;
    readonly rides: number;
}

/** A local day of a rider: its cap loss, and what was due to each operator, by which that loss is shared. */
export interface RiderDay extends BillAmounts {
    readonly day: string;
    /** In order of MSP id. */
    readonly due: readonly OperatorUse[];
}

export interface RiderBill {
    /** In the order that they started. */
    readonly legs: readonly RatedLeg[];
    readonly days: readonly RiderDay[];
    readonly totals: BillAmounts;
    /** The use that the plan included, at the operators' prices: by which its revenue is shared. In order of MSP id. */
    readonly included: readonly OperatorUse[];
    /** The payable total rounded once to whole cents, and what that left. */
    readonly paymentMicroEur: string;
    readonly roundingMicroEur: string;
}

interface Amounts {
    full: bigint;
    due: bigint;
    payable: bigint;
}

interface Rated extends Amounts {
    readonly leg: RiddenLeg;
    readonly day: string;
}

/** @throws Refused MOBILITY_BILL_TOO_LARGE, MOBILITY_OUTSIDE_ZONE_TABLE, and what `planAt` refuses */
export function rateRider(use: RiderUse): RiderBill {
    if (use.legs.length > planLimits.legsPerBill)
        throw new Refused('MOBILITY_BILL_TOO_LARGE', { size: use.legs.length, limit: planLimits.legsPerBill });
    const { from } = use;
    const rated = ratedLegs(use).filter(({ day }) => from === undefined || day >= from);
    const total = sumOf(rated);
    const payment = wholeCents(total.payable);
    return {
        legs: rated.map((row) => ({
            operator: row.leg.operator,
            leg: row.leg.leg,
            day: row.day,
            ...formatted(row),
        })),
        days: daysOf(rated),
        totals: formatted(total),
        included: usesOf(rated, ({ full, due }) => (full > due ? full - due : 0n)),
        paymentMicroEur: formatDecimal(payment),
        roundingMicroEur: formatDecimal(total.payable - payment),
    };
}

/** What a plan leaves a rider to pay at most on a day, of what is still to come; undefined where it has no cap. */
export function capLeft(plan: Plan, paid: readonly PaidDay[], day: string): bigint | undefined {
    const rooms = headrooms(plan, paid, day);
    if (rooms.length === 0) return undefined;
    const least = rooms.reduce((smallest, room) => (room < smallest ? room : smallest));
    return least < 0n ? 0n : least;
}

/** A rider pays no more of a day and of a month than the caps of the plan that the leg is ridden under. */
export function assertCapped(
    { capDayMicroEur, capMonthMicroEur }: Pick<Plan, 'capDayMicroEur' | 'capMonthMicroEur'>,
    paid: { readonly dayMicroEur: bigint; readonly monthMicroEur: bigint },
): void {
    invariant(
        (capDayMicroEur === undefined || paid.dayMicroEur <= BigInt(capDayMicroEur)) &&
            (capMonthMicroEur === undefined || paid.monthMicroEur <= BigInt(capMonthMicroEur)),
        'a rider pays no more than the caps of the plan',
    );
}

function headrooms({ capDayMicroEur, capMonthMicroEur }: Plan, paid: readonly PaidDay[], day: string): bigint[] {
    const room = (cap: string | undefined, holds: (of: string) => boolean): bigint[] =>
        cap === undefined
            ? []
            : [paid.reduce((left, row) => (holds(row.day) ? left - BigInt(row.amountMicroEur) : left), BigInt(cap))];
    return [
        ...room(capDayMicroEur, (of) => of === day),
        ...room(capMonthMicroEur, (of) => monthOf(of) === monthOf(day)),
    ];
}

function ratedLegs({ legs, planAt, periodOf, zone, paidBefore = [] }: RiderUse): readonly Rated[] {
    const draws = new Map<string, (leg: DrawnLeg) => Uncovered>();
    const paid = paidCounter(paidBefore);
    return inOrder(legs).map((leg) => {
        const day = dayOfInstant(zone, leg.start);
        if (day === undefined) throw new Refused('MOBILITY_OUTSIDE_ZONE_TABLE', { at: leg.start });
        const plan = planAt(leg.start);
        const drawnFrom = JSON.stringify([plan.plan, plan.version, periodOf?.(plan, day).from]);
        const drawOn = draws.get(drawnFrom) ?? allowanceUse(plan);
        draws.set(drawnFrom, drawOn);
        const due = overageOf(plan, leg, { rest: drawOn({ ...leg, day }), zone });
        return { leg, day, full: BigInt(leg.priceMicroEur), due, payable: paid(plan, day, due) };
    });
}

/** Counts what is paid a day and a month, and lets through what the caps of a plan leave. */
function paidCounter(before: readonly PaidDay[]): (plan: Plan, day: string, due: bigint) => bigint {
    const byDay = new Map<string, bigint>();
    const byMonth = new Map<string, bigint>();
    const paidOn = (day: string): { readonly dayMicroEur: bigint; readonly monthMicroEur: bigint } => ({
        dayMicroEur: byDay.get(day) ?? 0n,
        monthMicroEur: byMonth.get(monthOf(day)) ?? 0n,
    });
    const count = (day: string, amount: bigint): void => {
        const { dayMicroEur, monthMicroEur } = paidOn(day);
        byDay.set(day, dayMicroEur + amount);
        byMonth.set(monthOf(day), monthMicroEur + amount);
    };
    for (const { day, amountMicroEur } of before) count(day, BigInt(amountMicroEur));
    return (plan, day, due) => {
        const payable = payableOf(plan, due, paidOn(day));
        if (payable === 0n) return payable;
        count(day, payable);
        assertCapped(plan, paidOn(day));
        return payable;
    };
}

function payableOf(
    { capDayMicroEur, capMonthMicroEur }: Plan,
    due: bigint,
    { dayMicroEur, monthMicroEur }: { readonly dayMicroEur: bigint; readonly monthMicroEur: bigint },
): bigint {
    const rooms = [
        due,
        capDayMicroEur === undefined ? due : BigInt(capDayMicroEur) - dayMicroEur,
        capMonthMicroEur === undefined ? due : BigInt(capMonthMicroEur) - monthMicroEur,
    ];
    const least = rooms.reduce((smallest, room) => (room < smallest ? room : smallest));
    return least < 0n ? 0n : least;
}

function overageOf(
    plan: Plan,
    leg: RiddenLeg,
    { rest: { uncovered, used }, zone }: { readonly rest: Uncovered; readonly zone: ZoneTable },
): bigint {
    if (uncovered === 0) return 0n;
    const rule = plan.overage.find(({ modes }) => modes.includes(leg.mode));
    if (rule !== undefined && 'price' in rule) return ownPrice(rule, leg, { uncovered, used, zone });
    const share = BigInt(rule?.sharePpm ?? WHOLE_PPM);
    return divideHalfUp(BigInt(leg.priceMicroEur) * BigInt(uncovered) * share, BigInt(used) * WHOLE_PPM);
}

/** The plan's own price for what is uncovered; time and distance shrink alike, rounded down. */
function ownPrice(
    { price, intervals }: { readonly price: PriceModel; readonly intervals: IntervalRule },
    leg: RiddenLeg,
    { uncovered, used, zone }: Uncovered & { readonly zone: ZoneTable },
): bigint {
    const part = (whole: number): number => Number((BigInt(whole) * BigInt(uncovered)) / BigInt(used));
    const usage = {
        start: leg.start,
        durationSeconds: part(leg.durationSeconds),
        distanceMetres: part(leg.distanceMetres),
    };
    return ridePrice({ price, intervals, vatPpm: 0 }, usage, localTime(zone, leg.start)).amountMicroEur;
}

function daysOf(rated: readonly Rated[]): readonly RiderDay[] {
    return [...groupedBy(rated, ({ day }) => day)]
        .sort(([a], [b]) => compareUtf8(a, b))
        .map(([day, rows]) => ({ day, ...formatted(sumOf(rows)), due: usesOf(rows, ({ due }) => due) }));
}

/** Use by operator: of the legs that have an amount, what they have in all. */
function usesOf(rated: readonly Rated[], amountOf: (row: Rated) => bigint): readonly OperatorUse[] {
    const counted = rated.filter((row) => amountOf(row) > 0n);
    return [...groupedBy(counted, ({ leg }) => leg.operator)]
        .sort(([a], [b]) => compareUtf8(a, b))
        .map(([operator, rows]) => ({
            operator,
            amountMicroEur: formatDecimal(rows.reduce((sum, row) => sum + amountOf(row), 0n)),
            durationSeconds: rows.reduce((sum, { leg }) => sum + leg.durationSeconds, 0),
            distanceMetres: rows.reduce((sum, { leg }) => sum + leg.distanceMetres, 0),
            rides: rows.length,
        }));
}

function groupedBy<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
    const groups = new Map<string, T[]>();
    for (const row of rows) {
        const group = groups.get(keyOf(row));
        if (group === undefined) groups.set(keyOf(row), [row]);
        else group.push(row);
    }
    return groups;
}

function inOrder(legs: readonly RiddenLeg[]): readonly RiddenLeg[] {
    return [...legs].sort(
        (a, b) => a.start - b.start || compareUtf8(a.operator, b.operator) || compareUtf8(a.leg, b.leg),
    );
}

function sumOf(rows: readonly Amounts[]): Amounts {
    const sum: Amounts = { full: 0n, due: 0n, payable: 0n };
    for (const { full, due, payable } of rows) {
        sum.full += full;
        sum.due += due;
        sum.payable += payable;
    }
    return sum;
}

function formatted({ full, due, payable }: Amounts): BillAmounts {
    return {
        fullMicroEur: formatDecimal(full),
        includedMicroEur: formatDecimal(full - due),
        dueMicroEur: formatDecimal(due),
        payableMicroEur: formatDecimal(payable),
        capLossMicroEur: formatDecimal(due - payable),
    };
}
