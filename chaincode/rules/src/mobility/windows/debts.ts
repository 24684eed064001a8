/**
 * What of a window is owed between two after it. A settled window is paid; what was taken out of its nets stays a debt
 * between the two, until its creditor says that it was met: all between a member in default and each of the others, and
 * between two that did not agree in time and were set aside. A leg that was in dispute when its pair agreed is left out of
 * the nets as well, and owed in its window until the dispute ends and carries it into another one.
 */
import type { WindowState } from './clearing-window.js';

type Pair = readonly [string, string];

/** What of a window decides whether its debts stay. */
export interface WindowDebts {
    readonly state: WindowState;
    /** Members that were declared in default. */
    readonly defaulters: readonly string[];
    /** Pairs that did not agree in time, each in UTF-8 order. */
    readonly setAside: readonly Pair[];
}

/** Whether any two keep debts of a window between them. */
export function hasDebts({ defaulters, setAside }: WindowDebts): boolean {
    return defaulters.length > 0 || setAside.length > 0;
}

/** Whether two, in UTF-8 order, were set aside. */
export function isSetAside({ setAside }: Pick<WindowDebts, 'setAside'>, [first, second]: Pair): boolean {
    return setAside.some((pair) => pair[0] === first && pair[1] === second);
}

/** Whether what two, in UTF-8 order, owe each other in a window is left out of its nets and stays theirs. */
export function staysBetween(window: WindowDebts, pair: Pair): boolean {
    return pair.some((member) => window.defaulters.includes(member)) || isSetAside(window, pair);
}

/**
 * Whether all that stands in a window is still owed between two, in UTF-8 order.
 *
 * @param isDischarged the creditor has said that what was owed to it was met
 */
export function isOwed(window: WindowDebts, pair: Pair, isDischarged: boolean): boolean {
    return window.state !== 'SETTLED' || (staysBetween(window, pair) && !isDischarged);
}

/** What stands in a window towards one creditor, in whole micro-euro. */
export interface WindowSums {
    /** Of all records. */
    readonly amount: bigint;
    /** Of those that were in dispute when the two agreed. */
    readonly leftOut: bigint;
    /** Of those whose dispute is over, so that another window has them. */
    readonly carried: bigint;
}

/** What is still owed of a window: of one that is paid, what its net left out and no other window has. */
export function stillOwed({ amount, leftOut, carried }: WindowSums, isWhole: boolean): bigint {
    return (isWhole ? amount : leftOut) - carried;
}

/** Pairs of a window whose statements make up its nets. */
export function activePairs({ pairs, ...window }: WindowDebts & { readonly pairs: readonly Pair[] }): readonly Pair[] {
    return pairs.filter((pair) => !staysBetween(window, pair));
}
