import { BrokenInvariant } from '../../wire/index.js';

import { netsOf } from './nets.js';
import type { Obligation } from './obligation.js';
import { pairAmounts, pairGraph } from './pair-graph.js';
import { carry, costOf, residualNetwork, type ResidualNetwork } from './residual-network.js';
import { verifySetOff, type SetOff } from './set-off.js';

/**
 * The largest set-off. What remains of the debts must still carry every participant's net from those that pay to those
 * that receive, each pair at most what is owed; the least that can remain is the minimum-cost flow of the nets at a cost
 * of 1 for every unit over every pair, and all else is struck off. It is found by the primal-dual method (Ford and
 * Fulkerson): distances in the residual network by buckets, as costs are small whole numbers, then as much as goes along
 * shortest paths at once by blocking flows (Dinic). The distances are the potentials that prove the result.
 *
 * The total is the same in whatever order the obligations stand, and so are the flows: pairs are looked at in UTF-8 order.
 */
export function maximumSetOff(obligations: readonly Obligation[]): SetOff {
    const graph = pairGraph(obligations);
    const network = residualNetwork(graph);
    // Who pays has an excess to send, who receives a need.
    const excess = Array.from(netsOf(obligations).values(), (net) => -net);
    const potentials = new Int32Array(network.nodes);
    while (excess.some((amount) => amount > 0n)) {
        raisePotentials(network, excess, potentials);
        sendAlongShortest(network, excess, potentials);
    }
    const proven: SetOff = {
        flows: pairAmounts(graph, (pair) => network.left[2 * pair] ?? 0n),
        potentials: new Map(graph.participants.map((participant, place) => [participant, potentials[place] ?? 0])),
    };
    verifySetOff(obligations, proven);
    return proven;
}

/** Adds to each potential the distance from the nearest excess, at most that of the nearest need. */
function raisePotentials(network: ResidualNetwork, excess: readonly bigint[], potentials: Int32Array): void {
    const search: Search = { distances: new Int32Array(network.nodes).fill(-1), buckets: [[]], potentials };
    excess.forEach((amount, node) => {
        if (amount > 0n) reach(search, node, 0);
    });
    const nearest = distanceOfNearest(network, search, (node) => (excess[node] ?? 0n) < 0n);
    search.distances.forEach((distance, node) => {
        potentials[node] = (potentials[node] ?? 0) + (distance < 0 ? nearest : Math.min(distance, nearest));
    });
}

interface Search {
    /** The shortest found so far, -1 where none is. */
    readonly distances: Int32Array;
    /** Nodes by distance; a node for which a shorter one was found stands in both. */
    readonly buckets: number[][];
    readonly potentials: Int32Array;
}

function reach({ distances, buckets }: Search, node: number, distance: number): void {
    const known = distances[node] ?? -1;
    if (known >= 0 && known <= distance) return;
    distances[node] = distance;
    (buckets[distance] ??= []).push(node);
}

function distanceOfNearest(network: ResidualNetwork, search: Search, isNeed: (node: number) => boolean): number {
    const { distances, buckets } = search;
    for (let distance = 0; distance < buckets.length; distance += 1) {
        for (const node of buckets[distance] ?? []) {
            if (distances[node] !== distance) continue;
            if (isNeed(node)) return distance;
            reachNeighbours(network, search, node, distance);
        }
    }
    throw new BrokenInvariant('the debts carry the nets');
}

function reachNeighbours(network: ResidualNetwork, search: Search, node: number, distance: number): void {
    const { heads, left, arcs, first } = network;
    const end = first[node + 1] ?? 0;
    for (let place = first[node] ?? 0; place < end; place += 1) {
        const arc = arcs[place] ?? 0;
        if (left[arc] === 0n) continue;
        const head = heads[arc] ?? 0;
        reach(search, head, distance + reducedCost(arc, node, head, search.potentials));
    }
}

function reducedCost(arc: number, tail: number, head: number, potentials: Int32Array): number {
    return costOf(arc) + (potentials[tail] ?? 0) - (potentials[head] ?? 0);
}

