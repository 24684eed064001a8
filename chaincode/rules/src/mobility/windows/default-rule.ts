/**
 * What happens when a member does not declare its net, or does not pay. After the deadline the settlement role declares it
 * in default. All that it owes
 * and is owed in the window is taken out and stays between it and each of the others, as bilateral debts; the rest is
 * netted again as the next revision of the window. What was already booked counts: the others pay or receive only what is
 * still missing, and what the defaulter paid in part is given back to it, as its debts are settled outside. Nobody bears a
 * loss that is not its own claim on the defaulter.
 */
import { compareUtf8 } from '../../units/index.js';
import { Refused } from '../../wire/index.js';

import {
    assertTransfersSettle,
    directTransfers,
    hubTransfers,
    netsOf,
    type Nets,
    type Obligation,
    type Transfer,
} from '../netting/index.js';
import { clearWindow, type ClearedWindow, type Settlement } from './clear-window.js';

export interface DefaultInput {
    readonly window: string;
    readonly member: string;
    /** Of the revision in force. */
    readonly transfers: readonly Transfer[];
    /** What was paid of them. */
    readonly booked: readonly Transfer[];
    readonly deadline: number;
    readonly time: number;
}

/**
 * Lets a default be declared only of a member that has something left to pay after the deadline.
 *
 * @throws Refused MOBILITY_DEFAULT_TOO_EARLY, MOBILITY_DEFAULT_NONE
 */
export function requireDefault({ window, member, transfers, booked, deadline, time }: DefaultInput): void {
    requireDue({ window, deadline, time });
    if (paidBy(member, transfers) <= paidBy(member, booked)) {
        throw new Refused('MOBILITY_DEFAULT_NONE', { window, member });
    }
}

/**
 * Lets a default be declared, while the members declare their nets, only of one that should have done so by the deadline.
 *
 * @param isAwaited it has agreed, or should agree, with others that are not out, and has not declared
 * @throws Refused MOBILITY_DEFAULT_TOO_EARLY, MOBILITY_DEFAULT_NONE
 */
export function requireSilent({
    member,
    isAwaited,
    ...due
}: Pick<DefaultInput, 'window' | 'member' | 'deadline' | 'time'> & { readonly isAwaited: boolean }): void {
    requireDue(due);
    if (!isAwaited) throw new Refused('MOBILITY_DEFAULT_NONE', { window: due.window, member });
}

/**
 * Lets nobody be taken out of a window before what is waited for was due.
 *
 * @throws Refused MOBILITY_DEFAULT_TOO_EARLY
 */
export function requireDue({ window, deadline, time }: Pick<DefaultInput, 'window' | 'deadline' | 'time'>): void {
    if (time < deadline) throw new Refused('MOBILITY_DEFAULT_TOO_EARLY', { window, deadline });
}

export interface AfterDefault extends ClearedWindow {
    /** What still has to be paid so that everyone stands at the nets of this revision. */
    readonly transfers: readonly Transfer[];
    /** What is cleared. */
    readonly kept: readonly Obligation[];
    /** What stays between a defaulter and another. */
    readonly bilateral: readonly Obligation[];
}

/**
 * The next revision of a window.
 *
 * @param obligations of the window as it was agreed
 * @param defaulters everyone declared in default so far
 * @param booked all that was paid in any revision
 * @param settlement with a set-off of what is kept, where it is by set-off
 * @throws Refused MOBILITY_SET_OFF_INVALID
 */
export function clearWithout(input: {
    readonly obligations: readonly Obligation[];
    readonly defaulters: ReadonlySet<string>;
    readonly booked: readonly Transfer[];
    readonly settlement: Settlement;
}): AfterDefault {
    const { obligations, defaulters, booked, settlement } = input;
    const isOut = ({ from, to }: Obligation): boolean => defaulters.has(from) || defaulters.has(to);
    const kept = obligations.filter((obligation) => !isOut(obligation));
    const cleared = clearWindow(kept, settlement);
    const transfers = outstanding(cleared, booked, settlement);
    assertTransfersSettle(
        cleared.nets,
        [...booked, ...transfers],
        settlement.method === 'hub' ? settlement.settlement : undefined,
    );
    return { nets: cleared.nets, transfers, kept, bilateral: obligations.filter(isOut) };
}

function outstanding(
    { nets, transfers }: ClearedWindow,
    booked: readonly Transfer[],
    settlement: Settlement,
): readonly Transfer[] {
    if (booked.length === 0) return transfers;
    switch (settlement.method) {
        case 'hub':
            return hubTransfers(netsLeft(nets, booked), settlement.settlement);
        case 'direct':
            return directTransfers(netsLeft(nets, booked));
        case 'setOff':
            return betweenPairs(transfers, booked);
    }
}

/** Nets less what was already paid towards them. */
function netsLeft(nets: Nets, booked: readonly Transfer[]): Nets {
    const left = new Map(nets);
    for (const { from, to, amount } of booked) {
        left.set(from, (left.get(from) ?? 0n) + amount);
        left.set(to, (left.get(to) ?? 0n) - amount);
    }
    return left;
}

/** What each pair still pays, or gives back. */
function betweenPairs(transfers: readonly Transfer[], booked: readonly Transfer[]): readonly Transfer[] {
    const back = booked.map(({ from, to, amount }) => ({ from: to, to: from, amount }));
    const pairs = new Map<string, Transfer[]>();
    for (const transfer of [...transfers, ...back]) {
        const pair = [transfer.from, transfer.to].sort(compareUtf8).join('\n');
        pairs.set(pair, [...(pairs.get(pair) ?? []), transfer]);
    }
    return [...pairs.values()].flatMap((ofPair) => directTransfers(netsOf(ofPair)));
}

function paidBy(member: string, transfers: readonly Transfer[]): bigint {
    return transfers.reduce((sum, { from, amount }) => (from === member ? sum + amount : sum), 0n);
}
