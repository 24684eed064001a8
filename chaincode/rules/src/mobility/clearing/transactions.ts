/** Names of the clearing's transactions and events. What they take and give is in `messages.ts`, `public-records.ts` and `pair-records.ts`. */

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
    /** (pair) {@link PairRequest}, {@link RecordLegsPrivate}; {@link LegsRecorded} */
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
    /** {@link SetAsideRequest}; {@link WindowRecord} */
    setAside: 'mobility:SetAside',
    /** (pair, without a private part) {@link PairWindowRequest}; {@link Done}. Asked for by `GetPosition`. */
    dischargeDebts: 'mobility:DischargeDebts',
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
    /** {@link ListRequest}; {@link ListMediationsReply} */
    listMediations: 'mobility:ListMediations',

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
    pairSetAside: 'MobilityPairSetAside',
    debtsDischarged: 'MobilityDebtsDischarged',
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
    readonly MobilityPairSetAside: { readonly window: string; readonly pair: readonly [string, string] };
    readonly MobilityDebtsDischarged: PairEvent & { readonly window: string };
    readonly MobilityShared: { readonly share: string; readonly seller: string; readonly kind: string };
    readonly MobilitySharePosted: PairEvent & { readonly share: string };
}
