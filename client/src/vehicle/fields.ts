import { isDay } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import { excerpt } from '../files/index.js';

import { plainWord, type Words } from './words.js';

/** What a row of a file or the options of a command say, by field; empty fields are absent. */
export type Fields<Name extends string = string> = Readonly<Partial<Record<Name, string>>>;

/** @throws Refused VEHICLE_FIELD_MISSING */
export function required<Name extends string>(fields: Fields<Name>, field: Name): string {
    const text = fields[field];
    if (text === undefined) throw new Refused('VEHICLE_FIELD_MISSING', { field });
    return text;
}

/** @throws Refused VEHICLE_FIELD_INVALID, as all readers of fields. */
export function invalidField(field: string, text: string, reason: string): Refused {
    return new Refused('VEHICLE_FIELD_INVALID', { field, text: excerpt(text), reason });
}

export function wordAt<Name extends string, T extends string>(
    fields: Fields<Name>,
    field: Name,
    words: Words<T>,
): T | undefined {
    return fields[field] === undefined ? undefined : requiredWord(fields, field, words);
}

export function requiredWord<Name extends string, T extends string>(
    fields: Fields<Name>,
    field: Name,
    words: Words<T>,
): T {
    const text = required(fields, field);
    const word = words.get(plainWord(text));
    if (word === undefined) throw invalidField(field, text, `not one of ${[...new Set(words.values())].join(', ')}`);
    return word;
}

/** A day: `2024-05-03`, or the day first as in `3/5/2024`; of a time its day. */
export function dayAt<Name extends string>(fields: Fields<Name>, field: Name): string | undefined {
    const text = fields[field];
    if (text === undefined) return undefined;
    const [, day = '', month = '', year = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?=$|[ T])/u.exec(text) ?? [];
    const iso = /^(\d{4}-\d{2}-\d{2})(?=$|[ T])/u.exec(text)?.[1];
    const written = iso ?? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    if (!isDay(written)) throw invalidField(field, text, 'not a day such as 2024-05-03 or 03/05/2024');
    return written;
}

/** A whole number, in groups of three or not: `123456`, `123 456`. */
export function wholeAt<Name extends string>(fields: Fields<Name>, field: Name): number | undefined {
    const text = fields[field];
    if (text === undefined) return undefined;
    const digits = /^\d{1,3}(?:\s\d{3})+$/u.test(text) ? text.replace(/\D/gu, '') : text;
    if (!/^\d{1,12}$/u.test(digits)) throw invalidField(field, text, 'not a whole number');
    return Number(digits);
}

/** Texts between vertical bars. */
export function listAt<Name extends string>(fields: Fields<Name>, field: Name): readonly string[] {
    return (fields[field] ?? '')
        .split('|')
        .map((text) => text.trim())
        .filter((text) => text !== '');
}
