import type { LegRecord, WindowRecord } from '@quartier/rules/mobility';

import type { Legs } from '../clearing/legs.js';
import type { Publications } from '../clearing/publications.js';
import type { Windows } from '../clearing/windows.js';

import { rowsOfBooks } from './rows-of-books.js';

/** A record of a leg that one of the caller's subscriptions paid for. */
export interface SoldLeg {
    readonly record: LegRecord;
    readonly window: string;
}

export type LegSource = Pick<Legs, 'listLegs'> & Pick<Publications, 'listOperators'> & Pick<Windows, 'listWindows'>;

/**
 * Everything that operators recorded for the seller in windows that end after an instant: what came late stands in a later
 * one. With an end, in windows up to it.
 */
export async function soldLegsSince(
    source: LegSource,
    seller: string,
    { since, until = Infinity }: { readonly since: number; readonly until?: number },
): Promise<readonly SoldLeg[]> {
    const sold: SoldLeg[] = [];
    for await (const window of source.listWindows())
        if (window.to > since && window.to <= until) sold.push(...(await soldLegsOf(source, seller, window)));
    return sold;
}

/** Of one window; organisations that have no books with the seller recorded nothing. */
export async function soldLegsOf(
    source: Pick<LegSource, 'listLegs'>,
    seller: string,
    { window, pairs }: Pick<WindowRecord, 'window' | 'pairs'>,
): Promise<readonly SoldLeg[]> {
    const sold: SoldLeg[] = [];
    for (const pair of pairs.filter((ids) => ids.includes(seller))) {
        const other = pair.find((id) => id !== seller) ?? seller;
        for await (const { record } of rowsOfBooks(source.listLegs({ with: other, window })))
            if (record.seller === seller) sold.push({ record, window });
    }
    return sold;
}
