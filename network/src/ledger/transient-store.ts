import { NO_BYTES } from '../wire/bytes.js';
import {
    startingWith,
    transientAgeKey,
    transientAgeRange,
    transientKey,
    transientPrefix,
    txIdOfTransientAge,
} from './ledger-keys.js';
import type { LedgerStore, LedgerWrite } from './ledger-store.js';
import type { PrivateWrites } from './read-write-set-builder.js';

/** Private data whose transaction is not committed after so many blocks is forgotten. */
const KEPT_BLOCKS = 1000;

/** Keeps the private writes of an endorsed proposal, on disk, until its transaction is in a block. */
export async function keepTransient(
    store: LedgerStore,
    txId: string,
    privateWrites: readonly PrivateWrites[],
): Promise<void> {
    if (privateWrites.length === 0) return;
    const kept = privateWrites.map(({ namespace, collection, hash, bytes }): LedgerWrite => {
        return { type: 'put', key: transientKey(txId, namespace, collection, hash), value: bytes };
    });
    await store.write([...kept, { type: 'put', key: transientAgeKey(store.height, txId), value: NO_BYTES }]);
}

/** The private writes that have this hash, or undefined when they never were here or are forgotten. */
export function findTransient(
    store: LedgerStore,
    txId: string,
    { namespace, collection, hash }: Omit<PrivateWrites, 'bytes'>,
): Buffer | undefined {
    return store.get(transientKey(txId, namespace, collection, hash));
}

/** Forgets what committed transactions have left, and what has waited too long at this height. */
export async function transientRemovals(
    store: LedgerStore,
    committed: readonly string[],
    height: number,
): Promise<LedgerWrite[]> {
    const aged = await store.keys(transientAgeRange(Math.max(0, height - KEPT_BLOCKS)));
    const txIds = [...committed, ...aged.map(txIdOfTransientAge)];
    const kept = await Promise.all(txIds.map((txId) => store.keys(startingWith(transientPrefix(txId)))));
    return [...aged, ...kept.flat()].map((key) => ({ type: 'del', key }));
}
