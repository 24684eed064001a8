import type {
    CommunityRecord,
    Curve,
    Day,
    Instant,
    MemberRole,
    Month,
    PriceRecord,
    SettledDay,
    SettledRanges,
    StepMinutes,
} from '@quartier/rules/energy';

import { recordKind } from '../ledger/index.js';

/** The layout of the area's state. What stands here is what a peer stores: a test prints it and fails on a change. */
export const publicKinds = {
    community: recordKind<CommunityRecord>()('energy.community', ['community']),
    prices: recordKind<{ readonly prices: readonly PriceRecord[] }>()('energy.prices', ['community']),
    /** One row a community, so that every delivery reads a single key to know what is closed. */
    settledRanges: recordKind<{ readonly ranges: SettledRanges }>()('energy.settled', ['community']),
    day: recordKind<SettledDay>()('energy.day', ['community', 'day']),
    issued: recordKind<{ readonly issuedAt: Instant }>()('energy.issued', ['community', 'month']),
} as const;

/** Records of the collection {@link METERED_DATA}; what one resident may have erased stands under keys of its own. */
export const privateKinds = {
    meter: recordKind<MeterRecord>()('meter', ['point']),
    rosterHead: recordKind<RosterHead>()('roster-head', ['community']),
    rosterPage: recordKind<RosterPage>()('roster', ['community', 'page']),
    staticKeys: recordKind<{ readonly keysPpm: Readonly<Record<string, number>> }>()('static-keys', [
        'community',
        'from',
    ]),
    deliveries: recordKind<DeliveryIndex>()('deliveries', ['community', 'page', 'month']),
    curve: recordKind<Curve>()('curve', ['community', 'point', 'month', 'version']),
    settlement: recordKind<DaySettlement>()('settlement', ['community', 'day']),
    deliveredMonths: recordKind<{ readonly months: readonly Month[] }>()('delivered-months', ['community', 'page']),
} as const;

/** One meter: the only record that says whose it is. */
export interface MeterRecord {
    readonly meter: string;
    readonly memberships: readonly MeterMembership[];
}

export interface MeterMembership {
    readonly community: string;
    readonly page: number;
    readonly member: string;
    readonly role: MemberRole;
    readonly from: Day;
    readonly to: Day | null;
}

export interface RosterHead {
    readonly pages: number;
    readonly metersOnLastPage: number;
}

/** Memberships by the meter's pseudonym. */
export interface RosterPage {
    readonly points: Readonly<Record<string, readonly RosterSpan[]>>;
}

export interface RosterSpan {
    readonly role: MemberRole;
    readonly from: Day;
    readonly to: Day | null;
}

/** Deliveries of a roster page in a month, by the meter's pseudonym and in order of their versions. */
export interface DeliveryIndex {
    readonly points: Readonly<Record<string, readonly DeliveryRow[]>>;
}

/** `[start, steps, digest, step in minutes]`; its version is its position. */
export type DeliveryRow = readonly [Instant, number, string, StepMinutes];

/** A day as settled: meters by their pseudonyms, figures packed in their order. */
export interface DaySettlement {
    readonly consumers: readonly string[];
    readonly consumptionWh: string;
    readonly selfConsumedWh: string;
    readonly producers: readonly string[];
    readonly productionWh: string;
    readonly sharedWh: string;
    /** Readings that were filled in, of the consumers, then of the producers. */
    readonly filledSteps: string;
    /** From producer `p` to consumer `c` at `c * producers + p`. */
    readonly suppliedWh: string;
}
