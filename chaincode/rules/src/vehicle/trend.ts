/** One odometer's figures: whether they rise, and what explains where they do not. */
import { mulDivFloor } from '../units/index.js';
import { mostIn, type Pace } from './probable-distance.js';
import type { JudgementFlag, ReadingPair } from './judgement-record.js';
import { daysSpanned, type Point } from './series.js';

export interface TrendParameters {
    /** A fall of less is none. */
    readonly tolerance: number;
    readonly spikePpm: number;
    readonly spike: number;
    readonly paces: readonly Pace[];
    readonly retestDays: number;
    /** Falls on days before it are not counted. Days since 1970-01-01. */
    readonly countedFrom: number;
}

export interface Trend {
    readonly pairs: readonly ReadingPair[];
    readonly flags: readonly JudgementFlag[];
    /** Every pair falls only once converted: the figures rose, their units differ. */
    readonly onlyUnits: boolean;
    /** Highest figure that counts; undefined without points, or where a fall breaks the sum. */
    readonly top?: number;
}

const PPM = 1_000_000;

/**
 * Goes through the points of a segment. Each is compared with the highest before it, so that many small falls add up.
 * - Lower by less than the tolerance: flagged.
 * - Lower, and the next is as high as before: a dip, flagged.
 * - Lower otherwise: the two offend, and what follows is compared with the lower one.
 * - Far above both neighbours, while the next goes on from the one before, and farther than can have been driven: a
 *   spike, flagged; the fall after it is explained. A high figure that can have been driven explains nothing: it may be
 *   the true one, and the next rolled back.
 *
 * Slips are rare: beyond one, or one of ten readings, spikes and dips are not explained.
 */
export function trendOf(points: readonly Point[], parameters: TrendParameters): Trend {
    const walk = walked(points, parameters);
    const slips = walk.flags.filter(({ kind }) => kind === 'SPIKE' || kind === 'DIP').length;
    // Many of them are two vehicles under one number, or two odometers.
    const { pairs, flags, runs } = slips <= mostSlips(points) ? walk : walked(points, { ...parameters, slips: false });
    const top = runs.length === 1 ? runs[0]?.top : undefined;
    return {
        pairs: pairs.map(([earlier, later]) => ({ earlier: earlier.event, later: later.event })),
        flags: [...flags, ...unitSwitches(points), ...runs.flatMap((run) => flagsOfRun(run.points, parameters))],
        onlyUnits: pairs.every(([earlier, later]) => earlier.unit !== later.unit && later.value > earlier.value),
        ...(top && { top: top.amount }),
    };
}

/** One, or one of ten readings. */
function mostSlips({ length }: readonly Point[]): number {
    return Math.max(1, Math.floor(length / 10));
}

/** Points that count, from one fall to the next. */
interface Run {
    readonly points: Point[];
    top?: Point;
}

interface Walk {
    readonly pairs: readonly (readonly [Point, Point])[];
    readonly flags: readonly JudgementFlag[];
    readonly runs: readonly Run[];
}

interface WalkParameters extends TrendParameters {
    /** Whether spikes and dips are explained; they are unless it says no. */
    readonly slips?: false;
}

function walked(points: readonly Point[], parameters: WalkParameters): Walk {
    const pairs: (readonly [Point, Point])[] = [];
    const flags: JudgementFlag[] = [];
    let run: Run = { points: [] };
    const runs = [run];
    points.forEach((point, index) => {
        const place = placeOf(point, points[index + 1], run, parameters);
        if (place === 'SPIKE' || place === 'DIP') {
            flags.push({ kind: place, events: [point.event] });
            return;
        }
        const { top } = run;
        if (top !== undefined && place === 'FALLS') pairs.push([top, point]);
        if (top !== undefined && place === 'WITHIN_TOLERANCE')
            flags.push({ kind: place, events: [top.event, point.event] });
        if (place === 'FALLS' || place === 'FALLS_UNCOUNTED') {
            run = { points: [] };
            runs.push(run);
        }
        run.points.push(point);
        if (place !== 'WITHIN_TOLERANCE') run.top = point;
    });
    return { pairs, flags, runs };
}

type PlaceOfPoint = 'RISES' | 'SPIKE' | 'DIP' | 'WITHIN_TOLERANCE' | 'FALLS' | 'FALLS_UNCOUNTED';

function placeOf(
    point: Point,
    next: Point | undefined,
    { top, points }: Run,
    parameters: WalkParameters,
): PlaceOfPoint {
    const { tolerance, countedFrom } = parameters;
    if (top === undefined) return 'RISES';
    const goesOn = next !== undefined && next.amount > top.amount - tolerance && parameters.slips !== false;
    if (point.amount >= top.amount) {
        const alone = goesOn && isFarAbove(point, top, parameters) && isFarAbove(point, next, parameters);
        return alone && isBeyondReach(point, points, parameters) ? 'SPIKE' : 'RISES';
    }
    if (top.amount - point.amount < tolerance) return 'WITHIN_TOLERANCE';
    if (goesOn) return 'DIP';
    return point.day < countedFrom ? 'FALLS_UNCOUNTED' : 'FALLS';
}

function isFarAbove(point: Point, neighbour: Point, { spikePpm, spike }: TrendParameters): boolean {
    const above = point.amount - neighbour.amount;
    return above > spike && above > mulDivFloor(neighbour.amount, spikePpm, PPM);
}

/** Of any reading before: one more reading can only make it clearer. */
function isBeyondReach(point: Point, run: readonly Point[], { paces }: TrendParameters): boolean {
    return run.some((earlier) => point.amount - earlier.amount > mostIn(daysSpanned(earlier, point), paces));
}

function unitSwitches(points: readonly Point[]): readonly JudgementFlag[] {
    return points.flatMap((point, index): JudgementFlag[] => {
        const before = points[index - 1];
        if (before === undefined || before.unit === point.unit) return [];
        return [{ kind: 'UNIT_SWITCH', events: [before.event, point.event] }];
    });
}

function flagsOfRun(run: readonly Point[], parameters: TrendParameters): readonly JudgementFlag[] {
    return [...sameFigures(run, parameters), ...improbableRates(run, parameters)];
}

/** Zero again is a vehicle that has not left yet. */
function sameFigures(run: readonly Point[], { retestDays }: TrendParameters): readonly JudgementFlag[] {
    return run.flatMap((point, index): JudgementFlag[] => {
        const before = run[index - 1];
        if (before?.amount !== point.amount || point.amount === 0) return [];
        const kind = point.day - before.day <= retestDays ? 'RETEST' : 'UNCHANGED';
        return [{ kind, events: [before.event, point.event] }];
    });
}

/** From the reading before, and from the first within each span; one flag a reading, with the narrowest pair. */
function improbableRates(run: readonly Point[], { paces }: TrendParameters): readonly JudgementFlag[] {
    const firsts = paces.map(() => 0);
    return run.flatMap((point, index): JudgementFlag[] => {
        const before = run[index - 1];
        if (before === undefined) return [];
        const candidates = paces.map(({ days }, pace) => {
            let first = firsts[pace] ?? 0;
            while (first < index && daysSpanned(run[first] ?? point, point) > days) first += 1;
            firsts[pace] = first;
            return run[first] ?? point;
        });
        const from = [before, ...candidates].find(
            (earlier) => point.amount - earlier.amount > mostIn(daysSpanned(earlier, point), paces),
        );
        return from === undefined ? [] : [{ kind: 'IMPROBABLE_RATE', events: [from.event, point.event] }];
    });
}
