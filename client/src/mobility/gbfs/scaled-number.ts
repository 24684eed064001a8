const NUMBER = /^(-?)(\d{1,15})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,2}))?$/u;

/** Whether a text is a number as JSON writes it, of a size that money and distances have. */
export function isNumber(text: string): boolean {
    return NUMBER.test(text);
}

/**
 * A decimal number times a power of ten and a whole factor, exactly: `0.29` times 10^6 is 290,000.
 * @param text as JSON writes numbers
 * @returns undefined where it is no number or the product is not whole
 */
export function scaled(text: string, { powerOfTen = 0, factor = 1n }): bigint | undefined {
    const found = NUMBER.exec(text);
    if (found === null) return undefined;
    const [, sign = '', whole = '', decimals = '', exponent = '0'] = found;
    const digits = BigInt(`${whole}${decimals}`) * factor;
    const power = powerOfTen + Number(exponent) - decimals.length;
    const divisor = 10n ** BigInt(Math.max(0, -power));
    if (digits % divisor !== 0n) return undefined;
    const value = power < 0 ? digits / divisor : digits * 10n ** BigInt(power);
    return sign === '-' ? -value : value;
}
