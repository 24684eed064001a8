import { mobilityEvents, type Done, type GrantCreditPrivate, type PairRequest } from '@quartier/rules/mobility';

import type { AreaSubmission } from '../../consortium/index.js';
import { PrivateCollection } from '../../ledger/index.js';
import { pairKinds } from '../keys.js';

import { collectionOfPair } from './pair.js';
import { termsAt } from './terms.js';

/**
 * An operator grants a seller a line of credit: it is the operator's own risk, so it alone decides. The first grant opens
 * the books of the two, with as many lanes as the terms have on that day.
 */
export async function grantCredit(
    transaction: AreaSubmission,
    { with: debtor }: PairRequest,
    { limitMicroEur, collectionKey }: GrantCreditPrivate,
): Promise<Done> {
    const { stub, caller, time } = transaction;
    const name = collectionOfPair(transaction, debtor);
    const collection =
        (await PrivateCollection.open(stub, name)) ?? (await PrivateCollection.create(stub, name, collectionKey));
    const before = await collection.get(pairKinds.agreement, ['record']);
    const agreement = before ?? {
        lanes: (await termsAt(transaction, time)).lanes,
        limitsMicroEur: {},
        buckets: {},
    };
    if (before?.limitsMicroEur[caller.mspId] === limitMicroEur) return { done: true };
    await collection.put(pairKinds.agreement, ['record'], {
        ...agreement,
        limitsMicroEur: { ...agreement.limitsMicroEur, [caller.mspId]: limitMicroEur },
    });
    transaction.event(mobilityEvents.creditGranted, { by: caller.mspId, with: debtor });
    return { done: true };
}
