import { invariant } from '../../wire/index.js';

import { assertOwed, participantsOf, type Obligation } from './obligation.js';

/** What each participant is to receive (positive) or to pay (negative), in UTF-8 order of the participants. */
export type Nets = ReadonlyMap<string, bigint>;

/**
 * Multilateral nets: what each participant is owed less what it owes. They add up to nothing. Everyone that stands in an
 * obligation has a net, also of zero.
 */
export function netsOf(obligations: readonly Obligation[]): Nets {
    assertOwed(obligations);
    const nets = new Map<string, bigint>(participantsOf(obligations).map((participant) => [participant, 0n]));
    for (const { from, to, amount } of obligations) {
        nets.set(from, (nets.get(from) ?? 0n) - amount);
        nets.set(to, (nets.get(to) ?? 0n) + amount);
    }
    assertNetsCancel(nets);
    return nets;
}

/** What is received in all is what is paid in all. */
export function assertNetsCancel(nets: Nets): void {
    let sum = 0n;
    for (const net of nets.values()) sum += net;
    invariant(sum === 0n, 'nets add up to nothing');
}

/** Nets as they cross the wire: decimal digits by participant. */
export function netsOnWire(nets: Nets): Readonly<Record<string, string>> {
    return Object.fromEntries(Array.from(nets, ([participant, net]) => [participant, net.toString()]));
}
