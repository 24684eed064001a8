/** Moments and days of the form, in the campaign's own time. */
import { countDays, dayBounds, dayNumber, isDay, type Span, type ZoneTable } from '../../units/index.js';
import { malformed, text, type Decoder } from '../../wire/index.js';

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(Z|[+-](?:0\d|1[0-8]):[0-5]\d)$/u;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$|^24:00$/u;
const DAY_SECONDS = 86_400;
const MOST_DAYS_OF_A_RANGE = 3_660;

export const moment: Decoder<string> = text((value) =>
    isDay(value) || instantOf(value) !== undefined
        ? undefined
        : 'must be a day, YYYY-MM-DD, or an instant with its offset, YYYY-MM-DDThh:mm:ss+hh:mm',
);

export const dayRange: Decoder<string> = text((value) => {
    const [first = '', last = first, ...more] = value.split('/');
    if (more.length > 0 || !isDay(first) || !isDay(last))
        return 'must be a day, YYYY-MM-DD, or two with a slash between';
    const days = countDays(first, last);
    return days < 1 || days > MOST_DAYS_OF_A_RANGE
        ? `must be 1 to ${String(MOST_DAYS_OF_A_RANGE)} days, the first before the last`
        : undefined;
});

/** Local time, from 00:00 to 24:00. */
export const timeOfDayText: Decoder<string> = text((value) =>
    TIME.test(value) ? undefined : 'must be a time, hh:mm, from 00:00 to 24:00',
);

export function secondsOfTime(time: string): number {
    return Number(time.slice(0, 2)) * 3_600 + Number(time.slice(3)) * 60;
}

/** Seconds since 1970 of an instant that states its offset. */
export function instantOf(value: string): number | undefined {
    const found = INSTANT.exec(value);
    if (found === null || !isDay(found[1] ?? '')) return undefined;
    const [, day = '', hours, minutes, seconds, offset = 'Z'] = found;
    const local = dayNumber(day) * DAY_SECONDS + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
    return local - offsetSeconds(offset);
}

function offsetSeconds(offset: string): number {
    if (offset === 'Z') return 0;
    const size = Number(offset.slice(1, 3)) * 3_600 + Number(offset.slice(4)) * 60;
    return offset.startsWith('-') ? -size : size;
}

/** The seconds that a moment is: all of a day, one of an instant. @throws Refused REQUEST_MALFORMED outside the zone table. */
export function spanOf(value: string, zone: ZoneTable, at: string): Span {
    const instant = instantOf(value);
    if (instant !== undefined) return { start: instant, end: instant + 1 };
    const bounds = dayBounds(zone, value);
    if (bounds === undefined) throw malformed(at, 'is outside the rows of the time zone');
    return bounds;
}
