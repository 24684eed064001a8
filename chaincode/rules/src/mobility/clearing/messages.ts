/**
 * Requests, private parts (in the transient map) and replies of the contract `mobility`.
 *
 * A transaction of a pair names the other organisation by `with`; both endorse it and its collection is the one that
 * exactly these two share. Its reply says nothing but that it is done, for replies stand in blocks: what became of it is
 * asked for by the evaluation named beside it, or found by a receipt.
 */
import type { DisputeCommand } from '../disputes/index.js';
import type { LegBatch, PackedLegs } from '../legs/index.js';
import type { SetOffOnWire } from '../netting/index.js';
import type { RejectedPayment } from '../payments/index.js';
import type { PassSplit, ShareWeight } from '../sharing/index.js';
import type { Plan } from '../subscriptions/index.js';
import type { Mode, TariffVersion } from '../tariffs/index.js';
import type { PairStatement, TotalsDifference } from '../windows/index.js';
import type {
    AgreedStatement,
    DirectionPosition,
    Headroom,
    LegOutcome,
    ListedDispute,
    ListedLeg,
    SharedSubscription,
    SharePart,
    ShareRow,
    SubmittedStatement,
} from './pair-records.js';
import type {
    MediationRecord,
    MemberWindow,
    OperatorRecord,
    PairWindow,
    PublishedPlan,
    PublishedTariff,
    RecordedBooking,
    SettlementRecord,
    WindowPayments,
    WindowRecord,
} from './public-records.js';

/** A leg of a statement as it crosses the wire. */
export interface StatedLegOnWire {
    readonly leg: string;
    readonly digest: string;
    readonly debtor: string;
    readonly creditor: string;
    readonly amountMicroEur: string;
    readonly disputed: boolean;
}

/** The reply of every transaction of a pair. */
export interface Done {
    readonly done: true;
}

/** The reply of `RecordLegs`. */
export interface LegsRecorded extends Done {
    /** HMAC-SHA256 of `receiptText` of the outcomes under the batch's receipt key, hexadecimal. */
    readonly receipt: string;
}

export interface PairRequest {
    /** MSP id of the other one. */
    readonly with: string;
}

export interface ListRequest {
    /** `next` of the page before. */
    readonly after?: string;
    /** At most 100. */
    readonly limit?: number;
}

// Operators, tariffs, plans: public

export interface DeclareOperatorRequest {
    readonly name: string;
    readonly modes: readonly Mode[];
}
export interface PublishTariffRequest {
    readonly tariff: TariffVersion;
}
export interface PublishPlanRequest {
    readonly plan: Plan;
}
export interface ListOperatorsReply {
    readonly operators: readonly OperatorRecord[];
    readonly next?: string;
}
export interface ListTariffsRequest extends ListRequest {
    readonly operator?: string;
    /** With the operator: versions of one tariff. */
    readonly tariff?: string;
}
export interface ListTariffsReply {
    readonly tariffs: readonly PublishedTariff[];
    readonly next?: string;
}
export interface ListPlansRequest extends ListRequest {
    readonly seller?: string;
    readonly plan?: string;
}
export interface ListPlansReply {
    readonly plans: readonly PublishedPlan[];
    readonly next?: string;
}

// Between two

/** By the creditor. The pair's first grant in either direction opens its books. */
export interface GrantCreditPrivate {
    readonly limitMicroEur: string;
    /** 32 random bytes in hexadecimal; becomes the collection's key if it has none yet, else it is ignored. */
    readonly collectionKey: string;
}
/** By the seller, to each operator whose service the plan is for: at most 250, each with its whole history. */
export interface ShareSubscriptionsPrivate {
    readonly subscriptions: readonly SharedSubscription[];
}
export interface TellHeadroomsPrivate {
    readonly headrooms: readonly Omit<Headroom, 'toldAt'>[];
}
/** By the operator when a vehicle is unlocked. Asked for by `GetAuthorisation`. */
export interface AuthorisePrivate {
    readonly authorisation: string;
    readonly subscription: string;
    readonly mode: Mode;
}
/**
 * By the operator. The receipt in the reply tells what became of the records; where it is not that of the outcomes that
 * were expected, `GetOutcomes` is asked with the batch and the lane of its first record.
 */
export interface RecordLegsPrivate {
    /** The caller's id of the batch. */
    readonly batch: string;
    /** 32 random bytes in hexadecimal, new for each batch that is sent. */
    readonly receiptKey: string;
    /** As `packLegs` packs them: at most 250; those of one lane meet no other batch. */
    readonly legs: PackedLegs;
}
/** The same once decoded. */
export interface LegsToRecord {
    readonly batch: string;
    readonly receiptKey: string;
    readonly legs: LegBatch;
}
export interface GetOutcomesRequest extends PairRequest {
    readonly batch: string;
    /** Lane of the first record of the batch. */
    readonly lane: number;
}
export interface GetOutcomesReply {
    readonly outcomes: readonly LegOutcome[];
}
/** By either. Disputes whose price differs from its tariff are open already. */
export interface OpenDisputePrivate {
    readonly dispute: string;
    /** Operator and id of the leg, and the UTC day it ended on. */
    readonly operator: string;
    readonly leg: string;
    readonly day: string;
    readonly claimedMicroEur: string;
    readonly reason: string;
    readonly evidence?: string;
}
export interface MoveDisputePrivate {
    /** Operator of the leg. */
    readonly operator: string;
    readonly dispute: string;
    readonly step: Exclude<DisputeCommand, { readonly command: 'rule' }>;
    readonly reason: string;
    readonly evidence?: string;
    /** With `escalate`: an id that tells nothing, to be sent with `RequestMediation`. */
    readonly mediation?: string;
}
export interface ApplyMediationPrivate {
    readonly operator: string;
    readonly dispute: string;
}
export interface RequestMediationRequest {
    readonly mediation: string;
}
export interface MediateRequest {
    readonly mediation: string;
    /** How much of the disputed difference goes to the one that disputes. */
    readonly sharePpm: number;
    readonly evidence: string;
}

