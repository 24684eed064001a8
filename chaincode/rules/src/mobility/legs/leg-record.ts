/**
 * The record of a leg, as an operator sends it to the seller of the rider's subscription: what was ridden, by which
 * tariff, and the lines of its charge (OCPI 2.3.0 CDR and TOMP-API 2.0 journal entry, in whole numbers). It never
 * changes: a mistake is cancelled by a credit, the exact negative of its lines, and written anew.
 * Times are seconds, distances metres, amounts micro-euro as decimal strings, instants seconds since 1970-01-01T00:00:00Z.
 */
import { tariffLimits, type ChargeLine, type DatedAmount, type Mode } from '../tariffs/index.js';

export const legKinds = [
    /** What was ridden. */
    'leg',
    /** The exact negative of another record. */
    'credit',
    /** What a leg that was credited should have been. */
    'replacement',
    /** A penalty, which may come late. */
    'fine',
    /** A cost that the tariff did not foresee: cleaning, fuel, damage. */
    'extra',
    /** Money given back without a new price. */
    'refund',
] as const;
export type LegKind = (typeof legKinds)[number];

/** Why money moves other than for a ride: the categories of a TOMP-API 2.0 journal entry. */
export const legCategories = [
    'DAMAGE',
    'LOSS',
    'STOLEN',
    'EXTRA_USAGE',
    'FINE',
    'OTHER_ASSET_USED',
    'CREDIT',
    'VOUCHER',
    'DEPOSIT',
    'REFUND',
    'REBATE',
    'REIMBURSEMENT',
    'OTHER',
] as const;
export type LegCategory = (typeof legCategories)[number];

/** What the operator knows of a leg before it is priced. */
export interface LegFacts {
    /** MSP id of the operator; with `leg` it is what makes a record one and the same. */
    readonly operator: string;
    /** The operator's own id of this record. */
    readonly leg: string;
    /** MSP id of the organisation that sold the subscription. */
    readonly seller: string;
    readonly subscription: string;
    /** Pseudonym of the rider with this seller over this period. */
    readonly rider: string;
    readonly mode: Mode;
    readonly start: number;
    readonly end: number;
    readonly durationSeconds: number;
    readonly distanceMetres: number;
    readonly pauseSeconds?: number;
    readonly reservationSeconds?: number;
    readonly surgePpm?: number;
    /** The legs of one trip from door to door. */
    readonly journey?: string;
    readonly package?: string;
    /** Opaque, as rotating vehicle ids of GBFS are. */
    readonly vehicle?: string;
    /** Where it started and ended: a zone or a rounded geohash, never an address. */
    readonly fromZone?: string;
    readonly toZone?: string;
    /** Sha256 of readings or other evidence that the operator keeps. */
    readonly evidence?: string;
}

export interface LegRecord extends LegFacts {
    readonly kind: LegKind;
    readonly tariff: string;
    readonly tariffVersion: number;
    /** Sha256 of the tariff's content, hexadecimal. */
    readonly tariffHash: string;
    readonly currency: 'EUR';
    readonly lines: readonly ChargeLine[];
    /** Whole cents, the sum of the lines. */
    readonly totalMicroEur: string;
    /** Contained in the total. */
    readonly taxMicroEur: string;
    /** What the price counts for in the caps of its tariff. */
    readonly charged: readonly DatedAmount[];
    /** The record of the same operator that this one credits, replaces, refunds, or is a fine or an extra of. */
    readonly of?: string;
    readonly category?: LegCategory;
    readonly reason?: string;
}

export const legLimits = {
    /** Records of one batch. */
    legsPerBatch: 250,
    /** Bytes of one packed batch. */
    bytesPerBatch: 1_000_000,
    /** Lines of one record. */
    linesPerLeg: 100,
    /** Parts that a price counts by for caps: one a period that began during the leg. */
    chargedParts: tariffLimits.cappedParts,
    /** The longest leg: what was ridden for more was not ended by its rider. */
    legSeconds: 31 * 86_400,
    /** Half round the earth. */
    legMetres: 20_000_000,
    /** How far a duration may be from end less start: both may have been cut to whole minutes. */
    durationSlackSeconds: 59,
    /** How far after the ledger's time a leg may end. */
    aheadSeconds: 300,
} as const;
