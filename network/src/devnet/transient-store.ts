import type { LedgerStore, LedgerWrite } from './ledger-store.js';
import {
    startingWith,
    transientAgeKey,
    transientAgeRange,
    transientKey,
    transientPrefix,
    txIdOfTransientAge,
} from './ledger-keys.js';
import type { PrivateWrites } from './read-write-set-builder.js';

/** Private data whose transaction is not committed after so many blocks is forgotten. */
const KEPT_BLOCKS = 1000;

/** Keeps the private writes of an endorsed proposal, on disk, until its transaction is in a block. */
export function transientWrites(txId: string, height: number, writes: readonly PrivateWrites[]): LedgerWrite[] {
    const kept = writes.map(({ namespace, collection, hash, bytes }) => {
        return { type: 'put', key: transientKey(txId, namespace, collection, hash), value: bytes } as const;
    });
    const age = { type: 'put', key: transientAgeKey(height, txId), value: Buffer.alloc(0) } as const;
    return writes.length === 0 ? [] : [...kept, age];
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
    return [...aged, ...kept.flat()].map((key) => ({ type: 'del', key }) as const);
}
