/** A community's month, from its settled days. */
import {
    compareUtf8,
    daysOfMonth,
    divideHalfAwayFromZero,
    formatDecimal,
    MICRO_EUR_A_CENT,
    microEur,
    type MicroEur,
} from '../units/index.js';
import { invariant } from '../wire/index.js';
import { addSums, energySums, formatSums, type EnergySums } from './energy-sums.js';
import { assertSums } from './invariants.js';
import type { Day, GapPolicy, MemberRole, Month, Statement, StatementLine } from './records.js';

/** One settled day. */
export interface StatementDay {
    readonly day: Day;
    readonly gaps: GapPolicy;
    readonly meters: readonly StatementDayMeter[];
}

/** What one meter did on a settled day. */
export interface StatementDayMeter {
    readonly meter: string;
    readonly member: string;
    readonly role: MemberRole;
    /** Consumption of a consumer, production of a producer. */
    readonly meteredWh: number;
    /** What of it came from, or went to, the community: self-consumed or shared. */
    readonly localWh: number;
    /** Charged (positive) or paid out (negative). */
    readonly amountMicroEur: bigint;
    readonly filledSteps: number;
}

export interface StatementInput {
    readonly community: string;
    readonly month: Month;
    /** Settled days of the month, in any order. */
    readonly days: readonly StatementDay[];
}

/** A payment: an amount rounded once to whole cents, halves away from zero, and what the rounding left. */
export interface Payment {
    readonly cents: bigint;
    /** The amount less the payment; between -5 000 and 5 000. */
    readonly roundingMicroEur: MicroEur;
}

export function paymentOf(amountMicroEur: bigint): Payment {
    const cents = divideHalfAwayFromZero(amountMicroEur, MICRO_EUR_A_CENT);
    return { cents, roundingMicroEur: microEur(amountMicroEur - cents * MICRO_EUR_A_CENT) };
}

/**
 * One line a meter, member and role, in UTF-8 order of the meters and then by their first day: a meter that changes hands
 * within the month has a line for each. Days of the month that are not among the settled ones are listed as unsettled.
 */
export function statementOf({ community, month, days }: StatementInput): Statement {
    const settled = days.toSorted((a, b) => compareUtf8(a.day, b.day));
    const lines = linesOf(settled);
    const totals = addSums(lines.map(({ sums }) => sums));
    assertSums(totals);
    const charged = sumOf(lines, ({ amount }) => (amount > 0n ? amount : 0n));
    const paidOut = sumOf(lines, ({ amount }) => (amount < 0n ? amount : 0n));
    invariant(charged + paidOut === 0n, 'what consumers are charged is what producers are paid');
    const settledDays = new Set(settled.map(({ day }) => day));
    return {
        community,
        month,
        settledDays: settledDays.size,
        unsettledDays: daysOfMonth(month).filter((day) => !settledDays.has(day)),
        filledDays: settled.flatMap(filledDay),
        members: lines.map(statementLine),
        totals: {
            ...formatSums(totals),
            amountMicroEur: formatDecimal(charged),
            roundingMicroEur: formatDecimal(sumOf(lines, ({ amount }) => paymentOf(amount).roundingMicroEur)),
        },
    };
}

interface Line {
    readonly first: StatementDayMeter;
    readonly from: Day;
    readonly to: Day;
    readonly sums: EnergySums;
    readonly amount: bigint;
    readonly filledSteps: number;
}

function linesOf(days: readonly StatementDay[]): readonly Line[] {
    const lines = new Map<string, Line>();
    for (const { day, meters } of days) {
        for (const meter of meters) {
            const key = JSON.stringify([meter.meter, meter.member, meter.role]);
            lines.set(key, addDay(lines.get(key), day, meter));
        }
    }
    return [...lines.values()].sort(
        (a, b) =>
            compareUtf8(a.first.meter, b.first.meter) ||
            compareUtf8(a.from, b.from) ||
            compareUtf8(a.first.member, b.first.member),
    );
}

function addDay(line: Line | undefined, day: Day, meter: StatementDayMeter): Line {
    const sums = sumsOf(meter);
    return {
        first: line?.first ?? meter,
        from: line?.from ?? day,
        to: day,
        sums: line === undefined ? sums : addSums([line.sums, sums]),
        amount: (line?.amount ?? 0n) + meter.amountMicroEur,
        filledSteps: (line?.filledSteps ?? 0) + meter.filledSteps,
    };
}

function sumsOf({ role, meteredWh, localWh }: StatementDayMeter): EnergySums {
    const metered = BigInt(meteredWh);
    const local = BigInt(localWh);
    return role === 'consumer'
        ? energySums({ consumptionWh: metered, selfConsumedWh: local, productionWh: 0n, sharedWh: 0n })
        : energySums({ consumptionWh: 0n, selfConsumedWh: 0n, productionWh: metered, sharedWh: local });
}

function statementLine({ first, from, to, sums, amount, filledSteps }: Line): StatementLine {
    const { meter, member, role } = first;
    const { cents, roundingMicroEur } = paymentOf(amount);
    return {
        meter,
        member,
        role,
        from,
        to,
        ...formatSums(sums),
        amountMicroEur: formatDecimal(amount),
        paymentCents: formatDecimal(cents),
        roundingMicroEur: formatDecimal(roundingMicroEur),
        filledSteps,
    };
}

function filledDay({ day, gaps, meters }: StatementDay): Statement['filledDays'] {
    const filledSteps = meters.reduce((sum, meter) => sum + meter.filledSteps, 0);
    return filledSteps === 0 ? [] : [{ day, gaps, filledSteps }];
}

function sumOf(lines: readonly Line[], of: (line: Line) => bigint): bigint {
    return lines.reduce((sum, line) => sum + of(line), 0n);
}
