/**
 * The records of the energy area that cross the wire. Energies are whole watt-hours, amounts whole micro-euro, prices
 * whole micro-euro per kWh, all as decimal strings; instants are whole seconds since 1970-01-01T00:00:00Z; a day is
 * `YYYY-MM-DD` and a month `YYYY-MM`, both of the community's zone; an interval includes its start and excludes its end.
 */
import type { ZoneTable } from '../units/index.js';

/** Local calendar day, `2016-06-30`. */
export type Day = string;
/** Local calendar month, `2016-06`. */
export type Month = string;
/** Seconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** What an organisation may do in the energy area (Code de l'énergie D315-9: the organising person, the grid operator). */
export const energyRoles = {
    /** Creates communities, admits members, sets keys and prices (the French PMO). */
    organiser: 'organiser',
    /** Delivers meter curves (the grid operator). */
    metering: 'metering',
    /** Settles days and issues statements. */
    settlement: 'settlement',
} as const;
/** The private collection of members, curves, settlements and postings. */
export const METERED_DATA = 'meteredData';

export const energyLimits = {
    /** Meters of one roster page, so also curves of one delivery and members of one admission. */
    metersPerPage: 250,
    /** Roster pages of a community. */
    pagesPerCommunity: 20,
    /** Days of one settlement transaction. */
    daysPerSettlement: 31,
    /** Keys that one transaction reads and writes. */
    keysPerTransaction: 1_000,
    /** Keys that one settlement reads: at 0.27 ms a key still far from the 30 s that a peer gives a transaction. */
    keysPerSettlement: 5_500,
    /** Days before and after a settlement's own that estimates of missing readings may draw on. */
    estimateWindowDays: 7,
    /** Bytes of private values that one transaction writes. */
    bytesPerTransaction: 4_000_000,
    /** Deliveries that one meter may have in one month. */
    deliveriesPerMeterMonth: 250,
    /** Parameter sets and prices of a community over its life. */
    datedRowsPerCommunity: 400,
    /** Rows of one page of a list. */
    rowsPerList: 200,
    /** Consumers and producers that public totals must cover, each, so that they speak of nobody in particular. */
    membersBehindPublicTotals: 3,
} as const;

export type StepMinutes = 15 | 30 | 60;

/**
 * How the production of a step is shared.
 * - `prorata`: by each consumer's consumption in the step (Code de l'énergie D315-6, the default).
 * - `static`: by fixed keys in ppm of the production, each cut at the consumer's consumption; what a key leaves unused is surplus.
 */
export type AllocationRule = 'prorata' | 'static';

/** Parameters of a community from a day on, until the next set. */
export interface CommunityParameters {
    readonly from: Day;
    readonly stepMinutes: StepMinutes;
    readonly rule: AllocationRule;
}

/** Public. A group of consumers and producers who share production step by step. */
export interface CommunityRecord {
    readonly community: string;
    /** MSP id of the organiser that created it; it alone changes members, parameters and prices. */
    readonly organiser: string;
    /** MSP id of the grid operator that alone delivers its curves. */
    readonly metering: string;
    readonly zone: ZoneTable;
    /** In order of `from`. */
    readonly parameters: readonly CommunityParameters[];
}

/** Public. Cost price of a producer from a day on; without a point, of every producer that has none of its own. */
export interface PriceRecord {
    readonly from: Day;
    readonly microEurPerKwh: string;
    /** Pseudonym of the producer's meter. */
    readonly point?: string;
    /** Why it replaces an earlier row from the same day; of such rows the last counts. */
    readonly correction?: string;
}

export type MemberRole = 'consumer' | 'producer';

/** Private. One meter's membership over `[from, to)`; `to` null while it lasts. */
export interface Membership {
    readonly meter: string;
    readonly member: string;
    readonly role: MemberRole;
    readonly from: Day;
    readonly to: Day | null;
}

/** Private. A membership as listed: with the meter's pseudonym and the roster page that its curves are delivered with. */
export interface ListedMembership extends Membership {
    readonly point: string;
    readonly page: number;
}

/** How a reading came about; `measured` where nothing is said. */
export type Quality = 'measured' | 'estimated' | 'corrected';

