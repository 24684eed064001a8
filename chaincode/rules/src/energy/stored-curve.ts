import type { Readings } from './curve.js';
import { packValues } from './packed-values.js';
import type { Curve, Quality } from './records.js';

/** What is kept of a delivered curve: the readings to store, from the first to the last of them, with their qualities. */
export function storedCurve(delivered: Curve, toStore: Readings): Curve {
    const first = toStore.findIndex((value) => value !== null);
    const last = toStore.findLastIndex((value) => value !== null);
    const { qualities: all, ...curve } = delivered;
    const qualities = (all ?? []).flatMap((run) => clipped(run, first, last));
    return {
        ...curve,
        start: delivered.start + first * delivered.stepMinutes * 60,
        values: packValues(toStore.slice(first, last + 1)),
        ...(qualities.length === 0 ? {} : { qualities }),
    };
}

function clipped(
    [start, steps, quality]: readonly [number, number, Quality],
    first: number,
    last: number,
): [number, number, Quality][] {
    const from = Math.max(start, first);
    const to = Math.min(start + steps, last + 1);
    return to > from ? [[from - first, to - from, quality]] : [];
}
