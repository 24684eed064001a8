/**
 * Amounts with their unit in the type. They are whole numbers of any size; on the wire and in state they are decimal
 * strings. Readings of single steps are plain numbers (see `MAX_READING_WH`), for arrays of them are large.
 */
declare const unit: unique symbol;

export type WattHours = bigint & { readonly [unit]: 'Wh' };
export type MicroEur = bigint & { readonly [unit]: 'µEUR' };
export type MicroEurPerKwh = bigint & { readonly [unit]: 'µEUR/kWh' };

/** The most that one step of one meter can hold. 5,000 of them still add up below 2^53. */
export const MAX_READING_WH = 2 ** 40;

export const MICRO_EUR_A_CENT = 10_000n;

const WHOLE = /^(?:0|-?[1-9]\d{0,39})$/u;

export function isReading(value: number): boolean {
    return Number.isInteger(value) && value >= 0 && value <= MAX_READING_WH;
}

/** Whether a text is the one spelling of a whole number: no sign but minus, no leading zero, at most 40 digits. */
export function isDecimal(text: string): boolean {
    return WHOLE.test(text);
}

export function wattHours(value: bigint | number): WattHours {
    return BigInt(value) as WattHours;
}

export function microEur(value: bigint | number): MicroEur {
    return BigInt(value) as MicroEur;
}

export function microEurPerKwh(value: bigint | number): MicroEurPerKwh {
    return BigInt(value) as MicroEurPerKwh;
}

/** @throws RangeError where the text is no whole number. */
export function parseMicroEur(text: string): MicroEur {
    return parseDecimal(text, 'micro-euro') as MicroEur;
}

/** @throws RangeError where the text is no whole number. */
export function parseMicroEurPerKwh(text: string): MicroEurPerKwh {
    return parseDecimal(text, 'micro-euro per kWh') as MicroEurPerKwh;
}

export function formatDecimal(amount: bigint): string {
    return amount.toString();
}

/** The quotient of non-negative numbers rounded to a whole one, halves up. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
    return (2n * dividend + divisor) / (2n * divisor);
}

/** The quotient rounded to a whole number, halves away from zero; the divisor is positive. */
export function divideHalfAwayFromZero(dividend: bigint, divisor: bigint): bigint {
    return dividend < 0n ? -divideHalfUp(-dividend, divisor) : divideHalfUp(dividend, divisor);
}

function parseDecimal(text: string, what: string): bigint {
    if (!isDecimal(text))
        throw new RangeError(`Not a whole number of ${what}: digits alone, without a leading zero, at most 40 of them`);
    return BigInt(text);
}
