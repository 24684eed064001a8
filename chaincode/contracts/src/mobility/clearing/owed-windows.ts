import { isOwed } from '@quartier/rules/mobility';

import type { CalendarWindow } from '../keys.js';

import { pairOf, type PairBooks } from './pair.js';

/** Windows of which a creditor of the two is still owed all that stands in them. */
export function owedWindows(
    { agreement, own, other }: PairBooks,
    creditor: string,
    calendar: readonly CalendarWindow[],
): ReadonlySet<string> {
    const pair = pairOf(own, other);
    const discharged = agreement.discharged[creditor] ?? [];
    const owed = calendar.filter((window) => isOwed(window, pair, discharged.includes(window.window)));
    return new Set(owed.map(({ window }) => window));
}