// Windows

export interface OpenWindowRequest {
    readonly window: string;
    readonly from: number;
    readonly to: number;
}
export interface WindowRequest {
    readonly window: string;
}
export interface PairWindowRequest extends PairRequest {
    readonly window: string;
}
export interface SubmitStatementPrivate {
    readonly statement: PairStatement;
    /** Opens the books of two that never had any, as with a grant: they state that nothing is owed. */
    readonly collectionKey?: string;
}
export interface DeclareNetRequest {
    readonly window: string;
    readonly netMicroEur: string;
}
/** Of every pair of the member in the window that no defaulter is in. The council's peer checks them and keeps nothing. */
export interface DeclareNetPrivate {
    readonly openings: readonly StatementOpening[];
}
export interface StatementOpening {
    readonly with: string;
    readonly statement: PairStatement;
    readonly salt: string;
}
export interface NetWindowRequest {
    readonly window: string;
    /** With the method `setOff` only. */
    readonly setOff?: SetOffOnWire;
}
export interface SignWindowRequest {
    readonly window: string;
    readonly revision: number;
    readonly hash: string;
}
export interface RecordPaymentsRequest {
    readonly window: string;
    /** At most 250; one that was recorded before changes nothing. */
    readonly bookings: readonly RecordedBooking[];
    readonly rejected?: readonly RejectedPayment[];
}
export interface DeclareDefaultRequest {
    readonly window: string;
    readonly member: string;
}

/** Of two that have not agreed; in any order. */
export interface SetAsideRequest {
    readonly window: string;
    readonly pair: readonly [string, string];
}

// Sharing

export interface ShareRequest {
    /** The caller's id. */
    readonly share: string;
    /** The window whose legs are shared. */
    readonly window: string;
    /** MSP id of the mediator that recomputes it with the seller. */
    readonly with: string;
}
export interface ShareCapLossPrivate {
    readonly collectionKey: string;
    readonly weight: ShareWeight;
    readonly rows: readonly ShareRow[];
}
export interface SharePassRevenuePrivate {
    readonly collectionKey: string;
    readonly split: PassSplit;
    readonly rows: readonly ShareRow[];
}
export interface PostShareRequest extends PairRequest {
    readonly share: string;
}
export interface PostSharePrivate {
    readonly part: SharePart;
    readonly salt: string;
}
export interface GetSharePartsRequest {
    readonly share: string;
    readonly with: string;
}
export interface GetSharePartsReply {
    readonly parts: readonly { readonly part: SharePart; readonly salt: string }[];
}

// Evaluations

export interface ListWindowsReply {
    readonly windows: readonly WindowRecord[];
    readonly next?: string;
}
export interface ListMediationsReply {
    readonly mediations: readonly MediationRecord[];
    readonly next?: string;
}
export interface GetWindowReply {
    readonly window: WindowRecord;
    readonly pairs: readonly PairWindow[];
    readonly members: readonly MemberWindow[];
    /** In order of revision. */
    readonly settlements: readonly SettlementRecord[];
    /** Of the last revision. */
    readonly payments: WindowPayments;
}
export interface GetPositionReply {
    readonly lanes: number;
    readonly positions: readonly DirectionPosition[];
}
export interface ListLegsRequest extends PairWindowRequest {
    readonly cursor?: string;
}
export interface ListLegsReply {
    readonly legs: readonly ListedLeg[];
    readonly next?: string;
}
export interface GetLegRequest extends PairRequest {
    readonly operator: string;
    readonly leg: string;
    /** UTC day that it ended on. */
    readonly day: string;
}
export interface ListDisputesReply {
    readonly disputes: readonly ListedDispute[];
}
export interface GetDisputeRequest extends PairRequest {
    readonly operator: string;
    readonly dispute: string;
}
export interface ListSubscriptionsRequest extends PairRequest {
    readonly seller: string;
    readonly cursor?: string;
}
export interface ListSubscriptionsReply {
    readonly subscriptions: readonly SharedSubscription[];
    readonly next?: string;
}
export interface GetAuthorisationRequest extends PairRequest {
    readonly operator: string;
    readonly authorisation: string;
}
export interface GetStatementReply {
    /** As the ledger's own records give it. */
    readonly ledger: PairStatement;
    readonly submitted: readonly SubmittedStatement[];
    readonly agreed?: AgreedStatement;
}
/** The caller's own legs, where they are not the ledger's. */
export interface ComparePairPrivate {
    readonly legs?: readonly StatedLegOnWire[];
}
export interface ComparePairReply {
    readonly submitted: readonly SubmittedStatement[];
    /** Theirs less ours, where both have submitted. */
    readonly totals: readonly TotalsDifference[];
    /** The caller's legs against those of the ledger, where the caller sent any. */
    readonly legs?: {
        readonly missingHere: readonly StatedLegOnWire[];
        readonly missingThere: readonly StatedLegOnWire[];
        readonly different: readonly { readonly ours: StatedLegOnWire; readonly theirs: StatedLegOnWire }[];
    };
}
