/** The lines of a charge: what was charged for what, exact, so that anybody can add them up again. */
import { divideHalfAwayFromZero, formatDecimal, MICRO_EUR_A_CENT } from '../../units/index.js';

/** Dimensions of OCPI charging periods and TOMP journal entries, as far as a leg has them. */
export const dimensions = [
    'FIXED',
    'TIME',
    'DISTANCE',
    'PAUSE',
    'RESERVATION',
    'SURGE',
    'DISCOUNT',
    'MINIMUM',
    'MAXIMUM',
    'CAP_ADJUSTMENT',
    'FINE',
    'EXTRA',
    'REFUND',
    'TAX',
    'ROUNDING',
] as const;
export type Dimension = (typeof dimensions)[number];

/**
 * `amountMicroEur` is `quantity * unitPriceMicroEur / per`, rounded once to whole micro-euro, halves away from zero.
 * A quantity is in seconds, metres or pieces; of TAX and of surcharges by rate it is the rate in ppm.
 */
export interface ChargeLine {
    readonly dimension: Dimension;
    readonly quantity: number;
    readonly unitPriceMicroEur: string;
    readonly per: number;
    readonly amountMicroEur: string;
}

/** A line of the amount that its quantity and unit price come to. */
export function chargeLine(dimension: Dimension, quantity: number, unitPrice: bigint, per = 1): ChargeLine {
    return {
        dimension,
        quantity,
        unitPriceMicroEur: formatDecimal(unitPrice),
        per,
        amountMicroEur: formatDecimal(lineAmount(quantity, unitPrice, per)),
    };
}

export function lineAmount(quantity: number, unitPrice: bigint, per: number): bigint {
    const product = BigInt(quantity) * unitPrice;
    return per === 1 ? product : divideHalfAwayFromZero(product, BigInt(per));
}

export function sumOfLines(lines: readonly ChargeLine[]): bigint {
    let sum = 0n;
    for (const { amountMicroEur } of lines) sum += BigInt(amountMicroEur);
    return sum;
}

/** The amount rounded once to whole cents, halves away from zero, still in micro-euro. */
export function wholeCents(amountMicroEur: bigint): bigint {
    return divideHalfAwayFromZero(amountMicroEur, MICRO_EUR_A_CENT) * MICRO_EUR_A_CENT;
}
