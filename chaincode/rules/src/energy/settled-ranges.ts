import { nextDay } from '../units/index.js';

import type { Day } from './records.js';

/** Settled days as ranges, both ends included, in order and with unsettled days between them. */
export type SettledRanges = readonly (readonly [Day, Day])[];

export function isSettled(ranges: SettledRanges, day: Day): boolean {
    return ranges.some(([first, last]) => first <= day && day <= last);
}

/** The first settled day of `[from, to)`; `to` null means without end. */
export function firstSettledIn(ranges: SettledRanges, from: Day, to: Day | null): Day | undefined {
    for (const [first, last] of ranges) {
        const day = first > from ? first : from;
        if (day <= last && (to === null || day < to)) return day;
    }
    return undefined;
}

/** The first day of `[from, to)` that is not settled. */
export function firstUnsettledIn(ranges: SettledRanges, from: Day, to: Day): Day | undefined {
    let day = from;
    for (const [first, last] of ranges) if (first <= day && day <= last) day = nextDay(last);
    return day < to ? day : undefined;
}

/** The ranges with more days settled. */
export function withSettled(ranges: SettledRanges, days: readonly Day[]): SettledRanges {
    const sorted = [...ranges, ...days.map((day) => [day, day] as const)].sort(([a], [b]) =>
        a < b ? -1 : a > b ? 1 : 0,
    );
    const merged: (readonly [Day, Day])[] = [];
    for (const [first, last] of sorted) {
        const before = merged.at(-1);
        if (before === undefined || first > nextDay(before[1])) merged.push([first, last]);
        else merged[merged.length - 1] = [before[0], last > before[1] ? last : before[1]];
    }
    return merged;
}
