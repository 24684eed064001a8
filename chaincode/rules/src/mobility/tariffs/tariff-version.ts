/**
 * A tariff as published: the pricing model of GBFS 3.1 `system_pricing_plans` (base price, segments of time and of
 * distance, surge, reservation, fare capping) with pauses, minimum and maximum of a ride, caps of a period, peak hours
 * and VAT. Amounts are micro-euro as decimal strings, times seconds, distances metres, shares ppm; instants are seconds
 * since 1970-01-01T00:00:00Z and an interval includes its start and excludes its end.
 */

export const modes = ['shuttle', 'car', 'bike', 'scooter', 'transit', 'carpool', 'taxi', 'other'] as const;
export type Mode = (typeof modes)[number];

/**
 * When an interval of a segment is charged, for a usage that lies on its edge or within it:
 * - `reached`: as soon as the usage reaches its start, which GBFS 3.1 calls inclusive: minute 60 opens the interval that
 *   starts at 60;
 * - `started`: once the usage passes its start, so that 60 minutes are one hour (OCPI 2.3.0 `step_size`);
 * - `completed`: once it is used up.
 * A segment that is charged once is charged when its start is reached, or passed where intervals are `started`.
 */
export const intervalRules = ['reached', 'started', 'completed'] as const;
export type IntervalRule = (typeof intervalRules)[number];

/** What part of a usage costs. Segments add up: where two cover the same usage, both are charged (GBFS 3.1). */
export interface Segment {
    /** Seconds or metres after which it begins. */
    readonly start: number;
    /** Where it ends, excluded; without it, it goes on. */
    readonly end?: number;
    /** Seconds or metres of one interval; 0 charges the rate once. */
    readonly interval: number;
    /** Negative where it is a discount. */
    readonly rateMicroEur: string;
    /** Seconds or metres that the rate is for, where not for one interval: 2 EUR an hour, charged by the minute. */
    readonly per?: number;
    /** VAT of this segment where it is not the tariff's. */
    readonly vatPpm?: number;
    /** Local hours that the leg must start in; at any hour without it. */
    readonly within?: LocalWindow;
}

/** Local hours on days of the week, over dates if it has any. One that passes midnight is written as two. */
export interface LocalWindow {
    /** 1 is Monday, 7 is Sunday; in order. */
    readonly weekdays: readonly number[];
    /** Seconds of the local clock since midnight, `[from, until)`. */
    readonly from: number;
    readonly until: number;
    /** First and last local day, both included. */
    readonly firstDay?: string;
    readonly lastDay?: string;
}

/** A surcharge, or a rebate where negative, of legs that start in a window: a share of the ride and a sum. */
export interface Peak {
    readonly window: LocalWindow;
    readonly ratePpm: number;
    readonly flatMicroEur?: string;
}

/**
 * The most that one rider pays this operator under this tariff over a period: a local calendar day, week (from Monday)
 * or month, or any span of so many seconds (GBFS 3.1 `fare_capping`). A leg that goes on over several periods counts in
 * each for what it costs there.
 */
export type PeriodCap =
    | { readonly period: 'day' | 'week' | 'month'; readonly maximumMicroEur: string }
    | { readonly period: 'rolling'; readonly seconds: number; readonly maximumMicroEur: string };

export interface PriceModel {
    /** Charged once a leg. */
    readonly baseMicroEur: string;
    readonly baseVatPpm?: number;
    /** By seconds of riding; of the whole leg where pauses have no segments of their own. */
    readonly time?: readonly Segment[];
    /** By metres. */
    readonly distance?: readonly Segment[];
    /** By seconds of pause. Where given, even empty, pauses are no riding time. */
    readonly pause?: readonly Segment[];
    /** A sum for any reservation, segments by its seconds, or both. */
    readonly reservation?: { readonly flatMicroEur?: string; readonly segments?: readonly Segment[] };
    /** The most that the operator may add by demand when a leg starts; none without it. */
    readonly surgeMaximumPpm?: number;
    readonly peaks?: readonly Peak[];
    /** Of one ride, all but taxes that are added. */
    readonly minimumMicroEur?: string;
    readonly maximumMicroEur?: string;
    readonly caps?: readonly PeriodCap[];
}

export interface TariffVersion {
    /** MSP id of the operator. */
    readonly operator: string;
    readonly tariff: string;
    /** 1 is the first. */
    readonly version: number;
    /** A leg that starts in `[from, to)` is priced by this version; `to` null while no end is set. */
    readonly from: number;
    readonly to: number | null;
    readonly mode: Mode;
    readonly name?: string;
    readonly currency: 'EUR';
    readonly intervals: IntervalRule;
    readonly vatPpm: number;
    /** Whether every amount of the price includes VAT, or VAT is added to it. */
    readonly taxIncluded: boolean;
    readonly price: PriceModel;
}

export const tariffLimits = {
    /** Segments of one dimension. */
    segments: 24,
    peaks: 24,
    caps: 4,
    /** The shortest rolling cap: a minute, the unit of GBFS 3.1 `fare_capping.duration`. */
    rollingSeconds: 60,
    /** The longest rolling cap: a year. */
    rollingSecondsMost: 366 * 86_400,
    /** Parts that caps cut one leg into, one a period that it goes on in: 31 days by the hour, and some. */
    cappedParts: 800,
    /** Seconds or metres where a segment can begin, end or repeat. */
    segmentEdge: 1_000_000_000,
    /** Ten times the price. */
    surchargePpm: 10_000_000,
} as const;
