/** Nets one list again and again in a process of its own; the median of each part of the work. */
import { directTransfers, maximumSetOff, netsOf, verifySetOff, type Obligation } from '@quartier/rules/mobility';

import { medianMs } from './own-process.js';

export interface NettingTimes {
    readonly netsMs: number;
    readonly netsInFloatsMs: number;
    readonly transfersMs: number;
    readonly setOffMs: number;
    readonly proofMs: number;
}

function main([participants = '', obligations = '', rounds = '']: readonly string[]): void {
    const list = generate(Number(participants), Number(obligations));
    const rows = list.map(({ from, to, amount }) => ({ from, to, amount: Number(amount) }));
    const nets = netsOf(list);
    const setOff = maximumSetOff(list);
    const median = (work: () => unknown): number => medianMs(Number(rounds), work);
    const times: NettingTimes = {
        netsMs: median(() => netsOf(list)),
        netsInFloatsMs: median(() => netsInFloats(rows)),
        transfersMs: median(() => directTransfers(nets)),
        setOffMs: median(() => maximumSetOff(list)),
        proofMs: median(() => verifySetOff(list, setOff)),
    };
    process.stdout.write(JSON.stringify(times));
}

/** Random pairs and amounts up to a thousand euro, the same in every run (a linear congruential generator, Lehmer's). */
function generate(participants: number, obligations: number): readonly Obligation[] {
    let state = 1;
    const below = (most: number): number => {
        state = (state * 48_271) % 2_147_483_647;
        return Math.floor((state / 2_147_483_647) * most);
    };
    return Array.from({ length: obligations }, () => {
        const from = below(participants);
        const to = (from + 1 + below(participants - 1)) % participants;
        return { from: `P${String(from)}`, to: `P${String(to)}`, amount: BigInt(1 + below(1_000_000_000)) };
    });
}

/** The nets as anyone would write them first. */
function netsInFloats(rows: readonly { from: string; to: string; amount: number }[]): ReadonlyMap<string, number> {
    const nets = new Map<string, number>();
    for (const { from, to, amount } of rows) {
        nets.set(from, (nets.get(from) ?? 0) - amount);
        nets.set(to, (nets.get(to) ?? 0) + amount);
    }
    return nets;
}

main(process.argv.slice(2));
