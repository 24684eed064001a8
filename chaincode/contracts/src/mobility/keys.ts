import type {
    AgreedStatement,
    Authorisation,
    DisputeRecord,
    DisputeState,
    Headroom,
    MediationRecord,
    MemberWindow,
    OperatorRecord,
    PairWindow,
    PublishedPlan,
    PublishedTariff,
    RecordedBooking,
    RejectedPayment,
    SettlementRecord,
    ShareRecord,
    SharePart,
    SubmittedStatement,
    LegKind,
    OutcomeRun,
    PackedLegs,
    PackedRoster,
    WindowRecord,
    WindowState,
} from '@quartier/rules/mobility';

import { recordKind } from '../ledger/index.js';

/** The layout of the clearing's state. What stands here is what a peer stores: a test prints it and fails on a change. */
export const publicKinds = {
    operator: recordKind<OperatorRecord>()('mobility.operator', ['operator']),
    /** One a version, so that a batch of legs reads only those that price it. */
    tariff: recordKind<PublishedTariff>()('mobility.tariff', ['operator', 'tariff', 'version']),
    lastTariff: recordKind<{ readonly version: number }>()('mobility.last-tariff', ['operator', 'tariff']),
    plan: recordKind<PublishedPlan>()('mobility.plan', ['seller', 'plan', 'version']),
    lastPlan: recordKind<{ readonly version: number }>()('mobility.last-plan', ['seller', 'plan']),
    /** One row of the windows that take legs, are looked at for late ones or have debts that stay, so that a batch reads a single key. */
    calendar: recordKind<{ readonly windows: readonly CalendarWindow[] }>()('mobility.calendar', ['calendar']),
    window: recordKind<WindowRecord>()('mobility.window', ['window']),
    /** Created when the window opens; from then on the two write it, and nobody else. */
    pairWindow: recordKind<PairWindow>()('mobility.pair-window', ['window', 'first', 'second']),
    /** Created when the window opens; from then on the member and the settlement office write it together. */
    memberWindow: recordKind<MemberWindow>()('mobility.member-window', ['window', 'member']),
    settlement: recordKind<SettlementRecord>()('mobility.settlement', ['window', 'revision']),
    bookings: recordKind<StoredBookings>()('mobility.bookings', ['window']),
    mediation: recordKind<MediationRecord>()('mobility.mediation', ['mediation']),
    share: recordKind<ShareRecord>()('mobility.share', ['share']),
} as const;

export interface CalendarWindow {
    readonly window: string;
    readonly from: number;
    readonly to: number;
    readonly graceSeconds: number;
    readonly state: WindowState;
    readonly revision: number;
    /** What they owe and are owed in it stays between two. */
    readonly defaulters: readonly string[];
    /** What the two owe each other in it stays between them. */
    readonly setAside: readonly (readonly [string, string])[];
}

export interface StoredBookings {
    readonly bookings: readonly RecordedBooking[];
    readonly rejected: readonly RejectedPayment[];
}

