import type { PairGraph } from './pair-graph.js';

/**
 * Arcs of a flow and their reversals: pair `k` is arc `2k`, with a cost of 1, and its reversal arc `2k + 1`, with a cost
 * of -1. What flows along an arc is taken from `left` and given to that of its reversal.
 */
export interface ResidualNetwork {
    readonly nodes: number;
    /** Where each arc leads to; it starts where its reversal leads to. */
    readonly heads: Int32Array;
    /** What each arc can still carry. */
    readonly left: bigint[];
    /** The arcs of node `n` stand in `arcs` from `first[n]` to before `first[n + 1]`. */
    readonly arcs: Int32Array;
    readonly first: Int32Array;
}

/** The network in which nothing flows yet. */
export function residualNetwork({ participants, payers, payees, owed }: PairGraph): ResidualNetwork {
    const nodes = participants.length;
    const heads = new Int32Array(2 * owed.length);
    const first = new Int32Array(nodes + 1);
    const left: bigint[] = [];
    owed.forEach((amount, pair) => {
        const [payer, payee] = [payers[pair] ?? 0, payees[pair] ?? 0];
        heads[2 * pair] = payee;
        heads[2 * pair + 1] = payer;
        left.push(amount, 0n);
        first[payer + 1] = (first[payer + 1] ?? 0) + 1;
        first[payee + 1] = (first[payee + 1] ?? 0) + 1;
    });
    for (let node = 0; node < nodes; node += 1) first[node + 1] = (first[node + 1] ?? 0) + (first[node] ?? 0);
    const arcs = new Int32Array(heads.length);
    const next = first.slice();
    for (let arc = 0; arc < heads.length; arc += 1) {
        const start = heads[arc ^ 1] ?? 0;
        const place = next[start] ?? 0;
        arcs[place] = arc;
        next[start] = place + 1;
    }
    return { nodes, heads, left, arcs, first };
}

export function costOf(arc: number): number {
    return (arc & 1) === 0 ? 1 : -1;
}

export function carry(network: ResidualNetwork, arc: number, amount: bigint): void {
    const { left } = network;
    left[arc] = (left[arc] ?? 0n) - amount;
    left[arc ^ 1] = (left[arc ^ 1] ?? 0n) + amount;
}
