import { InvalidArgumentError } from 'commander';

import { isDay, isMonth } from '@quartier/rules/units';

/** Readers of option values; what they refuse is a usage error. */
export function dayValue(text: string): string {
    if (!isDay(text)) throw new InvalidArgumentError('It must be a day such as 2016-06-01.');
    return text;
}

export function monthValue(text: string): string {
    if (!isMonth(text)) throw new InvalidArgumentError('It must be a month such as 2016-06.');
    return text;
}

/** A whole number, kept as decimal digits. */
export function wholeValue(text: string): string {
    if (!/^\d{1,12}$/u.test(text)) throw new InvalidArgumentError('It must be a whole number, not negative.');
    return BigInt(text).toString();
}

export function yearValue(text: string): number {
    if (!/^\d{4}$/u.test(text)) throw new InvalidArgumentError('It must be a year such as 2016.');
    return Number(text);
}
