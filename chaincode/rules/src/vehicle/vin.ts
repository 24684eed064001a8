/** Vehicle identification numbers: ISO 3779 and ISO 3780 everywhere, the check digit of 49 CFR 565.15 where it is law. */
import { Refused } from '../wire/index.js';

/** Which rule a VIN breaks. */
export type VinRule =
    /** It has 17 characters. */
    | 'LENGTH'
    /** Digits and letters, without I, O and Q, nothing else. */
    | 'CHARACTERS'
    /** The ninth character is the remainder of the weighted sum by 11 (49 CFR 565.15(c)). */
    | 'CHECK_DIGIT';

export interface Vin {
    /** 17 characters, upper case. */
    readonly vin: string;
    /** World manufacturer identifier: the first three characters. */
    readonly wmi: string;
    /**
     * `wmi`; of a maker of few vehicles, whose third character is 9, the wmi and characters 12 to 14 (49 CFR 565.15(a),
     * ISO 3780).
     */
    readonly manufacturer: string;
    /**
     * `not-applicable` outside North America and China: elsewhere position 9 is the maker's, and most vehicles would fail.
     * `invalid` is there for China alone, whose standard asks for the same digit; it is told but not refused, for imports
     * with another ninth character exist. In North America (first character 1 to 5) it is refused.
     */
    readonly checkDigit: 'valid' | 'invalid' | 'not-applicable';
    /** What the tenth character may mean, oldest first: its code comes again after 30 years. Makers outside North America may use it for something else. */
    readonly modelYears: readonly number[];
}

/** What stands below a character is its value, 49 CFR 565.15(c) table III. */
const CHARACTERS = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ';
const VALUES = '012345678912345678123457923456789';
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] as const;
const YEAR_CODES = 'ABCDEFGHJKLMNPRSTVWXY123456789';
const FIRST_YEAR = 1980;

/** Spaces taken out and letters in upper case, as people type them; anything else stays and is refused by its rule. */
export function normaliseVin(text: string): string {
    return text.replace(/ /gu, '').replace(/[a-z]/gu, (letter) => letter.toUpperCase());
}

/** Which rule a normalised VIN breaks, or undefined where it is good. */
export function vinFault(vin: string): VinRule | undefined {
    if (vin.length !== WEIGHTS.length) return 'LENGTH';
    if (!/^[0-9A-HJ-NPR-Z]*$/u.test(vin)) return 'CHARACTERS';
    if (/^[1-5]/u.test(vin) && vin[8] !== computedCheckDigit(vin)) return 'CHECK_DIGIT';
    return undefined;
}

/** @throws Refused VEHICLE_VIN_INVALID, which names the rule and never the VIN. */
export function parseVin(text: string): Vin {
    const vin = normaliseVin(text);
    const rule = vinFault(vin);
    if (rule !== undefined) throw new Refused('VEHICLE_VIN_INVALID', { rule });
    const wmi = vin.slice(0, 3);
    return {
        vin,
        wmi,
        manufacturer: wmi.endsWith('9') ? wmi + vin.slice(11, 14) : wmi,
        checkDigit: checkDigitOf(vin),
        modelYears: modelYearsOf(vin),
    };
}

/** What position 9 would be: 0 to 9, or X. Of 17 allowed characters. */
export function computedCheckDigit(vin: string): string {
    const sum = WEIGHTS.reduce<number>((total, weight, at) => total + weight * valueOf(vin.charAt(at)), 0);
    return sum % 11 === 10 ? 'X' : String(sum % 11);
}

function valueOf(character: string): number {
    return Number(VALUES.charAt(CHARACTERS.indexOf(character)));
}

function checkDigitOf(vin: string): Vin['checkDigit'] {
    if (!/^[1-5L]/u.test(vin)) return 'not-applicable';
    return vin[8] === computedCheckDigit(vin) ? 'valid' : 'invalid';
}

function modelYearsOf(vin: string): readonly number[] {
    const index = YEAR_CODES.indexOf(vin[9] ?? '');
    return index < 0 ? [] : [FIRST_YEAR + index, FIRST_YEAR + index + YEAR_CODES.length];
}
