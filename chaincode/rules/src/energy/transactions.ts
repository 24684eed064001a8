/** Requests, private parts (in the transient map) and replies of the energy contract. */
import type { ZoneTable } from '../units/index.js';
import type {
    AllocationRule,
    CommunityParameters,
    Curve,
    CurveOutcome,
    Day,
    DayGap,
    DayOutcome,
    GapPolicy,
    ListedDelivery,
    ListedMembership,
    Membership,
    Month,
    PriceRecord,
    RowOutcome,
    SettledDay,
    Supply,
} from './records.js';

/** A consumer's fixed share of the production, in parts per million. */
export interface StaticKey {
    readonly meter: string;
    readonly keyPpm: number;
}

export interface CreateCommunityRequest {
    readonly community: string;
    /** MSP id of the grid operator that delivers the curves. */
    readonly metering: string;
    readonly zone: ZoneTable;
    readonly parameters: CommunityParameters;
}
export interface CreateCommunityPrivate {
    /** 32 random bytes in hexadecimal; becomes the collection's key if it has none yet, else it is ignored. */
    readonly collectionKey: string;
    /** With the rule `static` only. */
    readonly keys?: readonly StaticKey[];
}

export interface SetParametersRequest {
    readonly community: string;
    readonly parameters: CommunityParameters;
}
export interface SetParametersPrivate {
    readonly keys?: readonly StaticKey[];
}

export interface SetPriceRequest {
    readonly community: string;
    readonly from: Day;
    readonly microEurPerKwh: string;
    /** Why the price replaces one that is set from the same day; without it another price is refused. */
    readonly correction?: string;
}
export interface SetPricePrivate {
    /** Meter of the producer; without it the price is of every producer that has none of its own. */
    readonly producer?: string;
}

export interface AddMembersRequest {
    readonly community: string;
}
export interface AddMembersPrivate {
    readonly members: readonly Membership[];
}
export interface AddMembersReply {
    readonly outcomes: readonly RowOutcome[];
}

export interface EndMembershipRequest {
    readonly community: string;
    /** First day that is no longer of the membership. */
    readonly to: Day;
}
export interface EndMembershipPrivate {
    readonly meter: string;
}

export interface EraseMemberRequest {
    readonly community: string;
}
export interface EraseMemberPrivate {
    readonly meter: string;
}
export interface EraseMemberReply {
    readonly purgedValues: number;
    /** True while more is left than one transaction may purge: send the request again. */
    readonly more: boolean;
}

export interface DeliverCurvesRequest {
    readonly community: string;
    /** Roster page of every meter in the delivery. */
    readonly page: number;
    readonly month: Month;
}
export interface DeliverCurvesPrivate {
    readonly curves: readonly Curve[];
}
export interface DeliverCurvesReply {
    readonly outcomes: readonly CurveOutcome[];
}

export interface SettleDaysRequest {
    readonly community: string;
    /** The caller's id of the run: sent again after a lost reply, days that it settled are reported as settled. */
    readonly runId: string;
    readonly from: Day;
    /** Last day, included. */
    readonly to: Day;
    readonly gaps: GapPolicy;
}
export interface SettleDaysReply {
    readonly days: readonly DayOutcome[];
}

export interface StatementRequest {
    readonly community: string;
    readonly month: Month;
}

export interface ListRequest {
    /** Where to go on: `next` of the page before. */
    readonly after?: string;
    readonly limit?: number;
}
export interface ListCommunitiesReply {
    readonly communities: readonly {
        readonly community: string;
        readonly rule: AllocationRule;
        readonly zone: string;
    }[];
    /** Give it as `after` for the next page; absent on the last. */
    readonly next?: string;
}
export interface CommunityRequest {
    readonly community: string;
}
export interface ListPricesReply {
    readonly prices: readonly PriceRecord[];
}
export interface ListMembersRequest {
    readonly community: string;
    readonly page: number;
}
export interface ListMembersReply {
    readonly members: readonly ListedMembership[];
    /** Roster pages of the community: ask for 0 to pages - 1. */
    readonly pages: number;
}
export interface ListDeliveriesRequest {
    readonly community: string;
    readonly page: number;
    readonly month: Month;
}
export interface ListDeliveriesReply {
    readonly deliveries: readonly ListedDelivery[];
}
export interface ListDaysReply {
    readonly days: readonly SettledDay[];
}
export interface DayGapsRequest {
    readonly community: string;
    readonly day: Day;
}
export interface DayGapsReply {
    readonly gaps: readonly DayGap[];
}
export interface ListSuppliesRequest {
    readonly community: string;
    readonly from: Day;
    /** Last day, included; at most 31 days. */
    readonly to: Day;
}
export interface ListSuppliesPrivate {
    /** Meter of one consumer or producer. */
    readonly meter: string;
}
export interface ListSuppliesReply {
    readonly supplies: readonly Supply[];
}

/** Names of the transactions. Those marked (private) take a private part and are endorsed by the collection's members. */
export const energyTransactions = {
    createCommunity: 'energy:CreateCommunity', // (private)
    setParameters: 'energy:SetParameters', // (private)
    setPrice: 'energy:SetPrice', // (private)
    addMembers: 'energy:AddMembers', // (private)
    endMembership: 'energy:EndMembership', // (private)
    eraseMember: 'energy:EraseMember', // (private)
    deliverCurves: 'energy:DeliverCurves', // (private)
    settleDays: 'energy:SettleDays', // (private)
    issueStatement: 'energy:IssueStatement', // (private)
    /** Evaluations: public. */
    getCommunity: 'energy:GetCommunity',
    listCommunities: 'energy:ListCommunities',
    listPrices: 'energy:ListPrices',
    listDays: 'energy:ListDays',
    /** Evaluations: answered by the peers of the collection's members to their own people. */
    listMembers: 'energy:ListMembers',
    listDeliveries: 'energy:ListDeliveries',
    dayGaps: 'energy:DayGaps',
    listSupplies: 'energy:ListSupplies', // (private)
    getStatement: 'energy:GetStatement',
} as const;

/** One event a transaction; each carries ids and public figures only. */
export const energyEvents = {
    communityCreated: 'EnergyCommunityCreated',
    parametersSet: 'EnergyParametersSet',
    priceSet: 'EnergyPriceSet',
    membersAdded: 'EnergyMembersAdded',
    membershipEnded: 'EnergyMembershipEnded',
    memberErased: 'EnergyMemberErased',
    curvesDelivered: 'EnergyCurvesDelivered',
    daysSettled: 'EnergyDaysSettled',
    statementIssued: 'EnergyStatementIssued',
} as const;

export interface EnergyEvents {
    readonly EnergyCommunityCreated: { readonly community: string; readonly organiser: string };
    readonly EnergyParametersSet: { readonly community: string; readonly from: Day };
    readonly EnergyPriceSet: { readonly community: string; readonly from: Day };
    readonly EnergyMembersAdded: { readonly community: string; readonly added: number };
    readonly EnergyMembershipEnded: { readonly community: string; readonly to: Day };
    readonly EnergyMemberErased: { readonly community: string };
    readonly EnergyCurvesDelivered: { readonly community: string; readonly month: Month; readonly curves: number };
    readonly EnergyDaysSettled: { readonly community: string; readonly runId: string; readonly days: readonly Day[] };
    readonly EnergyStatementIssued: { readonly community: string; readonly month: Month };
}