/** Private. Readings of one meter, one a step, within one month of the community's zone. */
export interface Curve {
    readonly meter: string;
    /** Start of the first step. */
    readonly start: Instant;
    readonly stepMinutes: StepMinutes;
    /** Watt-hours of each step, packed by `packValues`; a step without a reading is a gap. */
    readonly values: string;
    /** Runs `[first step, steps, quality]` of readings that are not measured. */
    readonly qualities?: readonly (readonly [number, number, Quality])[];
    /** Why these readings replace earlier ones; without it a reading that differs from a stored one is refused. */
    readonly correction?: string;
}

/** What became of one curve of a delivery: an index into the delivery, never the meter. */
export interface CurveOutcome {
    readonly index: number;
    /** `stored`: something new was stored. `unchanged`: all of it was there. `refused`: nothing of it was stored. */
    readonly outcome: 'stored' | 'unchanged' | 'refused';
    readonly storedSteps: number;
    /** Runs of steps that were refused, with the reason. */
    readonly refused: readonly { readonly code: string; readonly start: Instant; readonly steps: number }[];
}

/** What became of one row of a list that was sent together. */
export interface RowOutcome {
    readonly index: number;
    readonly outcome: 'done' | 'unchanged' | 'refused';
    readonly code?: string;
    readonly details?: Readonly<Record<string, string | number>>;
}

/** Private. One stored delivery of one meter, as listed for whoever resumes an import. */
export interface ListedDelivery {
    readonly point: string;
    readonly version: number;
    readonly start: Instant;
    readonly steps: number;
    /** First 32 hexadecimal digits of the sha256 of the canonical JSON of the curve as delivered. */
    readonly digest: string;
}

/** What a settlement does with a step that has no reading. */
export type GapPolicy = 'refuse' | 'zero' | 'estimate';

/** Sums over a day or a month. */
export interface EnergyTotals {
    readonly consumptionWh: string;
    readonly productionWh: string;
    readonly selfConsumedWh: string;
    readonly complementWh: string;
    readonly sharedWh: string;
    readonly surplusWh: string;
}

/** Public. A settled day; totals are withheld (null) where too few members stand behind them. */
export interface SettledDay {
    readonly community: string;
    readonly day: Day;
    readonly runId: string;
    readonly settledAt: Instant;
    readonly gaps: GapPolicy;
    /** Readings that the gap policy filled in. */
    readonly filledSteps: number;
    readonly steps: number;
    readonly consumers: number;
    readonly producers: number;
    readonly totals: EnergyTotals | null;
}

export interface DayOutcome {
    readonly day: Day;
    readonly outcome: 'settled' | 'refused';
    readonly code?: string;
    readonly details?: Readonly<Record<string, string | number>>;
}

/** Private. What one meter has missing in a day: runs `[start of the first step, steps]`. */
export interface DayGap {
    readonly meter: string;
    readonly member: string;
    readonly missing: readonly (readonly [Instant, number])[];
}

/** Private. Energy that one producer supplied to one consumer, at the producer's cost price. */
export interface Supply {
    readonly day: Day;
    readonly consumer: string;
    readonly producer: string;
    readonly energyWh: string;
    readonly amountMicroEur: string;
}

/** Private. One meter's month. `amountMicroEur` is positive where charged, negative where paid out. */
export interface StatementLine extends EnergyTotals {
    readonly meter: string;
    readonly member: string;
    readonly role: MemberRole;
    /** First and last day of the month that are settled for this line. */
    readonly from: Day;
    readonly to: Day;
    readonly amountMicroEur: string;
    /** The amount rounded once to whole cents, halves away from zero. */
    readonly paymentCents: string;
    /** What rounding left: the amount less the payment. */
    readonly roundingMicroEur: string;
    /** Readings that were filled in: by zero or by estimate. */
    readonly filledSteps: number;
}

/** Private. A community's month. */
export interface Statement {
    readonly community: string;
    readonly month: Month;
    readonly settledDays: number;
    readonly unsettledDays: readonly Day[];
    /** Days on which missing readings were filled in, and how. */
    readonly filledDays: readonly { readonly day: Day; readonly gaps: GapPolicy; readonly filledSteps: number }[];
    readonly members: readonly StatementLine[];
    readonly totals: EnergyTotals & {
        /** Sum charged to consumers, equal to the sum paid out to producers. */
        readonly amountMicroEur: string;
        /** Sum of what rounding to cents left, over every line. */
        readonly roundingMicroEur: string;
    };
    /** Set once the statement is issued: its payment lines are posted and the month no longer changes. */
    readonly issuedAt?: Instant;
}
