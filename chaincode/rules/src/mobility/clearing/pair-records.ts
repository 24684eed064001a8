/**
 * Records of a pair, as the two see them and nobody else. Amounts are whole micro-euro as decimal strings, instants
 * seconds since 1970-01-01T00:00:00Z, organisations MSP ids.
 */
import type { Dispute, DisputeCommandName, DisputeState } from '../disputes/index.js';
import type { LegRecord } from '../legs/index.js';
import type { OperatorUse, PlanOf, SubscriptionState } from '../subscriptions/index.js';
import type { Mode } from '../tariffs/index.js';
import type { PairStatement } from '../windows/index.js';

export interface CreditLine {
    readonly creditor: string;
    readonly debtor: string;
    readonly limitMicroEur: string;
}

/**
 * Why a window counts: it is not settled yet (`underWay`), or what the two owe each other in it stays between them and its
 * creditor has not said that it was met (`debt`), or it is paid but for legs in dispute that its net left out (`disputed`).
 */
export type WindowStanding = 'underWay' | 'debt' | 'disputed';

export interface WindowPosition {
    readonly window: string;
    readonly standing: WindowStanding;
    /** All its records. */
    readonly legs: number;
    /** What of them is owed; not what another window has since a dispute ended. */
    readonly amountMicroEur: string;
}

/** What one of a pair owes the other over all windows that count between the two. */
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
