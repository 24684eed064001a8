/** Missing readings of one meter: found, and filled in where the settlement says how. */
import { timeOfDay, type Span, type ZoneTable } from '../units/index.js';
import { invariant } from '../wire/index.js';
import type { Readings, Series } from './curve.js';
import type { GapPolicy, StepMinutes } from './records.js';

/** `[first step, steps]` of readings that follow one another. */
export type Run = readonly [number, number];

/** Gaps of up to this long between two readings are estimated by the straight line between them. */
const INTERPOLATED_MINUTES = 120;

export function missingRuns(values: Readings): readonly Run[] {
    const runs: Run[] = [];
    for (let step = 0; step < values.length; step += 1) {
        if (values[step] !== null) continue;
        const first = step;
        while (step < values.length && values[step] === null) step += 1;
        runs.push([first, step - first]);
    }
    return runs;
}

export type FilledDay =
    | {
          readonly outcome: 'filled';
          /** One reading a step of the day. */
          readonly values: readonly number[];
          /** Steps of the day that were filled in. */
          readonly filled: readonly Run[];
          readonly filledSteps: number;
      }
    | { readonly outcome: 'missing' | 'not-estimable'; readonly steps: number };

/**
 * Completes a day of one meter.
 * - `refuse`: a day with a gap is `missing`.
 * - `zero`: a missing reading is nothing.
 * - `estimate`: a gap of up to two hours between two readings is the straight line between them; in a longer one, or one
 *   at an end of the window, a reading is the mean of those at the same local time of the window's other days. Both are
 *   rounded to whole watt-hours, halves up. Where there is nothing to go by the day is `not-estimable`.
 */
export function fillGaps(request: {
    readonly policy: GapPolicy;
    readonly zone: ZoneTable;
    readonly stepMinutes: StepMinutes;
    readonly day: Span;
    /** Readings of the day and of what days around it there are, in one series without a break. */
    readonly window: Series;
}): FilledDay {
    const { policy, stepMinutes, day, window } = request;
    const stepSeconds = stepMinutes * 60;
    const first = (day.start - window.start) / stepSeconds;
    const steps = (day.end - day.start) / stepSeconds;
    invariant(
        Number.isInteger(first) && first >= 0 && first + steps <= window.values.length,
        'the window covers the day, step by step',
    );
    const values = window.values.slice(first, first + steps);
    const gaps = missingRuns(values);
    const missing = gaps.reduce((sum, [, length]) => sum + length, 0);
    if (missing > 0 && policy === 'refuse') return { outcome: 'missing', steps: missing };

    const estimate = policy === 'estimate' && missing > 0 ? estimator(request, first, steps) : () => 0;
    const completed = values.map((value, step) => value ?? estimate(first + step));
    const readings = completed.filter((value) => value !== undefined);
    if (readings.length < steps) return { outcome: 'not-estimable', steps: steps - readings.length };
    return { outcome: 'filled', values: readings, filled: gaps, filledSteps: missing };
}

/** Estimates a step of the window. */
function estimator(
    { zone, stepMinutes, window }: { zone: ZoneTable; stepMinutes: StepMinutes; window: Series },
    first: number,
    steps: number,
): (step: number) => number | undefined {
    const { values } = window;
    const longest = INTERPOLATED_MINUTES / stepMinutes;
    const clock = (step: number): number | undefined => timeOfDay(zone, window.start + step * stepMinutes * 60);
    const otherDays = meansByTimeOfDay(
        values.map((value, step) => (step >= first && step < first + steps ? null : value)),
        clock,
    );
    return (step) => {
        let before = step;
        let after = step;
        while (before >= 0 && values[before] === null) before -= 1;
        while (after < values.length && values[after] === null) after += 1;
        const left = values[before] ?? null;
        const right = values[after] ?? null;
        if (left !== null && right !== null && after - before - 1 <= longest)
            return divideHalfUp(left * (after - step) + right * (step - before), after - before);
        return otherDays(clock(step));
    };
}

function meansByTimeOfDay(
    values: Readings,
    clock: (step: number) => number | undefined,
): (time: number | undefined) => number | undefined {
    const sums = new Map<number | undefined, { readonly sum: number; readonly count: number }>();
    values.forEach((value, step) => {
        if (value === null) return;
        const time = clock(step);
        const { sum, count } = sums.get(time) ?? { sum: 0, count: 0 };
        sums.set(time, { sum: sum + value, count: count + 1 });
    });
    return (time) => {
        const found = sums.get(time);
        return found && divideHalfUp(found.sum, found.count);
    };
}

function divideHalfUp(dividend: number, divisor: number): number {
    return Math.floor((2 * dividend + divisor) / (2 * divisor));
}
