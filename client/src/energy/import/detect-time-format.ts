import { excerpt } from '../../files/index.js';
import { unusableMeterFile } from './problems.js';
import { dayFirst, monthFirst, type TimeFormat, tokenFormat, yearFirst, yearlessFormats } from './written-time.js';

const LONGEST_STEP_SECONDS = 86_400;

/** Fewer rows apart by the same time may be a choice of readings, such as corrections. */
const REGULAR_ROWS = 24;

export interface TimeFormatOptions {
    readonly file: string;
    /** The times of the first rows, as written. */
    readonly times: readonly string[];
    readonly dateFormat?: string | undefined;
    readonly year?: number | undefined;
}

/**
 * The format asked for, or the one that reads most of the first rows. Throws UnusableFile where none reads half of them,
 * or where day and month could be either way round and month first fits better.
 */
export function timeFormat({ file, times, dateFormat, year }: TimeFormatOptions): TimeFormat {
    if (dateFormat !== undefined) return tokenFormat(dateFormat, file, year);
    // No row has its columns: each is reported as that, whatever the format.
    if (times.length === 0) return yearFirst;
    const text = excerpt(times[0] ?? '');
    const format = formatOfMost(times, [yearFirst, dayFirst, monthFirst, ...yearlessFormats(year ?? 2_000)]);
    if (format === undefined) throw unusableMeterFile('ENERGY_DATE_FORMAT_UNKNOWN', { file, text });
    if (format === monthFirst || (format === dayFirst && isMonthFirst(times)))
        throw unusableMeterFile('ENERGY_DATE_FORMAT_AMBIGUOUS', { file, text });
    const namesYear = format === yearFirst || format === dayFirst;
    if (!namesYear && year === undefined) throw unusableMeterFile('ENERGY_YEAR_MISSING', { file });
    return format;
}

/** The first of the formats that reads the most times; undefined where it reads less than half of them. */
function formatOfMost(times: readonly string[], formats: readonly TimeFormat[]): TimeFormat | undefined {
    let most: TimeFormat | undefined;
    let read = 0;
    for (const format of formats) {
        const count = times.filter((time) => format.read(time) !== undefined).length;
        if (count <= read) continue;
        most = format;
        read = count;
    }
    return read * 2 < times.length ? undefined : most;
}

/** Read the right way round, a meter's rows follow each other by steps; the wrong way, they jump by months. */
function isMonthFirst(times: readonly string[]): boolean {
    return jumps(times, monthFirst) < jumps(times, dayFirst);
}

function jumps(times: readonly string[], format: TimeFormat): number {
    let count = 0;
    let before: number | undefined;
    for (const time of times) {
        const seconds = format.read(time)?.seconds;
        if (seconds === undefined) count += 1;
        else if (before !== undefined && Math.abs(seconds - before) > LONGEST_STEP_SECONDS) count += 1;
        before = seconds ?? before;
    }
    return count;
}

/** The time between the first rows where nine in ten of them follow each other by the same; undefined where they do not. */
export function regularStepSeconds(times: readonly string[], format: TimeFormat): number | undefined {
    const seconds = times.flatMap((time) => format.read(time)?.seconds ?? []);
    const counts = new Map<number, number>();
    for (const [index, time] of seconds.entries()) {
        const before = seconds[index - 1];
        if (before !== undefined) counts.set(time - before, (counts.get(time - before) ?? 0) + 1);
    }
    const most = [...counts].find(([, count]) => count * 10 >= (seconds.length - 1) * 9);
    if (most === undefined || most[1] < REGULAR_ROWS || most[0] <= 0) return undefined;
    return most[0];
}
