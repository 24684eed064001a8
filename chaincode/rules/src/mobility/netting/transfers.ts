import { compareUtf8 } from '../../units/index.js';
import { invariant } from '../../wire/index.js';

import type { Nets } from './nets.js';
import type { Obligation } from './obligation.js';
import { priorityQueue, type PriorityQueue } from './priority-queue.js';

/** A payment that settles nets, from the one that pays. */
export type Transfer = Obligation;

/**
 * Hub settlement: everyone with a net pays it to the settlement participant or receives it from there, in one payment,
 * in UTF-8 order of the participants. The settlement participant itself is paid nothing.
 */
export function hubTransfers(nets: Nets, settlement: string): readonly Transfer[] {
    return Array.from(nets)
        .filter(([participant, net]) => net !== 0n && participant !== settlement)
        .sort(([a], [b]) => compareUtf8(a, b))
        .map(([participant, net]) =>
            net < 0n
                ? { from: participant, to: settlement, amount: -net }
                : { from: settlement, to: participant, amount: net },
        );
}

interface Side {
    readonly participant: string;
    readonly amount: bigint;
}

/**
 * Direct settlement, largest first. Again and again the participant that has most left to pay pays the one that has most
 * left to receive as much as both have left, ties to the first in UTF-8 order of the ids, until nothing is left. Each
 * transfer clears at least one of its two, and the last clears both, so n participants with a net need at most n-1
 * transfers. (The least number is an NP-hard problem; this rule anyone can check by hand.)
 *
 * @param nets add up to nothing
 */
export function directTransfers(nets: Nets): readonly Transfer[] {
    const paying = queueOf(nets, (net) => -net);
    const receiving = queueOf(nets, (net) => net);
    const transfers: Transfer[] = [];
    for (let payer = paying.take(), payee = receiving.take(); payer !== undefined && payee !== undefined;) {
        const amount = payer.amount < payee.amount ? payer.amount : payee.amount;
        transfers.push({ from: payer.participant, to: payee.participant, amount });
        giveBack(paying, payer, amount);
        giveBack(receiving, payee, amount);
        payer = paying.take();
        payee = receiving.take();
    }
    assertTransfersSettle(nets, transfers);
    return transfers;
}

/** Nobody pays or receives anything but its net. */
export function assertTransfersSettle(nets: Nets, transfers: readonly Transfer[], settlement?: string): void {
    const left = new Map(nets);
    for (const { from, to, amount } of transfers) {
        invariant(amount > 0n, 'a transfer moves more than nothing');
        left.set(from, (left.get(from) ?? 0n) + amount);
        left.set(to, (left.get(to) ?? 0n) - amount);
    }
    for (const [participant, amount] of left) {
        invariant(amount === 0n || participant === settlement, 'transfers settle the nets');
    }
}

function queueOf(nets: Nets, amountOf: (net: bigint) => bigint): PriorityQueue<Side> {
    const sides = Array.from(nets, ([participant, net]) => ({ participant, amount: amountOf(net) }));
    return priorityQueue(
        sides.filter(({ amount }) => amount > 0n),
        (a, b) => (a.amount === b.amount ? compareUtf8(a.participant, b.participant) < 0 : a.amount > b.amount),
    );
}

function giveBack(queue: PriorityQueue<Side>, { participant, amount }: Side, moved: bigint): void {
    if (amount > moved) queue.add({ participant, amount: amount - moved });
}
