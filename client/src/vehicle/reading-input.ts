import { readingUnits, type Reading } from '@quartier/rules/vehicle';
import { Refused } from '@quartier/rules/wire';

import { invalidField, type Fields } from './fields.js';
import { plainWord, readingWords, unitWords } from './words.js';

/**
 * What an odometer showed: `123456` or `123 456` with its unit, or a word for why nothing was read. Refused as the ledger
 * does: VEHICLE_UNIT_MISSING, VEHICLE_UNIT_UNKNOWN, VEHICLE_READING_NEGATIVE, VEHICLE_READING_NOT_WHOLE.
 */
export function readingOf(fields: Fields<'odometer' | 'unit'>): Reading | undefined {
    const { odometer, unit: written } = fields;
    if (odometer === undefined) return undefined;
    const status = readingWords.get(plainWord(odometer));
    if (status !== undefined && status !== 'read') return { status };
    const value = figureOf(odometer);
    if (written === undefined) throw new Refused('VEHICLE_UNIT_MISSING', { units: [...readingUnits] });
    const unit = unitWords.get(plainWord(written));
    if (unit === undefined) throw new Refused('VEHICLE_UNIT_UNKNOWN', { units: [...readingUnits] });
    return { status: 'read', value, unit };
}

function figureOf(text: string): number {
    const digits = /^\d{1,3}(?:\s\d{3})+$/u.test(text) ? text.replace(/\s/gu, '') : text;
    if (/^-\d/u.test(digits)) throw new Refused('VEHICLE_READING_NEGATIVE');
    if (/^\d+[.,]\d+$/u.test(digits)) throw new Refused('VEHICLE_READING_NOT_WHOLE');
    if (!/^\d{1,12}$/u.test(digits)) throw invalidField('odometer', text, 'neither a whole number nor a word for none');
    return Number(digits);
}
