import { invariant } from '../wire/index.js';

/** A month in which a meter delivered, with how many values are stored of it. */
export interface DeliveredMonth {
    readonly values: number;
}

export interface Erasure<Month extends DeliveredMonth> {
    readonly months: readonly Month[];
    readonly values: number;
    /** Whether months are left for another transaction. */
    readonly more: boolean;
}

/** The first months whose values one transaction may purge; a month is purged whole. */
export function monthsToErase<Month extends DeliveredMonth>(all: readonly Month[], mostValues: number): Erasure<Month> {
    const months: Month[] = [];
    let values = 0;
    for (const month of all) {
        invariant(month.values <= mostValues, 'one transaction may purge a month');
        if (values + month.values > mostValues) break;
        months.push(month);
        values += month.values;
    }
    return { months, values, more: months.length < all.length };
}
