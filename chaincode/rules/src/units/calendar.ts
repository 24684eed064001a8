/** Local days and months as spans of instants, by a zone table. What the table does not wholly cover is undefined. */
import { dayNumber, dayOfNumber, firstDayOf, isDay, isMonth, nextMonth, previousDay } from './civil-day.js';
import type { ZoneTable } from './zone.js';

export {
    countDays,
    dayNumber,
    dayOfNumber,
    daysBetween,
    daysOfMonth,
    firstDayOf,
    isDay,
    isMonth,
    lastDayOf,
    monthOf,
    nextDay,
    nextMonth,
    previousDay,
} from './civil-day.js';

/** Instants in seconds since 1970-01-01T00:00:00Z, `[start, end)`. */
export interface Span {
    readonly start: number;
    readonly end: number;
}

const SECONDS_A_DAY = 86_400;
const LONGEST_OFFSET_SECONDS = 18 * 3_600;
const MOST_TRANSITIONS = 1_000;

/**
 * The instants of a local day. A midnight that does not exist is the moment the clock jumps over it; of one that comes
 * twice the second counts, so that every instant is of one day.
 */
export function dayBounds(zone: ZoneTable, day: string): Span | undefined {
    if (!isDay(day)) return undefined;
    const number = dayNumber(day);
    return span(localMidnight(zone, number), localMidnight(zone, number + 1));
}

/** The instants of a local month. */
export function monthBounds(zone: ZoneTable, month: string): Span | undefined {
    if (!isMonth(month)) return undefined;
    return span(
        localMidnight(zone, dayNumber(firstDayOf(month))),
        localMidnight(zone, dayNumber(firstDayOf(nextMonth(month)))),
    );
}

/** The local day that an instant is of. */
export function dayOfInstant(zone: ZoneTable, instant: number): string | undefined {
    const offset = offsetAt(zone, instant);
    if (offset === undefined) return undefined;
    const shown = dayOfNumber(Math.floor((instant + offset) / SECONDS_A_DAY));
    const bounds = dayBounds(zone, shown);
    if (bounds === undefined || instant >= bounds.start) return bounds && shown;
    const before = previousDay(shown);
    return dayBounds(zone, before) && before;
}

/** Seconds that local time is ahead of UTC. */
export function offsetAt(zone: ZoneTable, instant: number): number | undefined {
    if (instant < zone.from || instant >= zone.until) return undefined;
    return zone.transitions.findLast((transition) => transition.at <= instant)?.offsetSeconds;
}

/** What a clock on the wall shows, in seconds since its midnight. */
export function timeOfDay(zone: ZoneTable, instant: number): number | undefined {
    const offset = offsetAt(zone, instant);
    if (offset === undefined) return undefined;
    const local = instant + offset;
    return local - Math.floor(local / SECONDS_A_DAY) * SECONDS_A_DAY;
}

/** Tells whether an instant is of one of the days; quick when asked in order. Days outside the table have no instant. */
export function instantsOfDays(zone: ZoneTable, days: readonly string[]): (instant: number) => boolean {
    const spans = days.flatMap((day) => dayBounds(zone, day) ?? []);
    let last = spans[0];
    return (instant) => {
        if (last !== undefined && instant >= last.start && instant < last.end) return true;
        const found = spans.find(({ start, end }) => instant >= start && instant < end);
        if (found === undefined) return false;
        last = found;
        return true;
    };
}

/** Why a table cannot be used, or undefined when it can. */
export function zoneFault(zone: ZoneTable): string | undefined {
    const { from, until, transitions } = zone;
    if (until <= from) return 'it ends before it starts';
    if (transitions.length === 0 || transitions.length > MOST_TRANSITIONS)
        return `it must have 1 to ${String(MOST_TRANSITIONS)} transitions`;
    if (transitions[0]?.at !== from) return 'its first transition must stand at its start';
    if (transitions.some(({ at }, index) => index > 0 && at <= (transitions[index - 1]?.at ?? from)))
        return 'its transitions must be in order of instant';
    if (transitions.some(({ at }) => at >= until)) return 'a transition stands at or after its end';
    if (transitions.some(({ offsetSeconds }) => Math.abs(offsetSeconds) > LONGEST_OFFSET_SECONDS))
        return 'an offset is more than 18 hours';
    return undefined;
}

/** Whether every local day is a whole number of steps, counted from a whole step of UTC. */
export function zoneFitsStep(zone: ZoneTable, stepMinutes: number): boolean {
    const step = stepMinutes * 60;
    return zone.transitions.every(
        ({ at, offsetSeconds }) => offsetSeconds % step === 0 && (at === zone.from || at % step === 0),
    );
}

/** First instant from which local time stays at or after the midnight that starts the day of this number. */
function localMidnight(zone: ZoneTable, number: number): number | undefined {
    const local = number * SECONDS_A_DAY;
    const index = zone.transitions.findLastIndex(({ at, offsetSeconds }) => at + offsetSeconds <= local);
    const transition = zone.transitions[index];
    if (transition === undefined) return undefined;
    const next = zone.transitions[index + 1]?.at;
    const instant = local - transition.offsetSeconds;
    if (next !== undefined && instant > next) return next;
    return instant <= zone.until ? instant : undefined;
}

function span(start: number | undefined, end: number | undefined): Span | undefined {
    return start === undefined || end === undefined ? undefined : { start, end };
}

/** The UTC day of an instant, in seconds since 1970-01-01T00:00:00Z. */
export function utcDay(instant: number): string {
    return dayOfNumber(Math.floor(instant / SECONDS_A_DAY));
}

/** An instant in seconds since 1970-01-01T00:00:00Z as a person reads it: `2026-03-01 07:30:00 UTC`. */
export function utcText(instant: number): string {
    const seconds = Math.floor(instant) - Math.floor(instant / SECONDS_A_DAY) * SECONDS_A_DAY;
    const clock = [seconds / 3_600, (seconds / 60) % 60, seconds % 60];
    return `${utcDay(instant)} ${clock.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':')} UTC`;
}
