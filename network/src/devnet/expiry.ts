import type { BlockUpdates } from './block-updates.js';
import type { LedgerStore } from './ledger-store.js';
import { envelopeKey, expiryPrefix, privateWritesOfExpiry, readPrivateWritesKey, startingWith } from './ledger-keys.js';
import { readTransaction } from './transaction.js';
import { sameVersion, type Version } from './version.js';

/** What one transaction wrote to one collection, at the end of its life. */
export interface ExpiredWrites {
    readonly version: Version;
    readonly namespace: string;
    readonly collection: string;
}

/** The private writes whose life ends with this block. */
export async function expiringIn(store: LedgerStore, block: number): Promise<ExpiredWrites[]> {
    const keys = await store.keys(startingWith(expiryPrefix(block)));
    return keys.map((key) => readPrivateWritesKey(privateWritesOfExpiry(key)));
}

/** Removes the hashes that are still those the transaction wrote. What it wrote is in its envelope. */
export function removeExpiredHashes(
    store: LedgerStore,
    { version, namespace, collection }: ExpiredWrites,
    updates: BlockUpdates,
): void {
    const envelope = store.get(envelopeKey(version));
    const sets = envelope === undefined ? [] : readTransaction(envelope).action.sets;
    const writes = sets
        .filter((set) => set.namespace === namespace)
        .flatMap((set) => set.collections.filter((one) => one.collection === collection))
        .flatMap((one) => one.writes);
    for (const { keyHash } of writes) {
        if (sameVersion(updates.hash(namespace, collection, keyHash)?.version, version)) {
            updates.removeHash(namespace, collection, keyHash);
        }
    }
}
