/**
 * Records of the clearing that every organisation of the area may see. Amounts are whole micro-euro as decimal strings,
 * instants seconds since 1970-01-01T00:00:00Z, organisations MSP ids. Two organisations that clear with each other are a
 * pair; of a leg the operator is the creditor and the seller of the subscription the debtor.
 */
import type { ObligationOnWire } from '../netting/index.js';
import type { Booking, MatchedOrder, PaymentException, PaymentOrder } from '../payments/index.js';
import type { Plan } from '../subscriptions/index.js';
import type { Mode, TariffVersion } from '../tariffs/index.js';
import type { ClearingWindow } from '../windows/index.js';
import type { SettlementTerms } from './terms.js';

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
    readonly statementSeconds: number;
    readonly paymentSeconds: number;
    /** Who clears in it, and every two of them that may owe each other, in UTF-8 order. */
    readonly members: readonly string[];
    readonly pairs: readonly (readonly [string, string])[];
    /** Members that were declared in default; their debts of this window stay between the two. */
    readonly defaulters: readonly string[];
    /** Pairs that did not agree in time; their debts of this window stay between the two. */
    readonly setAside: readonly (readonly [string, string])[];
    /** The next revision is being declared by the members that are left. */
    readonly isReopened: boolean;
    readonly openedAt: number;
    readonly closedAt?: number;
    /** When what members declare last changed: by the closing, a default or a pair set aside. */
    readonly declaringSince?: number;
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
