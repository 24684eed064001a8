/** The judgement of a mileage as it stands in a passport, and what the organisations decide of it. */
import type { Day } from './day-and-place.js';
import type { VehicleCategory } from './vehicle-description.js';

export type JudgementOutcome = 'logical' | 'illogical' | 'no-opinion';

/** Why the outcome is what it is. With the code of the Dutch register that says the same, where there is one. */
export type JudgementReason =
    | 'RISING'
    | 'RISING_WITH_ATTESTED_REPLACEMENT'
    | 'LOWER_READING'
    | 'UNIT_CONTRADICTION'
    | 'FEWER_THAN_TWO_READINGS'
    | 'IMPORTED'
    | 'ODOMETER_REPLACED'
    | 'ODOMETER_ROLLED_OVER'
    | 'CATEGORY_NOT_JUDGED'
    | 'NO_ODOMETER';

/** Two readings that do not go together. */
export interface ReadingPair {
    readonly earlier: string;
    readonly later: string;
}

export type JudgementFlagKind =
    /** One reading far above, or below, both of its neighbours. */
    | 'SPIKE'
    | 'DIP'
    /** More metres a day, week, month, quarter or year than the parameters allow. */
    | 'IMPROBABLE_RATE'
    /** The unit changed between two readings. */
    | 'UNIT_SWITCH'
    /** The same figure again, beyond the time of a retest. */
    | 'UNCHANGED'
    /** The same figure again within the time of a retest: one visit. Nothing is wrong with it. */
    | 'RETEST'
    /** Two places too far apart on one day. */
    | 'TWO_PLACES'
    /** A drop within the tolerance. */
    | 'WITHIN_TOLERANCE';

export interface JudgementFlag {
    readonly kind: JudgementFlagKind;
    readonly events: readonly string[];
}

/** A pure function of the set of readings, the description and the parameters. */
export interface Judgement {
    readonly outcome: JudgementOutcome;
    readonly reason: JudgementReason;
    /** RDW's code_toelichting_tellerstandoordeel that says the same. */
    readonly rdwCode: '00' | '01' | '02' | '04' | '05' | '06' | 'NG';
    readonly pairs: readonly ReadingPair[];
    readonly flags: readonly JudgementFlag[];
    /** The sum over the odometer's segments, in metres, decimal; absent where it cannot be said. */
    readonly distanceM?: string;
    readonly lastReadingM?: string;
}

/** Decided by the area's organisations: subject `vehicle.judgement`. */
export interface JudgementParameters {
    /** A drop of less is no trend break. RDW: 100 km. */
    readonly toleranceM: number;
    readonly maxMetres: {
        readonly day: number;
        readonly week: number;
        readonly month: number;
        readonly quarter: number;
        readonly year: number;
    };
    /**
     * Above both neighbours by more than this part of them, and by more than `spikeM`: a spike, where it is also farther
     * than can have been driven. A high figure that can be true does not explain the fall after it.
     */
    readonly spikePpm: number;
    readonly spikeM: number;
    /** Readings of one visit and its retest count as one episode. */
    readonly retestDays: number;
    /** Drops before this day are not counted against a vehicle. */
    readonly countedFrom: Day;
    readonly categoriesNotJudged: readonly VehicleCategory[];
    /** Farther apart on one day: two places at once. */
    readonly twoPlacesM: number;
    /** Days in which an author corrects alone; afterwards a second organisation confirms. */
    readonly correctionDays: number;
}