/** Records of the collection of a pair. The creditor is the operator, the debtor is the other one. */
export const pairKinds = {
    /** Beside the collection's key. */
    agreement: recordKind<Agreement>()('agreement', []),
    /** What a lane holds by window, and what became of its last batches: read and written once a batch. */
    lane: recordKind<LaneRecord>()('lane', ['creditor', 'lane']),
    /** A settled window of a lane, once the lane has many. */
    pastWindow: recordKind<LaneWindow>()('lane-window', ['creditor', 'lane', 'window']),
    /** Ids of the records of a lane that ended on a UTC day and where they are, packed; the last ones stand with the lane. */
    seen: recordKind<string>()('seen', ['creditor', 'lane', 'day']),
    batch: recordKind<BatchRecord>()('batch', ['creditor', 'lane', 'batch']),
    /** Credits, replacements and refunds of a record. */
    corrections: recordKind<Corrections>()('corrections', ['creditor', 'leg']),
    /** What riders were charged by a tariff that has caps. */
    charged: recordKind<ChargedRiders>()('charged', ['creditor', 'tariff', 'bucket']),
    roster: recordKind<PackedRoster>()('roster', ['seller', 'bucket']),
    headrooms: recordKind<Readonly<Record<string, Omit<Headroom, 'subscription'>>>>()('headrooms', [
        'seller',
        'bucket',
    ]),
    authorisation: recordKind<Authorisation>()('authorisation', ['operator', 'authorisation']),
    /** Disputes of a lane, so that a statement reads a few keys to know what is open. */
    disputesOfLane: recordKind<{ readonly rows: readonly DisputeRow[] }>()('disputes', ['creditor', 'lane']),
    dispute: recordKind<DisputeRecord>()('dispute', ['creditor', 'dispute']),
    submitted: recordKind<SubmittedStatement>()('submitted', ['window', 'by']),
    agreed: recordKind<AgreedStatement>()('agreed', ['window']),
    /** Written when something is sent again that is done already. */
    repeated: recordKind<{ readonly at: number }>()('repeated', ['by']),
    /** Of the seller and the mediator. */
    shareParts: recordKind<StoredShare>()('share-parts', ['share']),
    posted: recordKind<SharePart>()('posted', ['share', 'operator']),
    /** Riders and days of a window that shares were posted for. */
    postedRows: recordKind<{ readonly rows: readonly string[] }>()('posted-rows', ['window', 'operator', 'kind']),
} as const;

export interface Agreement {
    /** Fixed when the books are opened: which lane a record is in depends on it. */
    readonly lanes: number;
    /** By creditor. */
    readonly limitsMicroEur: Readonly<Record<string, string>>;
    /** Buckets of the roster by seller: a power of two. */
    readonly buckets: Readonly<Record<string, number>>;
    /** By creditor: windows whose debts it says were met. */
    readonly discharged: Readonly<Record<string, readonly string[]>>;
}

export interface LaneRecord {
    /** Batches so far. */
    readonly batches: number;
    /** What was moved here from the limit of the other lanes. */
    readonly movedMicroEur: string;
    readonly windows: Readonly<Record<string, LaneWindow>>;
    /** The last ones, oldest first. */
    readonly outcomes: readonly BatchOutcomes[];
    /** By UTC day that records ended on: those of few days, the others have all theirs in their set. */
    readonly days: Readonly<Record<string, LaneDay>>;
}

/** Ids of a lane and day, so kept that a batch writes few of those that it did not bring. */
export interface LaneDay {
    /** How many stand in the day's set. */
    readonly inSet: number;
    /** The packed ids that are not in it yet. */
    readonly recent: string;
}

export interface LaneWindow {
    readonly legs: number;
    readonly amountMicroEur: string;
    /** Of records that were in dispute when the two agreed, and so are not in the net. */
    readonly leftOutMicroEur?: string;
    /** Of those, what other windows have since the disputes ended. */
    readonly carriedMicroEur?: string;
    /** First and last of runs of batches. */
    readonly batches: readonly (readonly [number, number])[];
}

export interface BatchOutcomes {
    readonly batch: string;
    readonly digest: string;
    readonly runs: readonly OutcomeRun[];
}

export interface BatchRecord {
    readonly window: string;
    readonly late: boolean;
    readonly recordedAt: number;
    readonly legs: PackedLegs;
}

export interface Corrections {
    readonly records: readonly CorrectionRow[];
}

export interface CorrectionRow {
    readonly leg: string;
    readonly kind: LegKind;
    readonly of: string;
    readonly totalMicroEur: string;
}

export type ChargedRiders = Readonly<Record<string, readonly (readonly [number, string])[]>>;

export interface DisputeRow {
    readonly dispute: string;
    readonly leg: string;
    readonly window: string;
    readonly state: DisputeState;
    readonly amountMicroEur: string;
}

export interface StoredShare {
    readonly parts: readonly { readonly part: SharePart; readonly salt: string }[];
}
