/** Decimal texts as whole numbers of millionths, so that nothing is computed in fractions. */
import { malformed, type Decoder } from '../../wire/index.js';

const DECIMAL = /^(-?)(0|[1-9]\d{0,11})(?:\.(\d{1,6}))?$/u;

export const MILLIONTHS = 1_000_000n;

/** Millionths of a decimal text: of euro they are micro-euro. Undefined where the text is none. */
export function millionths(text: string): bigint | undefined {
    const found = DECIMAL.exec(text);
    if (found === null) return undefined;
    const [, sign, whole = '0', decimals = ''] = found;
    const value = BigInt(whole) * MILLIONTHS + BigInt(decimals.padEnd(6, '0'));
    return sign === '-' ? -value : value;
}

/** Millionths of a text that is decoded already. */
export function decoded(text: string): bigint {
    const value = millionths(text);
    if (value === undefined) throw new RangeError('A decimal is written in digits, with at most six decimals');
    return value;
}

/** A decimal text from `least` to `most`, both included. */
export function decimal(least: string, most: string): Decoder<string> {
    const [low, high] = [decoded(least), decoded(most)];
    return (value, at) => {
        const found = typeof value === 'string' ? millionths(value) : undefined;
        if (found === undefined || found < low || found > high)
            throw malformed(at, `must be a text of digits with at most six decimals, from "${least}" to "${most}"`);
        return value as string;
    };
}

/** An amount in euro of whole cents, above nothing or, where said, nothing too. */
export function wholeCents(least: '0' | '0.01'): Decoder<string> {
    const inBounds = decimal(least, '1000000000');
    return (value, at) => {
        const text = inBounds(value, at);
        if (decoded(text) % 10_000n !== 0n) throw malformed(at, 'must be whole cents, such as "84.00"');
        return text;
    };
}

/** The decimal text of millionths, with at least two decimals. */
export function decimalText(value: bigint): string {
    const size = value < 0n ? -value : value;
    const decimals = (size % MILLIONTHS)
        .toString()
        .padStart(6, '0')
        .replace(/0{1,4}$/u, '');
    return `${value < 0n ? '-' : ''}${(size / MILLIONTHS).toString()}.${decimals}`;
}

/** The least and the most micro-euro of bounds in euro. */
export function microEurBounds(range: {
    readonly from?: string;
    readonly to?: string;
    readonly over?: string;
    readonly below?: string;
}): { readonly least: bigint | undefined; readonly most: bigint | undefined } {
    const [from, to] = [optional(range.from), optional(range.to)];
    const [over, below] = [optional(range.over), optional(range.below)];
    const least = [from, over === undefined ? undefined : over + 1n].filter((bound) => bound !== undefined);
    const most = [to, below === undefined ? undefined : below - 1n].filter((bound) => bound !== undefined);
    return {
        least: least.reduce<bigint | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined),
        most: most.reduce<bigint | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined),
    };
}

function optional(text: string | undefined): bigint | undefined {
    return text === undefined ? undefined : decoded(text);
}
