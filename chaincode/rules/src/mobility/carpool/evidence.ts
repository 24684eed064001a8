/**
 * What a ride is proved by, and the proof class that follows from it. In the French registry the operator states the class
 * of each journey (class A: it put the two together; B: and it knows the way of one of them; C: of both, who are not the
 * same person); here it is computed from what the riders' telephones signed.
 */
import type { ProofClass } from '../incentives/policy.js';
import { distanceMetres, type Point } from './distance.js';

export type RiderRole = 'driver' | 'passenger';
export type RideEnd = 'start' | 'end';

/** Where and when a rider's telephone was. Its signature is verified before: rules see only points that are true to their key. */
export interface SignedPoint {
    /** Pseudonym of the rider. */
    readonly who: string;
    readonly role: RiderRole;
    readonly at: RideEnd;
    /** Seconds since 1970. */
    readonly time: number;
    /** Rounded by the telephone, to three decimals of a degree unless it is told otherwise. */
    readonly place: Point;
    /** Of the rotating key that signed. */
    readonly keyEpoch: number;
    /** Digest of the key, so that one telephone does not stand for two riders. */
    readonly key: string;
}

export interface EvidenceThresholds {
    /** Riders of one car are this near to each other at both ends. Own choice: two cells of three decimals and some walking. */
    readonly togetherMetres: number;
    readonly togetherSeconds: number;
    /** A way takes at least this long. */
    readonly leastSeconds: number;
}

export const evidenceThresholds: EvidenceThresholds = {
    togetherMetres: 500,
    togetherSeconds: 900,
    leastSeconds: 60,
};

export interface RideEvidence {
    /** Pseudonyms of the driver and the passenger that agreed on the ride. */
    readonly driver: string;
    readonly passenger: string;
    readonly points: readonly SignedPoint[];
}

/** Why a class is not a higher one. */
export type MissingProof =
    | 'driver_start_missing'
    | 'driver_end_missing'
    | 'passenger_start_missing'
    | 'passenger_end_missing'
    | 'driver_too_short'
    | 'passenger_too_short'
    | 'same_identity'
    | 'same_telephone'
    | 'apart_at_start'
    | 'apart_at_end';

export interface Proof {
    readonly proofClass: ProofClass;
    /** What was missing for class C, in order. */
    readonly missing: readonly MissingProof[];
}

interface Way {
    readonly start: SignedPoint;
    readonly end: SignedPoint;
}

/** Class of a journey: A for two who agreed, B with the whole way of one of them, C with those of both, together. */
export function proofOf(
    { driver, passenger, points }: RideEvidence,
    thresholds: EvidenceThresholds = evidenceThresholds,
): Proof {
    const missing: MissingProof[] = [];
    const driverWay = wayOf(points, 'driver', driver, thresholds, missing);
    const passengerWay = wayOf(points, 'passenger', passenger, thresholds, missing);
    if (driver === passenger) missing.push('same_identity');
    if (driverWay !== undefined && passengerWay !== undefined)
        missing.push(...apartness(driverWay, passengerWay, thresholds));
    if (missing.length === 0) return { proofClass: 'C', missing };
    const hasOne = (driverWay ?? passengerWay) !== undefined && driver !== passenger;
    return { proofClass: hasOne ? 'B' : 'A', missing };
}

/** The start and the end of one rider, of several points the first and the last. */
function wayOf(
    points: readonly SignedPoint[],
    role: RiderRole,
    who: string,
    { leastSeconds }: EvidenceThresholds,
    missing: MissingProof[],
): Way | undefined {
    const own = points.filter((point) => point.role === role && point.who === who);
    const start = extreme(own, 'start', -1);
    const end = extreme(own, 'end', 1);
    if (start === undefined) missing.push(`${role}_start_missing`);
    if (end === undefined) missing.push(`${role}_end_missing`);
    if (start === undefined || end === undefined) return undefined;
    if (end.time - start.time >= leastSeconds) return { start, end };
    missing.push(`${role}_too_short`);
    return undefined;
}

function extreme(points: readonly SignedPoint[], at: RideEnd, sign: 1 | -1): SignedPoint | undefined {
    return points
        .filter((point) => point.at === at)
        .reduce<SignedPoint | undefined>(
            (best, point) => (best === undefined || (point.time - best.time) * sign > 0 ? point : best),
            undefined,
        );
}

function apartness(driver: Way, passenger: Way, thresholds: EvidenceThresholds): readonly MissingProof[] {
    const keys = [driver.start.key, driver.end.key];
    return [
        ...(keys.includes(passenger.start.key) || keys.includes(passenger.end.key)
            ? (['same_telephone'] as const)
            : []),
        ...(isTogether(driver.start, passenger.start, thresholds) ? [] : (['apart_at_start'] as const)),
        ...(isTogether(driver.end, passenger.end, thresholds) ? [] : (['apart_at_end'] as const)),
    ];
}

function isTogether(one: SignedPoint, other: SignedPoint, thresholds: EvidenceThresholds): boolean {
    return (
        Math.abs(one.time - other.time) <= thresholds.togetherSeconds &&
        distanceMetres(one.place, other.place) <= thresholds.togetherMetres
    );
}
