/** Unit of the values of a file. `kW` is the mean power over the step. */
export type EnergyUnit = 'Wh' | 'kWh' | 'kW';

export type ValueFault =
    'ENERGY_VALUE_NOT_A_NUMBER' | 'ENERGY_VALUE_NEGATIVE' | 'ENERGY_VALUE_NOT_WHOLE' | 'ENERGY_VALUE_TOO_LARGE';

/** The most watt-hours that a step of a curve can hold. */
const MOST_WH = 2 ** 40;

/** A value of at most 80 digits times 10 to a power outside these bounds is too large, or rounds to zero. */
const LARGEST_EXPONENT = 40;
const SMALLEST_EXPONENT = -130;

const WHOLE = /^\d{1,12}$/u;
const NUMBER = /^([+-]?)(\d{0,40})(?:([.,])(\d{0,40}))?(?:[eE]([+-]?\d{1,4}))?$/u;

/**
 * Reads one value as whole watt-hours of its step, exactly: decimal digits are never turned into binary fractions. kWh
 * and kW are rounded to whole watt-hours, halves up; Wh must be whole. `decimalComma` allows `0,124` for 0.124.
 */
export function readEnergy(
    text: string,
    options: { readonly unit: EnergyUnit; readonly stepMinutes: number; readonly decimalComma: boolean },
): number | ValueFault {
    if (options.unit === 'Wh' && WHOLE.test(text)) return atMost(Number(text));
    const number = readDecimal(text, options.decimalComma);
    if (number === undefined) return 'ENERGY_VALUE_NOT_A_NUMBER';
    if (number.digits === 0n) return 0;
    if (number.isNegative) return 'ENERGY_VALUE_NEGATIVE';
    return wattHours(number, options);
}

/** A number as it is written: `digits` times 10 to the power `exponent`. */
interface Decimal {
    readonly isNegative: boolean;
    readonly digits: bigint;
    readonly exponent: number;
}

function readDecimal(text: string, decimalComma: boolean): Decimal | undefined {
    const found = NUMBER.exec(text);
    if (found === null) return undefined;
    const [, sign, whole = '', point, fraction = '', exponent = '0'] = found;
    if (whole === '' && fraction === '') return undefined;
    if (point === ',' && !decimalComma) return undefined;
    const digits = BigInt(whole + fraction);
    return { isNegative: sign === '-', digits, exponent: Number(exponent) - fraction.length };
}

function wattHours(
    { digits, exponent }: Decimal,
    options: { readonly unit: EnergyUnit; readonly stepMinutes: number },
): number | ValueFault {
    if (exponent > LARGEST_EXPONENT) return 'ENERGY_VALUE_TOO_LARGE';
    if (exponent < SMALLEST_EXPONENT) return options.unit === 'Wh' ? 'ENERGY_VALUE_NOT_WHOLE' : 0;
    const numerator = digits * perUnit(options) * (exponent > 0 ? 10n ** BigInt(exponent) : 1n);
    const denominator = exponent < 0 ? 10n ** BigInt(-exponent) : 1n;
    if (options.unit === 'Wh' && numerator % denominator !== 0n) return 'ENERGY_VALUE_NOT_WHOLE';
    const rounded = (2n * numerator + denominator) / (2n * denominator);
    return atMost(Number(rounded));
}

function perUnit(options: { readonly unit: EnergyUnit; readonly stepMinutes: number }): bigint {
    if (options.unit === 'Wh') return 1n;
    return options.unit === 'kWh' ? 1_000n : BigInt((1_000 * options.stepMinutes) / 60);
}

function atMost(wh: number): number | ValueFault {
    return wh > MOST_WH ? 'ENERGY_VALUE_TOO_LARGE' : wh;
}
