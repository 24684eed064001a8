/**
 * Records of the clearing as they stand on the ledger or cross the wire. Amounts are whole micro-euro as decimal strings,
 * instants seconds since 1970-01-01T00:00:00Z, organisations MSP ids. Two organisations that clear with each other are a
 * pair; of a leg the operator is the creditor and the seller of the subscription the debtor.
 */
import type { Dispute, DisputeCommandName, DisputeState } from '../disputes/index.js';
import type { LegRecord } from '../legs/index.js';
import type { ObligationOnWire } from '../netting/index.js';
import type { Booking, MatchedOrder, PaymentException, PaymentOrder } from '../payments/index.js';
import type { OperatorUse, Plan, PlanOf, SubscriptionState } from '../subscriptions/index.js';
import type { Mode, TariffVersion } from '../tariffs/index.js';
import type { ClearingWindow, PairStatement } from '../windows/index.js';
import type { SettlementTerms } from './terms.js';

export const mobilityRoles = {
    operator: 'operator',
    seller: 'seller',
    mediator: 'mediator',
    settlement: 'settlement',
} as const;

export const clearingLimits = {
    rowsPerList: 100,
    versionsPerTariff: 1_000,
    versionsPerPlan: 1_000,
    /** Rows of one batch of subscriptions or headrooms. */
    rowsPerBatch: 250,
    /** Bucket of a roster; it is doubled when one is full. */
    subscriptionsPerBucket: 1_000,
    bucketsPerRoster: 64,
    /** Spans of one subscription as a roster keeps them. */
    spansPerSubscription: 50,
    /** Records of one lane that ended on one UTC day. */
    legsPerLaneAndDay: 20_000,
    /** Records between two organisations, one direction and lane in one window. */
    legsPerLaneAndWindow: 100_000,
    /** Windows that are not settled yet. */
    windowsUnderWay: 100,
    /** Settled windows that are still looked at for late legs. */
    windowsRemembered: 30,
    disputesPerLane: 5_000,
    stepsPerDispute: 20,
    bookingsPerWindow: 2_000,
    bookingsPerRequest: 250,
    /** Rider-days, or riders of a pass, that are shared at once. */
    rowsPerShare: 1_000,
    /** Legs that a page of a list has at most. */
    legsPerPage: 1_000,
    /** Legs that a side may send to be compared. */
    legsPerComparison: 20_000,
} as const;

// Public records

export interface OperatorRecord {
    /** MSP id of the organisation that the operator acts through. */
    readonly operator: string;
    readonly name: string;
    readonly modes: readonly Mode[];
}

export interface PublishedTariff {
    readonly tariff: TariffVersion;
    /** Sha256 of its content, hexadecimal: what a leg names. */
    readonly hash: string;
    /** Where the next version begins; null for the last. */
    readonly until: number | null;
    readonly publishedAt: number;
}

export interface PublishedPlan {
    readonly plan: Plan;
    readonly hash: string;
    readonly publishedAt: number;
}

/** A window with what its closing goes by, fixed when it is opened. */
export interface WindowRecord extends ClearingWindow {
    readonly settlement: SettlementTerms;
    readonly paymentSeconds: number;
    /** Who clears in it, and every two of them that may owe each other, in UTF-8 order. */
    readonly members: readonly string[];
    readonly pairs: readonly (readonly [string, string])[];
    /** Members that were declared in default; their debts of this window stay between the two. */
    readonly defaulters: readonly string[];
    /** The next revision is being declared by the members that are left. */
    readonly isReopened: boolean;
    readonly openedAt: number;
    readonly closedAt?: number;
    readonly settledAt?: number;
}

/** What is public of a pair in a window: that both agree, and a commitment that hides on what. */
export interface PairWindow {
    readonly window: string;
    readonly pair: readonly [string, string];
    readonly agreedAt: number | null;
    /** Sha256 of the statement with a salt that the pair alone can compute. */
    readonly commitment: string | null;
    /** With the method `setOff` only, what it obliges to. */
    readonly obligations: readonly ObligationOnWire[] | null;
}

export interface DeclaredNet {
    readonly revision: number;
    /** Positive is received, negative is paid. */
    readonly netMicroEur: string;
}

export interface Signature {
    readonly revision: number;
    readonly hash: string;
    readonly signedAt: number;
}

/** What a member says of a window. */
export interface MemberWindow {
    readonly window: string;
    readonly member: string;
    readonly nets: readonly DeclaredNet[];
    readonly signatures: readonly Signature[];
}

/** A revision of a window's netting. */
export interface SettlementRecord {
    readonly window: string;
    readonly revision: number;
    readonly nets: Readonly<Record<string, string>>;
    readonly transfers: readonly ObligationOnWire[];
    readonly orders: readonly PaymentOrder[];
    /** Transfers below half a cent, which nobody pays. */
    readonly tooSmall: readonly ObligationOnWire[];
    readonly roundingMicroEur: string;
    /** What was moved before this revision, and the bookings that were counted for it. */
    readonly bookedBefore: readonly ObligationOnWire[];
    readonly referencesBefore: readonly string[];
    /** What every member signs. */
    readonly hash: string;
    readonly nettedAt: number;
    readonly paymentsDue: number;
}

/** A booking without the account that it came from, which stays off the ledger. */
export interface RecordedBooking extends Omit<Booking, 'debtorIban' | 'debtorName'> {
    /** The participant that the settlement office knows as owner of the debtor's account. */
    readonly debtor?: string;
}

