import { idFault } from '../../units/index.js';

/** Where a participant is paid. */
export interface PaymentAccount {
    readonly name: string;
    readonly iban: string;
    readonly bic: string;
}

/** Lengths of the IBANs of the SEPA countries and territories, from the IBAN registry of ISO 13616. */
const IBAN_LENGTHS: Readonly<Record<string, number>> = {
    ...{ AD: 24, AL: 28, AT: 20, BE: 16, BG: 22, CH: 21, CY: 28, CZ: 24, DE: 22, DK: 18, EE: 20, ES: 24, FI: 18 },
    ...{ FR: 27, GB: 22, GI: 23, GR: 27, HR: 21, HU: 28, IE: 22, IS: 26, IT: 27, LI: 21, LT: 20, LU: 20, LV: 21 },
    ...{ MC: 27, MD: 24, ME: 22, MK: 19, MT: 31, NL: 18, NO: 15, PL: 28, PT: 25, RO: 24, RS: 22, SE: 24, SI: 19 },
    ...{ SK: 24, SM: 27, VA: 22 },
};
const IBAN = /^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/u;
const BIC = /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/u;
const LONGEST_NAME = 70;

/** Why a participant cannot be paid there, or undefined when it can. */
export function accountFault({ name, iban, bic }: PaymentAccount): string | undefined {
    const nameFault = idFault(name, LONGEST_NAME);
    if (nameFault !== undefined) return `its name ${nameFault}`;
    const fault = ibanFault(iban);
    if (fault !== undefined) return `its IBAN ${fault}`;
    return isBic(bic) ? undefined : 'its BIC is not 8 or 11 characters as ISO 9362 has them';
}

/** Why a text is no IBAN of a SEPA account without spaces (ISO 13616, check digits by ISO 7064 mod 97-10). */
export function ibanFault(iban: string): string | undefined {
    if (!IBAN.test(iban)) return 'is not a country, two digits and 11 to 30 letters or digits';
    const length = IBAN_LENGTHS[iban.slice(0, 2)];
    if (length === undefined) return 'is of no SEPA country';
    if (length !== iban.length) return `is not ${String(length)} characters long`;
    return mod97(iban) === 1 ? undefined : 'has wrong check digits';
}

/** Whether a text has the form of a business identifier code, 8 or 11 characters (ISO 9362). */
export function isBic(text: string): boolean {
    return BIC.test(text);
}

function mod97(iban: string): number {
    let rest = 0;
    for (const character of iban.slice(4) + iban.slice(0, 4)) {
        const value = Number.parseInt(character, 36);
        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest;
}
