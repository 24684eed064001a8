/**
 * Great-circle distance by the haversine formula on a sphere of 6,371,008.8 m (the mean radius of the IUGG).
 *
 * Only additions, products, quotients and square roots are taken: IEEE 754 rounds each of them in one way, while
 * Math.sin and its kin may differ from one engine to the next. The result is rounded once, to whole metres, halves up.
 */

export interface Point {
    readonly latMicroDeg: number;
    readonly lonMicroDeg: number;
}

const RADIUS_METRES = 6_371_008.8;
const PI = 3.141592653589793;
const RADIANS_A_MICRO_DEGREE = PI / 180_000_000;
const SERIES_TERMS = 14;
/** Each halves the angle; after six the largest is below 0.025 and its series is short. */
const HALVINGS = 6;

/** Whole metres between two points. */
export function distanceMetres(from: Point, to: Point): number {
    const halfLat = sine(((to.latMicroDeg - from.latMicroDeg) * RADIANS_A_MICRO_DEGREE) / 2);
    const halfLon = sine((shortestTurn(to.lonMicroDeg - from.lonMicroDeg) * RADIANS_A_MICRO_DEGREE) / 2);
    const cosines = cosine(from.latMicroDeg * RADIANS_A_MICRO_DEGREE) * cosine(to.latMicroDeg * RADIANS_A_MICRO_DEGREE);
    const haversine = Math.min(1, halfLat * halfLat + cosines * halfLon * halfLon);
    return Math.floor(2 * RADIUS_METRES * arcsine(Math.sqrt(haversine)) + 0.5);
}

export function isWithinMetres(centre: Point, point: Point, radiusMetres: number): boolean {
    return distanceMetres(centre, point) <= radiusMetres;
}

/** Within half a turn, by the shorter way round. */
function shortestTurn(microDegrees: number): number {
    if (microDegrees > 180_000_000) return microDegrees - 360_000_000;
    return microDegrees < -180_000_000 ? microDegrees + 360_000_000 : microDegrees;
}

/** Of an angle within a quarter turn. */
function sine(angle: number): number {
    return powerSeries(angle, angle, 1);
}

function cosine(angle: number): number {
    return powerSeries(1, angle, 0);
}

/** The alternating series whose terms grow from `first` by angle² over the next two whole numbers. */
function powerSeries(first: number, angle: number, start: number): number {
    const square = angle * angle;
    let term = first;
    let sum = first;
    for (let step = 1; step <= SERIES_TERMS; step += 1) {
        const at = start + 2 * step;
        term = (-term * square) / ((at - 1) * at);
        sum += term;
    }
    return sum;
}

/** Of 0 to 1, by halving the angle until its series converges at once. */
function arcsine(value: number): number {
    let sineOfPart = value;
    for (let halving = 0; halving < HALVINGS; halving += 1) {
        const cosineOfPart = Math.sqrt(1 - sineOfPart * sineOfPart);
        sineOfPart /= Math.sqrt(2 * (1 + cosineOfPart));
    }
    const square = sineOfPart * sineOfPart;
    const part = sineOfPart * (1 + square * (1 / 6 + square * (3 / 40 + square * (5 / 112 + (square * 35) / 1_152))));
    return part * 2 ** HALVINGS;
}
