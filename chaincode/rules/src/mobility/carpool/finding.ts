import type { ProofClass } from '../incentives/policy.js';

/** A journey as it is held against the terms and against other journeys. Riders are pseudonyms. */
export interface RecordedJourney {
    readonly id: string;
    readonly operator: string;
    /** Of the car's trip; the journeys of one car share it. */
    readonly tripId: string;
    readonly driver: string;
    readonly passenger: string;
    readonly proofClass: ProofClass;
    /** Seconds since 1970. */
    readonly start: number;
    readonly end: number;
    readonly metres: number;
    readonly receivedAt: number;
    /** What a route planner finds between the ends, where one was asked. */
    readonly routed?: { readonly metres: number; readonly seconds: number };
}

export type FindingKind = 'terms' | 'anomaly' | 'fraud';

/** What speaks against a journey, in the registry's words, and what shows it. */
export interface Finding {
    readonly kind: FindingKind;
    readonly label:
        | 'expired'
        | 'distance_too_short'
        | 'too_many_trips_by_day'
        | 'too_close_trips'
        | 'temporal_overlap_anomaly'
        | 'distance_duration_anomaly'
        | 'interoperator_overlap'
        | 'interoperator_too_many_trips_by_day'
        | 'interoperator_too_close_trips';
    /** The journey it stands against. */
    readonly conflictingJourney?: string;
    readonly conflictingOperator?: string;
    /** Share of the journey's own time that overlaps, in parts per million. */
    readonly overlapPpm?: number;
    /** What was measured (hours, metres, seconds, trips; a ratio in thousandths) and what it should be within. */
    readonly measure?: string;
    readonly measured?: number;
    readonly limit?: number;
}

/** Both riders of a journey, each with the role it had. */
export function ridersOf({ driver, passenger }: RecordedJourney): readonly string[] {
    return driver === passenger ? [driver] : [driver, passenger];
}

export function isSameTrip(one: RecordedJourney, other: RecordedJourney): boolean {
    return one.operator === other.operator && one.tripId === other.tripId;
}

/** Seconds that two journeys share. */
export function overlapSeconds(one: RecordedJourney, other: RecordedJourney): number {
    return Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start));
}

/** Seconds between the end of the one and the start of the other; nothing where they overlap. */
export function secondsBetween(one: RecordedJourney, other: RecordedJourney): number {
    return Math.max(0, Math.max(one.start, other.start) - Math.min(one.end, other.end));
}
