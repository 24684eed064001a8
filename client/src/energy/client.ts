import type { ConsortiumRecord } from '@quartier/rules/consortium';
import type {
    CommunityParameters,
    CommunityRecord,
    Day,
    DayGap,
    DeliverCurvesPrivate,
    DeliverCurvesReply,
    DeliverCurvesRequest,
    ListCommunitiesReply,
    ListedDelivery,
    ListedMembership,
    Membership,
    Month,
    PriceRecord,
    RowOutcome,
    SettledDay,
    SettleDaysReply,
    SettleDaysRequest,
    Statement,
    StaticKey,
    Supply,
} from '@quartier/rules/energy';
import type { ZoneTable } from '@quartier/rules/units';

import type { EventOptions } from '../gateway/index.js';

import type { EnergyEvent } from './events.js';
import type { SettlementRange, SettlementReport } from './settlement.js';

/** A community to create. */
export interface NewCommunity {
    readonly community: string;
    /** MSP id of the grid operator that delivers its curves. */
    readonly metering: string;
    readonly zone: ZoneTable;
    readonly parameters: CommunityParameters;
    /** With the rule `static` only: shares of the production in ppm. */
    readonly keys?: readonly StaticKey[];
}

export interface NewParameters {
    readonly community: string;
    readonly parameters: CommunityParameters;
    readonly keys?: readonly StaticKey[];
}

export interface NewPrice {
    readonly community: string;
    /** Meter of the producer; without it the price is of every producer that has none of its own. */
    readonly producer?: string;
    readonly from: Day;
    /** Whole micro-euro per kWh, decimal. */
    readonly microEurPerKwh: string;
    /** Why it replaces a price from the same day; without it another price is refused. */
    readonly correction?: string;
}

export interface SupplyRange {
    readonly community: string;
    /** Meter of one consumer or producer. */
    readonly meter: string;
    readonly from: Day;
    /** Last day, included. */
    readonly to: Day;
}

export type ListedCommunity = ListCommunitiesReply['communities'][number];

/**
 * The energy area: communities that share local production, from meter curves to statements.
 *
 * Every method throws `Refusal` where the rules refuse, or a failure named by its step (`EvaluateFailed`,
 * `EndorseFailed`, `SubmitFailed`, `CommitInvalid`, `CommitStatusUnknown`). Sending the same again is always safe.
 */
export interface EnergyClient {
    /** MSP id of the caller. */
    readonly mspId: string;
    /** Organisations of the area and their roles (`energyRoles`). */
    consortium(): Promise<ConsortiumRecord>;

    /** Organiser. Refusals: ENERGY_COMMUNITY_EXISTS, ENERGY_KEYS_MISSING, ENERGY_KEYS_INVALID. */
    createCommunity(community: NewCommunity): Promise<void>;
    /** Organiser. Parameters from a day on. Refusals: ENERGY_PARAMETERS_EXIST, ENERGY_CHANGE_AFTER_CLOSE. */
    setParameters(parameters: NewParameters): Promise<void>;
    getCommunity(community: string): Promise<CommunityRecord>;
    listCommunities(): AsyncGenerator<ListedCommunity, void>;

    /** Organiser. Cost price from a day on. Refusals: ENERGY_PRICE_EXISTS, ENERGY_CHANGE_AFTER_CLOSE. */
    setPrice(price: NewPrice): Promise<void>;
    listPrices(community: string): Promise<readonly PriceRecord[]>;

    /** Organiser. Any number of members, sent by pages; what became of each, in the order given. */
    addMembers(community: string, members: readonly Membership[]): Promise<readonly RowOutcome[]>;
    /** Organiser. `to` is the first day that is no longer of the membership. */
    endMembership(end: { readonly community: string; readonly meter: string; readonly to: Day }): Promise<void>;
    /** Organiser. Purges the curves of a meter and the record that says whose it is; the number of values purged. */
    eraseMember(member: { readonly community: string; readonly meter: string }): Promise<number>;
    listMembers(community: string): AsyncGenerator<ListedMembership, void>;

    /** Metering. At most 250 curves of one roster page and month. */
    deliverCurves(delivery: DeliverCurvesRequest, curves: DeliverCurvesPrivate): Promise<DeliverCurvesReply>;
    listDeliveries(community: string, page: number, month: Month): Promise<readonly ListedDelivery[]>;

    /** Settlement. One transaction of at most 31 days. */
    settleDays(days: SettleDaysRequest): Promise<SettleDaysReply>;
    /** Settlement. Any number of days, as many in a transaction as fit, in order. */
    settle(range: SettlementRange): Promise<SettlementReport>;
    listDays(community: string, month: Month): Promise<readonly SettledDay[]>;
    /** Which meters have readings missing on a day. */
    dayGaps(community: string, day: Day): Promise<readonly DayGap[]>;

    statement(community: string, month: Month): Promise<Statement>;
    /** Settlement. Posts the payment lines of a settled month, which no longer changes. */
    issueStatement(community: string, month: Month): Promise<void>;
    /** Who supplied one meter, or whom it supplied, by day. */
    supplies(range: SupplyRange): AsyncGenerator<Supply, void>;

    /** Events of the area from a checkpoint on, at least once each. */
    events(options?: EventOptions): AsyncGenerator<EnergyEvent, void>;
}
