/** Counters of limits in packs: what one person's journeys count in one period stands together, so that no key is hot. */
import type { CapOf } from '../incentives/policy.js';

export interface CounterGroup {
    /** The pseudonym; both of a pair; operator and id of a trip; `*` for everyone. */
    readonly whom: string;
    /** Month of days, weeks and months; year; `all` for the whole campaign. */
    readonly period: string;
}

const NAMES: Readonly<Record<CapOf, number>> = {
    driver: 1,
    passenger: 1,
    person: 1,
    pair: 2,
    trip: 2,
    operator: 1,
    everyone: 0,
};
const EVERYONE = '*';
const WHOLE_CAMPAIGN = 'all';
const MONTH_LENGTH = '2024-01'.length;
/** Members of a counter's key before the names: count, of, per, id and period. */
const BEFORE_NAMES = 5;

/** The pack of a counter's key (`counterKey`); a counter of trips is in that of its limit. */
export function counterGroupOf(key: string): CounterGroup {
    const parts = key.split('/');
    const [, of = 'everyone', , , period = ''] = parts;
    const names = parts.slice(BEFORE_NAMES, BEFORE_NAMES + NAMES[of as CapOf]);
    return {
        whom: names.length === 0 ? EVERYONE : names.join('/'),
        period: period === '' ? WHOLE_CAMPAIGN : period.slice(0, MONTH_LENGTH),
    };
}