export interface WindowPayments {
    readonly orders: readonly MatchedOrder[];
    readonly exceptions: readonly PaymentException[];
}

/** A disputed case before the mediator: opaque, without amounts, riders or legs. */
export interface MediationRecord {
    readonly mediation: string;
    readonly requestedBy: string;
    readonly requestedAt: number;
    readonly mediator: string;
    readonly answer?: {
        /** How much of the disputed difference goes to the one that disputes. */
        readonly sharePpm: number;
        /** Sha256 of the reasons. */
        readonly evidence: string;
        readonly answeredAt: number;
    };
}

export const shareKinds = ['capLoss', 'passRevenue'] as const;
export type ShareKind = (typeof shareKinds)[number];

/** A distribution among operators; of each part only a salted hash. */
export interface ShareRecord {
    readonly share: string;
    readonly kind: ShareKind;
    readonly seller: string;
    readonly window: string;
    readonly sharedAt: number;
    /** By operator. */
    readonly parts: Readonly<Record<string, string>>;
}

// Private records, as the two of a pair see them

export interface CreditLine {
    readonly creditor: string;
    readonly debtor: string;
    readonly limitMicroEur: string;
}

export interface WindowPosition {
    readonly window: string;
    readonly legs: number;
    readonly amountMicroEur: string;
}

/** What one of a pair owes the other over all windows that are not settled. */
export interface DirectionPosition extends CreditLine {
    readonly owedMicroEur: string;
    /** What may still be recorded. */
    readonly leftMicroEur: string;
    readonly windows: readonly WindowPosition[];
}

export interface ListedLeg {
    readonly record: LegRecord;
    /** Sha256 of the record's content, hexadecimal. */
    readonly digest: string;
    readonly window: string;
    /** It arrived after the window that it ended in. */
    readonly late: boolean;
    readonly recordedAt: number;
    /** A dispute about it is open. */
    readonly disputed: boolean;
}

export interface SharedSubscription {
    readonly subscription: string;
    readonly rider: string;
    /** In order of instant; the first is DRAFT. */
    readonly history: readonly { readonly from: number; readonly state: SubscriptionState; readonly plan: PlanOf }[];
    readonly expiresAt: number | null;
}

/** What a rider's plan still leaves to pay on a local day, as the seller last told it; null where nothing caps it. */
export interface Headroom {
    readonly subscription: string;
    readonly day: string;
    readonly leftMicroEur: string | null;
    readonly toldAt: number;
}

export interface Authorisation {
    readonly authorisation: string;
    readonly operator: string;
    readonly seller: string;
    readonly subscription: string;
    readonly rider: string;
    readonly mode: Mode;
    readonly plan: PlanOf;
    readonly authorisedAt: number;
    /** What the seller had told of the rider's caps. */
    readonly headroom?: Headroom;
}

export type LegOutcomeKind = 'recorded' | 'late' | 'disputed' | 'unchanged' | 'refused';

/** What became of a record of a batch. */
export interface LegOutcome {
    readonly index: number;
    readonly outcome: LegOutcomeKind;
    /** Of a refused one. */
    readonly code?: string;
    readonly reason?: string;
}

export interface DisputeStep {
    readonly by: string;
    readonly at: number;
    readonly command: DisputeCommandName | 'open';
    readonly reason?: string;
    readonly evidence?: string;
}

export interface DisputeRecord {
    readonly dispute: Dispute;
    readonly creditor: string;
    readonly debtor: string;
    /** Of the disputed leg: its window, and the UTC day it ended on. */
    readonly window: string;
    readonly day: string;
    readonly openedAt: number;
    readonly steps: readonly DisputeStep[];
    /** Opaque id of the case before the mediator. */
    readonly mediation?: string;
}

export interface ListedDispute {
    readonly dispute: string;
    readonly leg: string;
    readonly creditor: string;
    readonly debtor: string;
    readonly window: string;
    readonly state: DisputeState;
}

/** A statement that a side submitted, and what it amounts to. */
export interface SubmittedStatement {
    readonly by: string;
    readonly at: number;
    readonly statement: PairStatement;
}

/** An agreed statement with what opens its public commitment. */
export interface AgreedStatement {
    readonly statement: PairStatement;
    readonly salt: string;
    readonly agreedAt: number;
    /** Disputes that were open then: their legs are left out. */
    readonly disputes: readonly string[];
}

/** A rider's day, or a rider's use of a pass, with what is to be shared of it. */
export interface ShareRow {
    readonly rider: string;
    /** Local day; absent for a pass. */
    readonly day?: string;
    /** Of a day: what its cap cut. Of a pass, what it brought in, without tax and commission. */
    readonly amountMicroEur: string;
    readonly uses: readonly ShareUse[];
}

/** What an operator did for the rider in all, and what of it counts: what was due before caps, or what the plan included. */
export interface ShareUse {
    readonly full: OperatorUse;
    readonly counted: OperatorUse;
}

/** An operator's part of a share. */
export interface SharePart {
    readonly operator: string;
    readonly rows: readonly SharePartRow[];
    /** Of a cap's loss what it bears, of a pass's revenue what it gets. */
    readonly shareMicroEur: string;
    /** By how much what it is owed changes. A loss is taken from it; revenue takes the place of what the pass included. */
    readonly adjustmentMicroEur: string;
}

export interface SharePartRow extends ShareUse {
    readonly rider: string;
    readonly day?: string;
}
