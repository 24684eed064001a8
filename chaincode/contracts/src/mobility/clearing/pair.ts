import type { Done } from '@quartier/rules/mobility';
import { compareUtf8 } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission, AreaTransaction } from '../../consortium/index.js';
import { PrivateCollection } from '../../ledger/index.js';
import { pairKinds, type Agreement } from '../keys.js';

import { termsAt } from './terms.js';

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
    const books = await findPair(transaction, other);
    if (books !== undefined) return books;
    throw new Refused('MOBILITY_PAIR_NOT_OPEN', { mspId: transaction.caller.mspId, with: other });
}

/** Undefined where the two have no books yet. */
export async function findPair(transaction: AreaTransaction, other: string): Promise<PairBooks | undefined> {
    const collection = await PrivateCollection.open(transaction.stub, collectionOfPair(transaction, other));
    const agreement = collection?.beside(pairKinds.agreement);
    if (collection === undefined || agreement === undefined) return undefined;
    return { collection, agreement, own: transaction.caller.mspId, other };
}

/**
 * The books between the caller and another one, opened if there are none yet: with as many lanes as the terms have now.
 */
export async function openOrCreatePair(
    transaction: AreaSubmission,
    other: string,
    collectionKey: string,
): Promise<PairBooks> {
    const { stub, caller, time } = transaction;
    const name = collectionOfPair(transaction, other);
    const collection =
        (await PrivateCollection.open(stub, name)) ?? (await PrivateCollection.create(stub, name, collectionKey));
    const stored = collection.beside(pairKinds.agreement);
    if (stored !== undefined) return { collection, agreement: stored, own: caller.mspId, other };
    const { lanes } = await termsAt(transaction, time);
    const agreement: Agreement = { lanes, limitsMicroEur: {}, buckets: {}, discharged: {} };
    await collection.putBeside(pairKinds.agreement, agreement);
    return { collection, agreement, own: caller.mspId, other };
}

/**
 * The reply to what is sent again. A transaction of two that writes nothing would be judged by the chaincode's policy,
 * which the two do not satisfy; so it leaves a mark in their collection, read by nobody.
 */
export async function doneAlready({ collection, own }: PairBooks, time: number): Promise<Done> {
    await collection.put(pairKinds.repeated, [own], { at: time });
    return { done: true };
}

/** Two organisations in the order in which records name them. */
export function pairOf(one: string, other: string): readonly [string, string] {
    return compareUtf8(one, other) < 0 ? [one, other] : [other, one];
}

/** @throws Refused MOBILITY_LEG_UNKNOWN where the operator is neither of the two */
export function requireOfPair({ own, other }: PairBooks, operator: string): void {
    if (operator !== own && operator !== other) throw new Refused('MOBILITY_LEG_UNKNOWN');
}
