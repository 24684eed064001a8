import type { Day } from './records.js';

/** Days `[from, to)`; `to` null while it lasts. */
export interface DaySpan {
    readonly from: Day;
    readonly to: Day | null;
}

/** Whether two spans have a day in common. One that ends on the day that the other starts has none. */
export function spansOverlap(left: DaySpan, right: DaySpan): boolean {
    return startsBeforeEnd(left, right) && startsBeforeEnd(right, left);
}

export function isActiveOn(span: DaySpan, day: Day): boolean {
    return span.from <= day && (span.to === null || day < span.to);
}

/** The span that a day is of; of spans that do not overlap there is at most one. */
export function activeOn<T extends DaySpan>(spans: readonly T[], day: Day): T | undefined {
    return spans.find((span) => isActiveOn(span, day));
}

function startsBeforeEnd(span: DaySpan, other: DaySpan): boolean {
    return other.to === null || span.from < other.to;
}
