/** Meter curves: what a delivery may hold, and what of it is new. */
import { dayOfInstant, monthBounds, dayBounds, type ZoneTable } from '../units/index.js';
import { Refused } from '../wire/index.js';
import { unpackValues } from './packed-values.js';
import { parametersOn } from './parameters-in-force.js';
import type { CommunityParameters, Curve, Instant, Month, StepMinutes } from './records.js';

/** Watt-hours of each step, null where there is no reading. */
export type Readings = readonly (number | null)[];

/** Readings from an instant on. */
export interface Series {
    readonly start: Instant;
    readonly values: Readings;
}

/**
 * Reads a curve of a delivery.
 * @throws Refused ENERGY_CURVE_INVALID where its values or qualities cannot be read, ENERGY_CURVE_OUTSIDE_MONTH where it
 *   passes the month's bounds, ENERGY_CURVE_OFF_GRID where its step is not the community's in one of its days or it does
 *   not start on one. They are looked for in this order.
 */
export function readCurve(
    curve: Curve,
    community: {
        readonly zone: ZoneTable;
        readonly parameters: readonly CommunityParameters[];
        readonly month: Month;
    },
): Readings {
    const values = unpackValues(curve.values);
    checkQualities(curve, values.length);
    const { zone, parameters, month } = community;
    const bounds = monthBounds(zone, month);
    const end = curve.start + values.length * curve.stepMinutes * 60;
    if (bounds === undefined || curve.start < bounds.start || end > bounds.end)
        throw new Refused('ENERGY_CURVE_OUTSIDE_MONTH', { month });
    const step = stepsOver(zone, parameters, { start: curve.start, end }).find((its) => its !== curve.stepMinutes);
    if (step !== undefined) throw new Refused('ENERGY_CURVE_OFF_GRID', { stepMinutes: step });
    // Days of a zone are whole steps counted from a whole step of UTC (see zoneFitsStep).
    if (curve.start % (curve.stepMinutes * 60) !== 0)
        throw new Refused('ENERGY_CURVE_OFF_GRID', { stepMinutes: curve.stepMinutes });
    return values;
}

export interface MergedCurve {
    /** Aligned with the incoming curve: what is new or corrected, gaps elsewhere; null where there is nothing to store. */
    readonly toStore: Readings | null;
    readonly storedSteps: number;
    readonly unchangedSteps: number;
    /** Runs of steps that were refused, in order. */
    readonly refused: readonly {
        readonly code: 'ENERGY_READING_AFTER_CLOSE' | 'ENERGY_READING_DIFFERS';
        readonly start: Instant;
        readonly steps: number;
    }[];
}

type RefusedRun = MergedCurve['refused'][number];

/**
 * Compares a curve with what is stored, step by step. A gap says nothing; a reading that is stored with the same value is
 * unchanged, also on a settled day. Another reading of a settled day is refused, whether one is stored or none; on other
 * days one that is not stored is stored, and one that differs is stored where it is a correction, else refused.
 */
export function mergeCurve(delivery: {
    /** Earlier deliveries of the same step, in the order of their versions. */
    readonly stored: readonly Series[];
    readonly incoming: Series;
    readonly stepMinutes: StepMinutes;
    readonly settled: (instant: Instant) => boolean;
    readonly correction: boolean;
}): MergedCurve {
    const { stored, incoming, stepMinutes, settled, correction } = delivery;
    const stepSeconds = stepMinutes * 60;
    const current = latestReadings(stored, { start: incoming.start, steps: incoming.values.length, stepMinutes });
    const toStore: (number | null)[] = new Array<number | null>(incoming.values.length).fill(null);
    const refused: RefusedRun[] = [];
    let storedSteps = 0;
    let unchangedSteps = 0;
    incoming.values.forEach((reading, step) => {
        if (reading === null) return;
        const before = current[step] ?? null;
        const instant = incoming.start + step * stepSeconds;
        if (reading === before) {
            unchangedSteps += 1;
        } else if (settled(instant)) {
            addRefused(refused, 'ENERGY_READING_AFTER_CLOSE', instant, stepSeconds);
        } else if (before !== null && !correction) {
            addRefused(refused, 'ENERGY_READING_DIFFERS', instant, stepSeconds);
        } else {
            toStore[step] = reading;
            storedSteps += 1;
        }
    });
    return { toStore: storedSteps === 0 ? null : toStore, storedSteps, unchangedSteps, refused };
}

/** The readings of a span: of each step the one of the latest version that has one. */
export function latestReadings(
    stored: readonly Series[],
    span: { readonly start: Instant; readonly steps: number; readonly stepMinutes: StepMinutes },
): Readings {
    const readings = new Array<number | null>(span.steps).fill(null);
    for (const { start, values } of stored) {
        const offset = (start - span.start) / (span.stepMinutes * 60);
        const last = Math.min(values.length, span.steps - offset);
        for (let step = Math.max(0, -offset); step < last; step += 1) {
            const value = values[step] ?? null;
            if (value !== null) readings[offset + step] = value;
        }
    }
    return readings;
}

function addRefused(runs: RefusedRun[], code: RefusedRun['code'], instant: Instant, stepSeconds: number): void {
    const last = runs.at(-1);
    if (last?.code === code && last.start + last.steps * stepSeconds === instant) {
        runs[runs.length - 1] = { ...last, steps: last.steps + 1 };
    } else {
        runs.push({ code, start: instant, steps: 1 });
    }
}

function checkQualities({ qualities = [] }: Curve, steps: number): void {
    let next = 0;
    for (const [first, length] of qualities) {
        if (first < next || first + length > steps)
            throw new Refused('ENERGY_CURVE_INVALID', { reason: 'its qualities are out of order or beyond its steps' });
        next = first + length;
    }
}

/** The time steps in force over a span; readings from before the first parameters are of the first step. */
function stepsOver(
    zone: ZoneTable,
    parameters: readonly CommunityParameters[],
    span: { readonly start: Instant; readonly end: Instant },
): readonly StepMinutes[] {
    const first = dayOfInstant(zone, span.start);
    const atStart = (first === undefined ? undefined : parametersOn(parameters, first)) ?? parameters[0];
    const changes = parameters.filter(({ from }) => {
        const at = dayBounds(zone, from)?.start;
        return at !== undefined && at > span.start && at < span.end;
    });
    return [...(atStart === undefined ? [] : [atStart]), ...changes].map(({ stepMinutes }) => stepMinutes);
}
