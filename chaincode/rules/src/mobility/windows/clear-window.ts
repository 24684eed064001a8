import { parseMicroEur } from '../../units/index.js';

import {
    directTransfers,
    hubTransfers,
    netsOf,
    remainderOf,
    verifySetOff,
    type Nets,
    type Obligation,
    type SetOff,
    type Transfer,
} from '../netting/index.js';
import type { PairStatement } from './pair-statement.js';

/** How a window is paid. */
export type Settlement =
    /** Each participant's net, in one payment to or from the settlement participant. */
    | { readonly method: 'hub'; readonly settlement: string }
    /** Nets between participants, largest first. */
    | { readonly method: 'direct' }
    /** What is left between each pair after the largest set-off: who owes whom stays. */
    | { readonly method: 'setOff'; readonly setOff: SetOff };

export interface ClearedWindow {
    readonly nets: Nets;
    readonly transfers: readonly Transfer[];
}

/** What agreed statements oblige to: an obligation for each pair and direction; a negative sum is owed the other way. */
export function obligationsOf(statements: readonly PairStatement[]): readonly Obligation[] {
    return statements
        .flatMap(({ totals }) => totals)
        .map(({ debtor, creditor, amountMicroEur }) => {
            const amount = parseMicroEur(amountMicroEur);
            return amount < 0n
                ? { from: creditor, to: debtor, amount: 0n - amount }
                : { from: debtor, to: creditor, amount };
        })
        .filter(({ amount }) => amount > 0n);
}

/** @throws Refused MOBILITY_SET_OFF_INVALID */
export function clearWindow(obligations: readonly Obligation[], settlement: Settlement): ClearedWindow {
    const nets = netsOf(obligations);
    switch (settlement.method) {
        case 'hub':
            return { nets, transfers: hubTransfers(nets, settlement.settlement) };
        case 'direct':
            return { nets, transfers: directTransfers(nets) };
        case 'setOff':
            verifySetOff(obligations, settlement.setOff);
            return { nets, transfers: remainderOf(obligations, settlement.setOff) };
    }
}
