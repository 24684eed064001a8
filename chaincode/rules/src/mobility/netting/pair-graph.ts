import { participantsOf, type Obligation } from './obligation.js';

/** Obligations merged by who owes whom: participants by their place in UTF-8 order, pairs by payer, then payee. */
export interface PairGraph {
    readonly participants: readonly string[];
    /** Of each pair, the place of who owes. */
    readonly payers: Int32Array;
    /** Of each pair, the place of who is owed. */
    readonly payees: Int32Array;
    /** Of each pair, what is owed in all. */
    readonly owed: readonly bigint[];
    /** The pair of two participants, undefined where the first owes the second nothing. */
    readonly pairOf: (from: string, to: string) => number | undefined;
}

export function pairGraph(obligations: readonly Obligation[]): PairGraph {
    const participants = participantsOf(obligations);
    const places = new Map(participants.map((participant, place) => [participant, place]));
    const codeOf = (from: string, to: string): number =>
        (places.get(from) ?? -1) * participants.length + (places.get(to) ?? Number.NaN);

    const owedByCode = new Map<number, bigint>();
    for (const { from, to, amount } of obligations) {
        const code = codeOf(from, to);
        owedByCode.set(code, (owedByCode.get(code) ?? 0n) + amount);
    }
    const codes = Float64Array.from(owedByCode.keys()).sort();
    const pairs = new Map(Array.from(codes, (code, pair) => [code, pair]));
    return {
        participants,
        payers: Int32Array.from(codes, (code) => Math.floor(code / participants.length)),
        payees: Int32Array.from(codes, (code) => code % participants.length),
        owed: Array.from(codes, (code) => owedByCode.get(code) ?? 0n),
        pairOf: (from, to) => pairs.get(codeOf(from, to)),
    };
}

/** The pairs with an amount each, those of nothing left out. */
export function pairAmounts(graph: PairGraph, amountOf: (pair: number) => bigint): readonly Obligation[] {
    const { participants, payers, payees, owed } = graph;
    return owed
        .map((_, pair) => ({
            from: participants[payers[pair] ?? -1] ?? '',
            to: participants[payees[pair] ?? -1] ?? '',
            amount: amountOf(pair),
        }))
        .filter(({ amount }) => amount > 0n);
}