/** Sends from excesses to needs along arcs of no reduced cost until no path of them is left. */
function sendAlongShortest(network: ResidualNetwork, excess: bigint[], potentials: Int32Array): void {
    const isOpen = (arc: number, tail: number, head: number): boolean =>
        network.left[arc] !== 0n && reducedCost(arc, tail, head, potentials) === 0;
    for (;;) {
        const levels = levelsFrom(network, excess, isOpen);
        if (levels === undefined) return;
        const cursors = network.first.slice();
        excess.forEach((amount, source) => {
            if (amount > 0n) drain(network, { source, excess, levels, cursors, isOpen });
        });
    }
}

type IsOpen = (arc: number, tail: number, head: number) => boolean;

/** Open arcs from the nearest excess to each node, breadth first; undefined where no need is reached. */
function levelsFrom(network: ResidualNetwork, excess: readonly bigint[], isOpen: IsOpen): Int32Array | undefined {
    const levels = new Int32Array(network.nodes).fill(-1);
    const reached: number[] = [];
    excess.forEach((amount, node) => {
        if (amount <= 0n) return;
        levels[node] = 0;
        reached.push(node);
    });
    for (const node of reached) addLevelBelow(network, levels, reached, { node, isOpen });
    return reached.some((node) => (excess[node] ?? 0n) < 0n) ? levels : undefined;
}

function addLevelBelow(
    { heads, arcs, first }: ResidualNetwork,
    levels: Int32Array,
    reached: number[],
    { node, isOpen }: { readonly node: number; readonly isOpen: IsOpen },
): void {
    const end = first[node + 1] ?? 0;
    const below = (levels[node] ?? 0) + 1;
    for (let place = first[node] ?? 0; place < end; place += 1) {
        const arc = arcs[place] ?? 0;
        const head = heads[arc] ?? 0;
        if (levels[head] !== -1 || !isOpen(arc, node, head)) continue;
        levels[head] = below;
        reached.push(head);
    }
}

interface Draining {
    readonly source: number;
    readonly excess: bigint[];
    readonly levels: Int32Array;
    /** Of each node, the first of its arcs that may still lead on. */
    readonly cursors: Int32Array;
    readonly isOpen: IsOpen;
}

/** Sends the excess of one node down the levels, path by path. */
function drain(network: ResidualNetwork, draining: Draining): void {
    const { source, excess, cursors } = draining;
    let path: number[] = [];
    let node = source;
    while ((excess[source] ?? 0n) > 0n) {
        if ((excess[node] ?? 0n) < 0n) {
            sendAlong(network, path, source, excess);
            path = [];
            node = source;
            continue;
        }
        const arc = nextArc(network, draining, node);
        if (arc !== undefined) {
            path.push(arc);
            node = network.heads[arc] ?? 0;
            continue;
        }
        const back = path.pop();
        if (back === undefined) return;
        node = network.heads[back ^ 1] ?? 0;
        cursors[node] = (cursors[node] ?? 0) + 1;
    }
}

function nextArc({ heads, arcs, first }: ResidualNetwork, draining: Draining, node: number): number | undefined {
    const { levels, cursors, isOpen } = draining;
    const end = first[node + 1] ?? 0;
    const below = (levels[node] ?? 0) + 1;
    for (let place = cursors[node] ?? 0; place < end; place += 1) {
        const arc = arcs[place] ?? 0;
        const head = heads[arc] ?? 0;
        if (levels[head] !== below || !isOpen(arc, node, head)) continue;
        cursors[node] = place;
        return arc;
    }
    cursors[node] = end;
    return undefined;
}

function sendAlong(network: ResidualNetwork, path: readonly number[], source: number, excess: bigint[]): void {
    const target = network.heads[path.at(-1) ?? 0] ?? 0;
    const need = -(excess[target] ?? 0n);
    let amount = excess[source] ?? 0n;
    if (need < amount) amount = need;
    for (const arc of path) {
        const left = network.left[arc] ?? 0n;
        if (left < amount) amount = left;
    }
    for (const arc of path) carry(network, arc, amount);
    excess[source] = (excess[source] ?? 0n) - amount;
    excess[target] = (excess[target] ?? 0n) + amount;
}
