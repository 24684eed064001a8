/** How far a vehicle can have gone in a time, by the maxima that the organisations decided. */
import type { JudgementParameters } from './judgement-record.js';

/** Days of the longest week, month, quarter and year. */
const WINDOWS = { day: 1, week: 7, month: 31, quarter: 92, year: 366 } as const;
type Window = keyof typeof WINDOWS;

/** A span of days and the most that can pass in it. */
export interface Pace {
    readonly days: number;
    readonly most: number;
}

const HOURS_A_DAY = 24;

/** Maxima in metres, shortest span first. */
export function pacesOf({ maxMetres }: Pick<JudgementParameters, 'maxMetres'>): readonly Pace[] {
    return (Object.keys(WINDOWS) as Window[]).map((window) => ({ days: WINDOWS[window], most: maxMetres[window] }));
}

/** Hours of operation: as many as a day has. */
export const hourPaces: readonly Pace[] = [{ days: 1, most: HOURS_A_DAY }];

/**
 * The most that can pass in `days`, which lie within `ceil(days / w)` spans of `w` days each, whichever span is the
 * narrowest. It never falls as the days grow.
 */
export function mostIn(days: number, paces: readonly Pace[]): number {
    return paces.reduce(
        (most, pace) => Math.min(most, pace.most * Math.ceil(days / pace.days)),
        Number.MAX_SAFE_INTEGER,
    );
}
