/** The readings that count, in the order of what happened, cut where an odometer was replaced or began again. */
import { compareUtf8, dayNumber } from '../units/index.js';
import type { ReadingUnit } from './events.js';
import { capacityOf, metresOf } from './odometer.js';
import { mostIn, type Pace } from './probable-distance.js';
import type { StoredReading } from './records.js';
import type { VehicleDescription } from './vehicle-description.js';

/** A reading as a point of its series. */
export interface Point {
    readonly event: string;
    /** Days since 1970-01-01. */
    readonly day: number;
    /** Metres, or hours of operation. */
    readonly amount: number;
    readonly value: number;
    readonly unit: ReadingUnit;
}

export interface Segment {
    /** By day, and within a day from the lowest: the order in which one day's readings are consistent if any is. */
    readonly points: readonly Point[];
    /**
     * How it ends. `unread`: replaced, and nobody could read the old odometer. Of a roll-over what the odometer counts
     * before it begins again.
     */
    readonly end:
        | { readonly by: 'present' }
        | { readonly by: 'replacement' | 'unread'; readonly event: string }
        | { readonly by: 'roll-over'; readonly event: string; readonly full: number };
}

export interface SeriesKind {
    readonly kind: 'distance' | 'hours';
    readonly paces: readonly Pace[];
    /** Whether a replacement ends a segment; one that does not is a reading like any other. */
    readonly counts: (replaced: StoredReading) => boolean;
}

interface Break extends Point {
    readonly before?: Point;
    readonly full?: number;
}

/** Distances and hours are two odometers: each has a series of its own. */
export function segmentsOf(
    readings: readonly StoredReading[],
    description: VehicleDescription,
    { kind, paces, counts }: SeriesKind,
): readonly Segment[] {
    const counted = readings.filter(
        ({ voidedBy, attests, unit }) =>
            voidedBy === undefined && attests === undefined && (unit === 'h') === (kind === 'hours'),
    );
    const segments: Segment[] = [];
    let points: Point[] = [];
    for (const { plain, breaks } of byDay(counted, description, counts)) {
        let left = plain;
        for (const one of breaks) {
            const before = [...points, ...left.filter((point) => isOfOld(point, one, points.at(-1)))];
            if (one.full !== undefined && !canHaveRolledOver(before, one, one.full, paces)) {
                left = [...left, one].sort(inOrder);
                continue;
            }
            left = left.filter((point) => !before.includes(point));
            segments.push({ points: one.before ? [...before, one.before] : before, end: endOf(one) });
            points = [one];
        }
        points.push(...left);
    }
    return [...segments, { points, end: { by: 'present' } }];
}

/** Counted points in the order in which they happened, as far as the days tell. */
export function inOrder(a: Point, b: Point): number {
    return a.day - b.day || a.amount - b.amount || compareUtf8(a.event, b.event);
}

/** Days that two points span, both included. */
export function daysSpanned(earlier: Point, later: Point): number {
    return later.day - earlier.day + 1;
}

/** Readings of the day of a change are of the odometer whose figure is nearer. */
function isOfOld(point: Point, change: Break, last: Point | undefined): boolean {
    const old = change.before?.amount ?? change.full ?? last?.amount;
    return old !== undefined && Math.abs(point.amount - old) <= Math.abs(point.amount - change.amount);
}

/**
 * A roll-over explains a fall only where the distance that it implies can have been driven, from every reading before it:
 * else whoever rolls an odometer back would call it that. None of them is beyond what the odometer counts, as one in miles
 * can be beyond what it counts in kilometres.
 */
function canHaveRolledOver(before: readonly Point[], change: Break, full: number, paces: readonly Pace[]): boolean {
    return before.every(
        (point) =>
            point.amount < full && full - point.amount + change.amount <= mostIn(daysSpanned(point, change), paces),
    );
}

function endOf({ event, before, full }: Break): Segment['end'] {
    if (full !== undefined) return { by: 'roll-over', event, full };
    return { by: before === undefined ? 'unread' : 'replacement', event };
}

interface DayOfSeries {
    readonly plain: readonly Point[];
    readonly breaks: readonly Break[];
}

function byDay(
    readings: readonly StoredReading[],
    description: VehicleDescription,
    counts: SeriesKind['counts'],
): readonly DayOfSeries[] {
    const days = new Map<number, { plain: Point[]; breaks: Break[] }>();
    for (const reading of readings) {
        const point = pointOf(reading, reading.value);
        const ofDay = days.get(point.day) ?? { plain: [], breaks: [] };
        days.set(point.day, ofDay);
        const change = counts(reading) ? breakOf(reading, point, description) : undefined;
        if (change === undefined) ofDay.plain.push(point);
        else ofDay.breaks.push(change);
    }
    return [...days.entries()]
        .sort(([a], [b]) => a - b)
        .map(([, { plain, breaks }]) => ({
            plain: plain.sort(inOrder),
            breaks: breaks.sort((a, b) => compareUtf8(a.event, b.event)),
        }));
}

function breakOf(reading: StoredReading, point: Point, description: VehicleDescription): Break | undefined {
    const { kind, before, unit } = reading;
    if (kind === 'odometer-replaced')
        return before === undefined ? point : { ...point, before: pointOf(reading, before) };
    if (kind !== 'odometer-rolled-over') return undefined;
    return { ...point, full: amountOf(capacityOf(description, unit) + 1, unit) };
}

function pointOf({ event, day, unit }: StoredReading, value: number): Point {
    return { event, day: dayNumber(day), amount: amountOf(value, unit), value, unit };
}

/** Metres, or hours. */
export function amountOf(value: number, unit: ReadingUnit): number {
    return unit === 'h' ? value : metresOf(value, unit);
}
