import { divideHalfAwayFromZero } from '@quartier/rules/units';

const NUMBER = /^(-?)(\d{1,15})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,2}))?$/u;

/** Whether a text is a number as JSON writes it, of a size that money and distances have. */
export function isNumber(text: string): boolean {
    return NUMBER.test(text);
}

/** A number times a power of ten and a whole factor. */
export interface Scaled {
    /** The nearest whole number, halves away from zero. */
    readonly value: bigint;
    /** Whether the product is that number. */
    readonly exact: boolean;
}

/**
 * A decimal number times a power of ten and a whole factor: `0.29` times 10^6 is 290,000, exactly.
 * @param text as JSON writes numbers
 * @returns undefined where it is no number
 */
export function scaled(text: string, { powerOfTen = 0, factor = 1n }): Scaled | undefined {
    const found = NUMBER.exec(text);
    if (found === null) return undefined;
    const [, sign = '', whole = '', decimals = '', exponent = '0'] = found;
    const power = powerOfTen + Number(exponent) - decimals.length;
    const dividend = BigInt(`${sign}${BigInt(`${whole}${decimals}`).toString()}`) * factor * tenToThe(power);
    const divisor = tenToThe(-power);
    return { value: divideHalfAwayFromZero(dividend, divisor), exact: dividend % divisor === 0n };
}

function tenToThe(power: number): bigint {
    return 10n ** BigInt(Math.max(0, power));
}
