/**
 * Requests, private parts (in the transient map) and replies of the contract `mobility`.
 *
 * A transaction of a pair names the other organisation by `with`; both endorse it and its collection is the one that
 * exactly these two share. Its reply says nothing but that it is done, for replies stand in blocks: what became of it is
 * asked for by the evaluation named beside it.
 */
import type { DisputeCommand } from '../disputes/index.js';
import type { LegRecord } from '../legs/index.js';
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
    MemberWindow,
    OperatorRecord,
    PairWindow,
    PublishedPlan,
    PublishedTariff,
    RecordedBooking,
    SettlementRecord,
    SharedSubscription,
    SharePart,
    ShareRow,
    SubmittedStatement,
    WindowPayments,
    WindowRecord,
} from './records.js';

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
/** By the operator. Asked for by `GetOutcomes` with the batch and the lane of its first record. */
export interface RecordLegsPrivate {
    /** The caller's id of the batch. */
    readonly batch: string;
    /** At most 250; those of one lane meet no other batch. */
    readonly legs: readonly LegRecord[];
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

/**
 * Names of the transactions. Those marked (pair) take a private part and are endorsed by the two; (share) by seller and
 * mediator, likewise. Those marked (private) take a private part; all that is not of a pair is endorsed by the settlement
 * role's organisation and the caller.
 */
export const mobilityTransactions = {
    /** {@link DeclareOperatorRequest}; {@link OperatorRecord} */
    declareOperator: 'mobility:DeclareOperator',
    /** {@link PublishTariffRequest}; {@link PublishedTariff} */
    publishTariff: 'mobility:PublishTariff',
    /** {@link PublishPlanRequest}; {@link PublishedPlan} */
    publishPlan: 'mobility:PublishPlan',
    /** (pair) {@link PairRequest}, {@link GrantCreditPrivate}; {@link Done}. Asked for by `GetPosition`. */
    grantCredit: 'mobility:GrantCredit',
    /** (pair) {@link PairRequest}, {@link ShareSubscriptionsPrivate}; {@link Done} */
    shareSubscriptions: 'mobility:ShareSubscriptions',
    /** (pair) {@link PairRequest}, {@link TellHeadroomsPrivate}; {@link Done} */
    tellHeadrooms: 'mobility:TellHeadrooms',
    /** (pair) {@link PairRequest}, {@link AuthorisePrivate}; {@link Done} */
    authorise: 'mobility:Authorise',
    /** (pair) {@link PairRequest}, {@link RecordLegsPrivate}; {@link Done} */
    recordLegs: 'mobility:RecordLegs',
    /** (pair) {@link PairRequest}, {@link OpenDisputePrivate}; {@link Done} */
    openDispute: 'mobility:OpenDispute',
    /** (pair) {@link PairRequest}, {@link MoveDisputePrivate}; {@link Done} */
    moveDispute: 'mobility:MoveDispute',
    /** {@link RequestMediationRequest}; {@link MediationRecord} */
    requestMediation: 'mobility:RequestMediation',
    /** {@link MediateRequest}; {@link MediationRecord} */
    mediate: 'mobility:Mediate',
    /** (pair) {@link PairRequest}, {@link ApplyMediationPrivate}; {@link Done} */
    applyMediation: 'mobility:ApplyMediation',
    /** {@link OpenWindowRequest}; {@link WindowRecord} */
    openWindow: 'mobility:OpenWindow',
    /** {@link WindowRequest}; {@link WindowRecord} */
    closeWindow: 'mobility:CloseWindow',
    /** (pair) {@link PairWindowRequest}, {@link SubmitStatementPrivate}; {@link Done} */
    submitStatement: 'mobility:SubmitStatement',
    /** (private) {@link DeclareNetRequest}, {@link DeclareNetPrivate}; {@link MemberWindow} */
    declareNet: 'mobility:DeclareNet',
    /** {@link NetWindowRequest}; {@link SettlementRecord} */
    netWindow: 'mobility:NetWindow',
    /** {@link SignWindowRequest}; {@link MemberWindow} */
    signWindow: 'mobility:SignWindow',
    /** {@link RecordPaymentsRequest}; {@link WindowPayments} */
    recordPayments: 'mobility:RecordPayments',
    /** {@link DeclareDefaultRequest}; {@link WindowRecord} */
    declareDefault: 'mobility:DeclareDefault',
    /** (share) {@link ShareRequest}, {@link ShareCapLossPrivate}; {@link ShareRecord} */
    shareCapLoss: 'mobility:ShareCapLoss',
    /** (share) {@link ShareRequest}, {@link SharePassRevenuePrivate}; {@link ShareRecord} */
    sharePassRevenue: 'mobility:SharePassRevenue',
    /** (pair) {@link PostShareRequest}, {@link PostSharePrivate}; {@link Done} */
    postShare: 'mobility:PostShare',

    // Evaluations: public.
    /** {@link ListRequest}; {@link ListOperatorsReply} */
    listOperators: 'mobility:ListOperators',
    /** {@link ListTariffsRequest}; {@link ListTariffsReply} */
    listTariffs: 'mobility:ListTariffs',
    /** {@link ListPlansRequest}; {@link ListPlansReply} */
    listPlans: 'mobility:ListPlans',
    /** {@link ListRequest}; {@link ListWindowsReply} */
    listWindows: 'mobility:ListWindows',
    /** {@link WindowRequest}; {@link GetWindowReply} */
    getWindow: 'mobility:GetWindow',
    /** {@link RequestMediationRequest}; {@link MediationRecord} */
    getMediation: 'mobility:GetMediation',

    // Evaluations: answered by the peers of the two to their own people.
    /** {@link PairRequest}; {@link GetPositionReply} */
    getPosition: 'mobility:GetPosition',
    /** {@link GetOutcomesRequest}; {@link GetOutcomesReply} */
    getOutcomes: 'mobility:GetOutcomes',
    /** {@link ListLegsRequest}; {@link ListLegsReply} */
    listLegs: 'mobility:ListLegs',
    /** {@link GetLegRequest}; {@link ListedLeg} */
    getLeg: 'mobility:GetLeg',
    /** {@link PairRequest}; {@link ListDisputesReply} */
    listDisputes: 'mobility:ListDisputes',
    /** {@link GetDisputeRequest}; {@link DisputeRecord} */
    getDispute: 'mobility:GetDispute',
    /** {@link ListSubscriptionsRequest}; {@link ListSubscriptionsReply} */
    listSubscriptions: 'mobility:ListSubscriptions',
    /** {@link GetAuthorisationRequest}; {@link Authorisation} */
    getAuthorisation: 'mobility:GetAuthorisation',
    /** {@link PairWindowRequest}; {@link GetStatementReply} */
    getStatement: 'mobility:GetStatement',
    /** (private) {@link PairWindowRequest}, {@link ComparePairPrivate}; {@link ComparePairReply} */
    comparePair: 'mobility:ComparePair',
    /** {@link GetSharePartsRequest}; {@link GetSharePartsReply}. To the seller. */
    getShareParts: 'mobility:GetShareParts',
} as const;

/** One event a transaction. Those of a pair say that something happened between the two, and nothing of what. */
export const mobilityEvents = {
    operatorDeclared: 'MobilityOperatorDeclared',
    tariffPublished: 'MobilityTariffPublished',
    planPublished: 'MobilityPlanPublished',
    creditGranted: 'MobilityCreditGranted',
    subscriptionsShared: 'MobilitySubscriptionsShared',
    headroomsTold: 'MobilityHeadroomsTold',
    authorised: 'MobilityAuthorised',
    legsRecorded: 'MobilityLegsRecorded',
    disputeMoved: 'MobilityDisputeMoved',
    mediationRequested: 'MobilityMediationRequested',
    mediated: 'MobilityMediated',
    windowOpened: 'MobilityWindowOpened',
    windowClosed: 'MobilityWindowClosed',
    statementSubmitted: 'MobilityStatementSubmitted',
    pairAgreed: 'MobilityPairAgreed',
    netDeclared: 'MobilityNetDeclared',
    windowNetted: 'MobilityWindowNetted',
    windowSigned: 'MobilityWindowSigned',
    paymentsRecorded: 'MobilityPaymentsRecorded',
    windowSettled: 'MobilityWindowSettled',
    defaultDeclared: 'MobilityDefaultDeclared',
    shared: 'MobilityShared',
    sharePosted: 'MobilitySharePosted',
} as const;

/** Of a pair: who submitted, and with whom. */
export interface PairEvent {
    readonly by: string;
    readonly with: string;
}

export interface MobilityEvents {
    readonly MobilityOperatorDeclared: { readonly operator: string };
    readonly MobilityTariffPublished: {
        readonly operator: string;
        readonly tariff: string;
        readonly version: number;
        readonly hash: string;
    };
    readonly MobilityPlanPublished: { readonly seller: string; readonly plan: string; readonly version: number };
    readonly MobilityCreditGranted: PairEvent;
    readonly MobilitySubscriptionsShared: PairEvent;
    readonly MobilityHeadroomsTold: PairEvent;
    readonly MobilityAuthorised: PairEvent;
    readonly MobilityLegsRecorded: PairEvent;
    readonly MobilityDisputeMoved: PairEvent;
    readonly MobilityMediationRequested: { readonly mediation: string };
    readonly MobilityMediated: { readonly mediation: string };
    readonly MobilityWindowOpened: { readonly window: string; readonly from: number; readonly to: number };
    readonly MobilityWindowClosed: { readonly window: string };
    readonly MobilityStatementSubmitted: PairEvent & { readonly window: string };
    readonly MobilityPairAgreed: PairEvent & { readonly window: string };
    readonly MobilityNetDeclared: {
        readonly window: string;
        readonly member: string;
        readonly revision: number;
        readonly netMicroEur: string;
    };
    readonly MobilityWindowNetted: { readonly window: string; readonly revision: number; readonly hash: string };
    readonly MobilityWindowSigned: { readonly window: string; readonly revision: number; readonly member: string };
    readonly MobilityPaymentsRecorded: { readonly window: string; readonly exceptions: number };
    readonly MobilityWindowSettled: { readonly window: string };
    readonly MobilityDefaultDeclared: { readonly window: string; readonly member: string };
    readonly MobilityShared: { readonly share: string; readonly seller: string; readonly kind: string };
    readonly MobilitySharePosted: PairEvent & { readonly share: string };
}
