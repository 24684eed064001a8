/**
 * Readings as printable text: each is written in base 32, least significant digit first, in the alphabet of base64, the
 * upper half of which says that more digits follow (the variable-length quantities of ECMA-426 source maps, unsigned);
 * a step without a reading is a full stop. A reading below 32 Wh takes one character, one below 1,024 two.
 */
import { MAX_READING_WH } from '../units/index.js';
import { invariant, Refused } from '../wire/index.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const GAP = '.';
const GAP_CODE = GAP.charCodeAt(0);
const MORE = 32;
/** Of 2^53 - 1. */
const MOST_DIGITS = 11;
const NO_DIGIT = 255;

const digitOfCode = new Uint8Array(128).fill(NO_DIGIT);
for (let digit = 0; digit < ALPHABET.length; digit += 1) digitOfCode[ALPHABET.charCodeAt(digit)] = digit;

/**
 * Readings: whole watt-hours from 0 to 2^40, null where there is none.
 * @throws Refused ENERGY_CURVE_INVALID, naming the step.
 */
export function packValues(values: readonly (number | null)[]): string {
    return pack(values, MAX_READING_WH);
}

/**
 * The readings of a text that {@link packValues} wrote. Any other is refused: there is one text of given readings.
 * @throws Refused ENERGY_CURVE_INVALID, naming the place.
 */
export function unpackValues(text: string): (number | null)[] {
    return unpack(text, MAX_READING_WH);
}

/** Sums of readings, whole numbers from 0 to 2^53 - 1, in the same form. */
export function packSums(sums: readonly number[]): string {
    return pack(sums, Number.MAX_SAFE_INTEGER);
}

/** The sums of a text that {@link packSums} wrote. */
export function unpackSums(text: string): number[] {
    return unpack(text, Number.MAX_SAFE_INTEGER).map((sum) => {
        invariant(sum !== null, 'packed sums have no gap');
        return sum;
    });
}

function pack(values: readonly (number | null)[], most: number): string {
    let text = '';
    for (let step = 0; step < values.length; step += 1) {
        const value = values[step] ?? null;
        if (value !== null && !isWholeUpTo(value, most))
            throw invalid(`step ${String(step)} is no whole number from 0 to ${String(most)}`);
        text += value === null ? GAP : digitsOf(value);
    }
    return text;
}

function unpack(text: string, most: number): (number | null)[] {
    const values: (number | null)[] = [];
    let value = 0;
    let scale = 1;
    let digits = 0;
    for (let at = 0; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        if (code === GAP_CODE && digits === 0) {
            values.push(null);
            continue;
        }
        const digit = digitOfCode[code] ?? NO_DIGIT;
        if (digit === NO_DIGIT) throw invalid(`character ${String(at)} of the packed values is no digit`);
        value += (digit & 31) * scale;
        scale *= 32;
        digits += 1;
        if (digits > MOST_DIGITS || value > most)
            throw invalid(`the value that ends at character ${String(at)} is more than ${String(most)}`);
        if (digit >= MORE) continue;
        if (digit === 0 && digits > 1)
            throw invalid(`the value that ends at character ${String(at)} has an empty digit`);
        values.push(value);
        value = 0;
        scale = 1;
        digits = 0;
    }
    if (digits > 0) throw invalid('the packed values end inside a value');
    return values;
}

function isWholeUpTo(value: number, most: number): boolean {
    return Number.isInteger(value) && value >= 0 && value <= most;
}

function digitsOf(value: number): string {
    let text = '';
    let rest = value;
    while (rest >= MORE) {
        const next = Math.floor(rest / 32);
        text += ALPHABET.charAt(rest - next * 32 + MORE);
        rest = next;
    }
    return text + ALPHABET.charAt(rest);
}

function invalid(reason: string): Refused {
    return new Refused('ENERGY_CURVE_INVALID', { reason });
}
