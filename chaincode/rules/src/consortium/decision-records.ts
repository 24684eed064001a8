import type { Json } from '../wire/index.js';

/** Calendar day, `2026-01-31`; of a transaction, in UTC. */
export type Day = string;

/** Open until so many organisations have approved or rejected it that the rest cannot change the outcome. */
export type DecisionState = 'open' | 'adopted' | 'rejected';

/** MSP ids of the organisations that have voted, in order. */
export interface Votes {
    readonly approvedBy: readonly string[];
    readonly rejectedBy: readonly string[];
}

/** A decision of an area's organisations, without the value that is decided on, which may be large. */
export interface DecisionRecord extends Votes {
    /** Id that the proposer gave. */
    readonly decision: string;
    /** What is decided on: one of the subjects that the area's code names. */
    readonly subject: string;
    /** First day that the value is in force, once it is adopted. */
    readonly from: Day;
    /** MSP id. */
    readonly proposedBy: string;
    /** Seconds since 1970-01-01 UTC. */
    readonly proposedAt: number;
    readonly state: DecisionState;
    /** When it was adopted or rejected, in seconds since 1970-01-01 UTC. */
    readonly closedAt?: number;
}

export interface Decision extends DecisionRecord {
    /** As the subject's decoder gives it. */
    readonly value: Json;
}

/** An adopted decision among those of its subject. */
export interface AdoptedDecision {
    readonly decision: string;
    readonly from: Day;
    /** Where it is no larger than `decisionLimits.inlineBytes`. */
    readonly value?: Json;
}

/** What is in force on a day. */
export interface ValueInForce {
    readonly decision: string;
    readonly from: Day;
    readonly value: Json;
}

export const decisionLimits = {
    /** Canonical JSON of a value. */
    valueBytes: 256 * 1024,
    /** A value up to this size is read together with the list of its subject's decisions. */
    inlineBytes: 2 * 1024,
    /** Adopted decisions of one subject: one a week for nearly ten years. */
    adoptedPerSubject: 500,
    rowsPerList: 100,
} as const;
