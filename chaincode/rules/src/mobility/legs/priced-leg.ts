/** Records as operators write them, and the price that anybody else finds for them. */
import { divideHalfAwayFromZero, formatDecimal } from '../../units/index.js';
import { Refused } from '../../wire/index.js';
import {
    chargeLine,
    priceLeg,
    type Charge,
    type Dimension,
    type PricingContext,
    type TariffVersion,
} from '../tariffs/index.js';
import type { LegCategory, LegFacts, LegRecord } from './leg-record.js';

const WHOLE_PPM = 1_000_000n;

export interface PricingTariff {
    readonly tariff: TariffVersion;
    /** Sha256 of its content, hexadecimal. */
    readonly hash: string;
}

type PricedMembers = Pick<
    LegRecord,
    'tariff' | 'tariffVersion' | 'tariffHash' | 'currency' | 'lines' | 'totalMicroEur' | 'taxMicroEur' | 'charged'
>;

/** The record of a leg at the price of its tariff. */
export function pricedLeg(facts: LegFacts, { tariff, hash }: PricingTariff, context: PricingContext = {}): LegRecord {
    return { ...facts, kind: 'leg', ...pricedMembers(priceLeg(tariff, facts, context), tariff, hash) };
}

/** What a record that is credited should have been: written with the facts as they are now known. */
export function replacementOf(
    original: LegRecord,
    facts: LegFacts & { readonly reason: string },
    { tariff, hash, context = {} }: PricingTariff & { readonly context?: PricingContext },
): LegRecord {
    const priced = pricedMembers(priceLeg(tariff, facts, context), tariff, hash);
    return { ...facts, kind: 'replacement', of: original.leg, ...priced };
}

/** A fine, an extra or a refund of a leg: one sum with its tax in it, in whole cents. */
export interface Supplement {
    readonly leg: string;
    readonly kind: 'fine' | 'extra' | 'refund';
    readonly category: LegCategory;
    readonly reason: string;
    /** More than nothing; given back where it is a refund. */
    readonly amountMicroEur: bigint;
    readonly vatPpm: number;
}

export function supplementOf(original: LegRecord, supplement: Supplement): LegRecord {
    const { leg, kind, category, reason, vatPpm } = supplement;
    const amount = kind === 'refund' ? -supplement.amountMicroEur : supplement.amountMicroEur;
    const dimension: Dimension = kind === 'fine' ? 'FINE' : kind === 'extra' ? 'EXTRA' : 'REFUND';
    const tax = divideHalfAwayFromZero(amount * BigInt(vatPpm), WHOLE_PPM + BigInt(vatPpm));
    return {
        ...original,
        leg,
        kind,
        category,
        reason,
        of: original.leg,
        lines: [chargeLine(dimension, 1, amount)],
        totalMicroEur: formatDecimal(amount),
        taxMicroEur: formatDecimal(tax),
        charged: [],
    };
}

/**
 * The tariff that a record names is the one in force when the leg started, to the letter, and of its mode.
 * @param inForce what `tariffInForce` gives for the operator, the tariff and the start of the record
 * @throws Refused MOBILITY_LEG_INVALID
 */
export function requireTariffOfLeg(record: LegRecord, { tariff: inForce, hash }: PricingTariff): void {
    const { operator, tariff, tariffVersion, tariffHash, mode } = record;
    if (operator !== inForce.operator || tariff !== inForce.tariff || tariffVersion !== inForce.version)
        throw new Refused('MOBILITY_LEG_INVALID', { reason: 'its tariff is not the one in force when it started' });
    if (tariffHash !== hash)
        throw new Refused('MOBILITY_LEG_INVALID', { reason: 'its tariff is not the one that was published' });
    if (mode !== inForce.mode)
        throw new Refused('MOBILITY_LEG_INVALID', { reason: 'its mode is not the one of its tariff' });
}

export interface Repricing {
    /** Whether operator and tariff come to the same total and the same tax. Where not, the record is in dispute. */
    readonly agrees: boolean;
    /** What the operator asks for more than the tariff; negative where less. */
    readonly differenceMicroEur: bigint;
    readonly charge: Charge;
}

/**
 * Prices a leg or a replacement anew from the tariff that it names.
 * @throws Refused as `priceLeg` does
 */
export function repriced(record: LegRecord, tariff: TariffVersion, context: PricingContext = {}): Repricing {
    const charge = priceLeg(tariff, record, context);
    const differenceMicroEur = BigInt(record.totalMicroEur) - BigInt(charge.totalMicroEur);
    const agrees = differenceMicroEur === 0n && record.taxMicroEur === charge.taxMicroEur;
    return { agrees, differenceMicroEur, charge };
}

function pricedMembers(charge: Charge, tariff: TariffVersion, hash: string): PricedMembers {
    return {
        tariff: tariff.tariff,
        tariffVersion: tariff.version,
        tariffHash: hash,
        currency: 'EUR',
        lines: charge.lines,
        totalMicroEur: charge.totalMicroEur,
        taxMicroEur: charge.taxMicroEur,
        charged: charge.charged,
    };
}
