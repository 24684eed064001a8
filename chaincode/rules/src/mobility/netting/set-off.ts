/**
 * Cycle set-off: what participants owe each other around cycles is struck off, so that everyone's net and who owes whom
 * stay as they were and only the debts shrink. The most that can be struck off is a maximum circulation, a minimum-cost
 * flow (Fleischman and Dini, "Mathematical foundations for balancing the payment system in the trade credit market",
 * Journal of Risk and Financial Management 14(9):452, 2021). It is found off chain and proven here.
 */
import { idFault } from '../../units/index.js';
import { listOf, object, recordOf, Refused, text, wholeNumber, type Decoder } from '../../wire/index.js';

import { nettingLimits, obligation, onWire, totalOf, type Obligation, type ObligationOnWire } from './obligation.js';
import { pairAmounts, pairGraph, type PairGraph } from './pair-graph.js';

/** What is struck off, with the proof that no more can be. */
export interface SetOff {
    /** By pair, more than nothing, each pair at most once; the order does not matter. */
    readonly flows: readonly Obligation[];
    /**
     * A whole number for every participant, such that over a pair of which something remains it rises by 1 or more, and
     * over a pair of which something is struck off by 1 or less. Such numbers exist exactly where the set-off is the
     * largest (complementary slackness of the linear programme and its dual).
     */
    readonly potentials: ReadonlyMap<string, number>;
}

/** A set-off as it crosses the wire. */
export interface SetOffOnWire {
    readonly flows: readonly ObligationOnWire[];
    readonly potentials: Readonly<Record<string, number>>;
}

const members = object({
    flows: listOf(obligation, { most: nettingLimits.obligations }),
    potentials: recordOf(
        wholeNumber(-nettingLimits.participants, nettingLimits.participants),
        nettingLimits.participants,
    ),
});
const participant = text((value) => idFault(value, nettingLimits.idLength));

/** @throws Refused REQUEST_MALFORMED */
export const setOff: Decoder<SetOff> = (value, at) => {
    const { flows, potentials } = members(value, at);
    const entries = Object.entries(potentials);
    for (const [id] of entries) participant(id, `${at}.potentials`);
    return { flows, potentials: new Map(entries) };
};

export function setOffOnWire({ flows, potentials }: SetOff): SetOffOnWire {
    return { flows: flows.map(onWire), potentials: Object.fromEntries(potentials) };
}

/**
 * Checks a set-off against the obligations, in one pass: of every pair no more than is owed, for every participant as
 * much struck off of what it owes as of what it is owed, and no larger set-off possible.
 *
 * @returns what is struck off in all
 * @throws Refused MOBILITY_SET_OFF_INVALID; the reason names the place, never an amount.
 */
export function verifySetOff(obligations: readonly Obligation[], proposed: SetOff): bigint {
    const graph = pairGraph(obligations);
    const struckOff = amountsByPair(graph, proposed.flows);
    requireConservation(graph, struckOff);
    requireLargest(graph, struckOff, proposed.potentials);
    return totalOf(proposed.flows);
}

/** What remains of the debts, merged by pair, those of nothing left out. The set-off must be verified. */
export function remainderOf(obligations: readonly Obligation[], { flows }: SetOff): readonly Obligation[] {
    const graph = pairGraph(obligations);
    const struckOff = amountsByPair(graph, flows);
    return pairAmounts(graph, (pair) => (graph.owed[pair] ?? 0n) - (struckOff[pair] ?? 0n));
}

function amountsByPair(graph: PairGraph, flows: readonly Obligation[]): readonly bigint[] {
    const amounts = new Array<bigint>(graph.owed.length).fill(0n);
    flows.forEach(({ from, to, amount }, index) => {
        const at = `flows[${String(index)}]`;
        const pair = graph.pairOf(from, to);
        if (pair === undefined) throw invalid(`${at} is of a pair between whom nothing is owed`);
        if (amounts[pair] !== 0n) throw invalid(`${at} is of a pair that stands twice`);
        if (amount <= 0n) throw invalid(`${at} is not more than nothing`);
        if (amount > (graph.owed[pair] ?? 0n)) throw invalid(`${at} is more than is owed`);
        amounts[pair] = amount;
    });
    return amounts;
}

function requireConservation({ participants, payers, payees }: PairGraph, struckOff: readonly bigint[]): void {
    const nets = new Array<bigint>(participants.length).fill(0n);
    struckOff.forEach((amount, pair) => {
        const [payer, payee] = [payers[pair] ?? -1, payees[pair] ?? -1];
        nets[payer] = (nets[payer] ?? 0n) - amount;
        nets[payee] = (nets[payee] ?? 0n) + amount;
    });
    const unbalanced = nets.findIndex((net) => net !== 0n);
    if (unbalanced >= 0) throw invalid(`it changes the net of ${participants[unbalanced] ?? ''}`);
}

function requireLargest(graph: PairGraph, struckOff: readonly bigint[], potentials: SetOff['potentials']): void {
    const { participants, payers, payees, owed } = graph;
    const ranks = participants.map((id) => {
        const rank = potentials.get(id);
        if (rank === undefined || !Number.isSafeInteger(rank)) throw invalid(`it has no whole potential of ${id}`);
        return rank;
    });
    owed.forEach((amount, pair) => {
        const off = struckOff[pair] ?? 0n;
        const rise = (ranks[payees[pair] ?? -1] ?? 0) - (ranks[payers[pair] ?? -1] ?? 0);
        if ((off < amount && rise < 1) || (off > 0n && rise > 1)) {
            throw invalid('its potentials do not prove that no more can be struck off');
        }
    });
}

function invalid(reason: string): Refused {
    return new Refused('MOBILITY_SET_OFF_INVALID', { reason });
}
