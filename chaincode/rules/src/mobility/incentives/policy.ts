/**
 * An incentive as data: the form in which a council proposes, reads, tries and votes it. client/INCENTIVES.md documents
 * every member with examples. Decimals are texts of digits ("1.50", "-0.125"), lengths whole metres, instants seconds.
 */
import type { ZoneTable } from '../../units/index.js';

/** Version of the form. */
export const POLICY_FORM = 1;

export const policyLimits = {
    requirements: 200,
    amounts: 100,
    terms: 50,
    caps: 50,
    boosts: 50,
    places: 200,
    codesPerPlace: 5_000,
    shapesPerPlace: 20,
    verticesPerShape: 5_000,
    calendars: 50,
    datesPerCalendar: 2_000,
    conditionDepth: 12,
    listedInCondition: 500,
} as const;

/** Of places, from the smallest: commune, arrondissement, mobility authority, group of communes, department, region, country, network. */
export const PLACE_CODES = ['com', 'arr', 'aom', 'epci', 'dep', 'reg', 'country', 'reseau'] as const;
export type PlaceCode = (typeof PLACE_CODES)[number];

export const PROOF_CLASSES = ['A', 'B', 'C'] as const;
export type ProofClass = (typeof PROOF_CLASSES)[number];

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Digits with at most six decimals: `1.50`, `-0.125`. */
export type DecimalText = string;
/** A local day, `2024-03-18`, or an instant with its offset, `2024-03-18T09:00:00+01:00`. */
export type Moment = string;
/** A local day or two of them with a slash between, both included: `2024-12-01/2024-12-31`. */
export type DayRange = string;

/** Somewhere: inside when any code, shape or circle holds. */
export type Place = Readonly<Partial<Record<PlaceCode, readonly string[]>>> & {
    /** POLYGON or MULTIPOLYGON in WKT (OGC 06-103r4), longitude before latitude in degrees; its border is inside. */
    readonly wkt?: readonly string[];
    readonly circles?: readonly Circle[];
};

export interface Circle {
    /** Degrees. */
    readonly lat: DecimalText;
    readonly lon: DecimalText;
    readonly radiusMetres: number;
}

/** A place as it stands, or the name of one of `places`. */
export type PlaceOrName = Place | string;

/** Bounds of a whole number: `from` and `to` are inside, `over` and `below` are not. */
export interface Range {
    readonly from?: number;
    readonly to?: number;
    readonly over?: number;
    readonly below?: number;
}

/** Bounds of an amount in euro. */
export interface EuroRange {
    readonly from?: DecimalText;
    readonly to?: DecimalText;
    readonly over?: DecimalText;
    readonly below?: DecimalText;
}

/** Holds of a journey when every member holds. */
export interface Condition {
    readonly all?: readonly Condition[];
    readonly any?: readonly Condition[];
    readonly not?: Condition;
    /** The journey starts at that moment or after: a day from its first second. */
    readonly from?: Moment;
    /** The journey starts at that moment or before: a day to its last second. */
    readonly to?: Moment;
    /** The journey starts before that moment. */
    readonly before?: Moment;
    /** Days, or the name of one of `calendars`. */
    readonly days?: readonly DayRange[] | string;
    readonly weekdays?: readonly Weekday[];
    /** Local time of the start, `from` inside and `to` not; over midnight where `to` is not after `from`. */
    readonly times?: readonly { readonly from: string; readonly to: string }[];
    readonly metres?: Range;
    readonly seats?: Range;
    readonly classes?: readonly ProofClass[];
    readonly operators?: readonly string[];
    readonly start?: PlaceOrName;
    readonly end?: PlaceOrName;
    /** Start and end are both inside. */
    readonly both?: PlaceOrName;
    /** Start, end or both are inside. */
    readonly either?: PlaceOrName;
    /** From the one to the other, in either direction. */
    readonly between?: readonly PlaceOrName[];
    /** Start and end have the same code of this kind. */
    readonly sameCode?: PlaceCode;
    /** true: not known to be a minor; false: known to be one. */
    readonly passengerAdult?: boolean;
    readonly passengerTravelPass?: boolean;
    readonly driverTravelPass?: boolean;
    /** What the passenger pays. */
    readonly contributionEuro?: EuroRange;
    /** What the driver receives. */
    readonly revenueEuro?: EuroRange;
}

