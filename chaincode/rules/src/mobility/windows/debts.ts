/**
 * What of a window is owed between two after it. A settled window is paid; what a pair with a member in default owed in
 * it was taken out of the nets and stays a debt between the two, until its creditor says that it was met.
 */
import type { WindowState } from './clearing-window.js';

/** What of a window decides whether its debts stay. */
export interface WindowDebts {
    readonly state: WindowState;
    /** Members that were declared in default. */
    readonly defaulters: readonly string[];
}

/** Whether any two keep debts of a window between them. */
export function hasDebts({ defaulters }: WindowDebts): boolean {
    return defaulters.length > 0;
}

/** Whether what two owe each other in a window is left out of its nets and stays theirs. */
export function staysBetween({ defaulters }: WindowDebts, pair: readonly [string, string]): boolean {
    return pair.some((member) => defaulters.includes(member));
}

/**
 * Whether all that stands in a window is still owed between two.
 *
 * @param isDischarged the creditor has said that what was owed to it was met
 */
export function isOwed(window: WindowDebts, pair: readonly [string, string], isDischarged: boolean): boolean {
    return window.state !== 'SETTLED' || (staysBetween(window, pair) && !isDischarged);
}

/** Pairs of a window whose statements make up its nets. */
export function activePairs({
    pairs,
    ...window
}: WindowDebts & { readonly pairs: readonly (readonly [string, string])[] }): readonly (readonly [string, string])[] {
    return pairs.filter((pair) => !staysBetween(window, pair));
}
