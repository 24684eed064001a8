import { mobilityEvents, type Done, type GrantCreditPrivate, type PairRequest } from '@quartier/rules/mobility';

import type { AreaSubmission } from '../../consortium/index.js';
import { pairKinds } from '../keys.js';

import { doneAlready, openOrCreatePair } from './pair.js';

/**
 * An operator grants a seller a line of credit: it is the operator's own risk, so it alone decides. The first grant opens
 * the books of the two, with as many lanes as the terms have on that day.
 */
export async function grantCredit(
    transaction: AreaSubmission,
    { with: debtor }: PairRequest,
    { limitMicroEur, collectionKey }: GrantCreditPrivate,
): Promise<Done> {
    const books = await openOrCreatePair(transaction, debtor, collectionKey);
    const { collection, agreement, own } = books;
    if (agreement.limitsMicroEur[own] === limitMicroEur) return doneAlready(books, transaction.time);
    await collection.putBeside(pairKinds.agreement, {
        ...agreement,
        limitsMicroEur: { ...agreement.limitsMicroEur, [own]: limitMicroEur },
    });
    transaction.event(mobilityEvents.creditGranted, { by: own, with: debtor });
    return { done: true };
}
