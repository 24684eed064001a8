import { compareUtf8 } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import type { AreaTransaction } from '../../consortium/index.js';
import { PrivateCollection } from '../../ledger/index.js';
import { pairKinds, type Agreement } from '../keys.js';

/** The books between the caller and another organisation. */
export interface PairBooks {
    readonly collection: PrivateCollection;
    readonly agreement: Agreement;
    readonly own: string;
    readonly other: string;
}

/** The collection that exactly the caller and the other one share. */
export function collectionOfPair({ consortium, caller: { mspId } }: AreaTransaction, other: string): string {
    for (const [name, members] of Object.entries(consortium.collections)) {
        if (members.length === 2 && mspId !== other && members.includes(mspId) && members.includes(other)) return name;
    }
    throw new Refused('MOBILITY_PAIR_NONE', { mspId, with: other });
}

/** @throws Refused MOBILITY_PAIR_NONE, MOBILITY_PAIR_NOT_OPEN */
export async function openPair(transaction: AreaTransaction, other: string): Promise<PairBooks> {
    const own = transaction.caller.mspId;
    const collection = await PrivateCollection.open(transaction.stub, collectionOfPair(transaction, other));
    const agreement = await collection?.get(pairKinds.agreement, ['record']);
    if (collection === undefined || agreement === undefined) {
        throw new Refused('MOBILITY_PAIR_NOT_OPEN', { mspId: own, with: other });
    }
    return { collection, agreement, own, other };
}

/** Two organisations in the order in which records name them. */
export function pairOf(one: string, other: string): readonly [string, string] {
    return compareUtf8(one, other) < 0 ? [one, other] : [other, one];
}

/** @throws Refused MOBILITY_LEG_UNKNOWN where the operator is neither of the two */
export function requireOfPair({ own, other }: PairBooks, operator: string): void {
    if (operator !== own && operator !== other) throw new Refused('MOBILITY_LEG_UNKNOWN');
}