export interface Requirement {
    /** What stands in results where it is not met; made from the condition's members when it is left out. */
    readonly label?: string;
    readonly that: Condition;
    /** The requirement is made of these journeys only. */
    readonly when?: Condition;
}

/** For each seat of the journey, or once. */
export type Each = 'seat' | 'journey';

/** An amount, or a share of what was paid between the riders. */
export type Quantity =
    | { readonly euro: DecimalText; readonly each?: Each }
    | { readonly of: 'contribution' | 'revenue'; readonly times?: DecimalText };

/** One summand of an amount. */
export type Term = TermMembers &
    (
        | { readonly euro: DecimalText; readonly each?: Each }
        | {
              readonly euroPerKm: DecimalText;
              readonly each?: Each;
              /** Metres that are not counted, from the start. */
              readonly afterMetres?: number;
              /** Metres from there on are not counted. */
              readonly upToMetres?: number;
              /** How the counted metres become kilometres; `exact` unless said. */
              readonly kilometres?: 'exact' | 'nearest' | 'started' | 'completed';
          }
        | { readonly of: 'contribution' | 'revenue'; readonly times?: DecimalText }
    );

interface TermMembers {
    readonly label?: string;
    /** Counted for journeys of these lengths only. */
    readonly metres?: Range;
    readonly when?: Condition;
    /** Bounds of the summand, before it is taken for each seat. */
    readonly leastEuro?: DecimalText;
    readonly mostEuro?: DecimalText;
}

/** An amount and the journeys that it is for; the first rule that fits is taken, and no other. */
export interface AmountRule {
    readonly label?: string;
    readonly when?: Condition;
    readonly sum: readonly Term[];
    readonly times?: DecimalText;
    readonly least?: Quantity;
    readonly most?: Quantity;
}

/** Multiplies the amount; the first that fits is taken, and no other. */
export interface Boost {
    readonly label?: string;
    readonly when: Condition;
    readonly times: DecimalText;
}

export type CapCount = 'journeys' | 'trips' | 'seats' | 'amount';
export type CapOf = 'driver' | 'passenger' | 'person' | 'pair' | 'trip' | 'operator' | 'everyone';
export type CapPer = 'day' | 'week' | 'month' | 'year' | 'campaign';

export interface Cap {
    /** Tells two limits apart that count the same of the same for the same period but under other conditions. */
    readonly id?: string;
    readonly label?: string;
    readonly count: CapCount;
    readonly of: CapOf;
    readonly per: CapPer;
    /** A whole number of journeys, trips or seats. */
    readonly most?: number;
    /** Of `amount`. */
    readonly mostEuro?: DecimalText;
    /** Counts and cuts these journeys only. */
    readonly when?: Condition;
    /** true: a journey for which less is left than its amount gets nothing. */
    readonly whole?: boolean;
}

export interface Rounding {
    /** A multiple of 0.01. */
    readonly toEuro: DecimalText;
    readonly mode: 'nearest' | 'down' | 'up';
}

export interface IncentivePolicy {
    readonly form: typeof POLICY_FORM;
    readonly id: string;
    readonly title: string;
    /** Who decides and pays. */
    readonly payer?: string;
    readonly source?: string;
    readonly recipient: 'driver' | 'passenger';
    readonly zone: ZoneTable;
    readonly from: Moment;
    /** null: until it is ended. */
    readonly to: Moment | null;
    readonly places?: Readonly<Record<string, Place>>;
    readonly calendars?: Readonly<Record<string, readonly DayRange[]>>;
    readonly requires?: readonly Requirement[];
    /** Journeys of which one of these holds get nothing. */
    readonly excludes?: readonly { readonly label?: string; readonly that: Condition }[];
    readonly amounts: readonly AmountRule[];
    readonly boosts?: readonly Boost[];
    /** Bounds after the boost, of journeys whose amount is not nothing. */
    readonly least?: Quantity;
    readonly most?: Quantity;
    readonly rounding?: Rounding;
    /** The most that the campaign pays in all. */
    readonly budgetEuro?: DecimalText;
    readonly caps?: readonly Cap[];
}
