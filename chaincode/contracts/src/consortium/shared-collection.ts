import { Refused } from '@quartier/rules/wire';

import { PrivateCollection } from '../ledger/index.js';

import type { AreaTransaction } from './area-transaction.js';

/**
 * Opens a collection for one of the organisations that share it; undefined while it has no key. A peer outside the
 * collection would refuse as well, but with words that help nobody.
 */
export async function openSharedCollection(
    { stub, consortium, caller }: AreaTransaction,
    name: string,
): Promise<PrivateCollection | undefined> {
    const members = consortium.collections[name] ?? [];
    if (!members.includes(caller.mspId)) {
        throw new Refused('CONSORTIUM_COLLECTION_CLOSED', { collection: name, mspId: caller.mspId, members });
    }
    return PrivateCollection.open(stub, name);
}
