import type { ExpiredWrites } from '../devnet/expiry.js';
import { privateHashKey, privateWritesKey } from '../devnet/ledger-keys.js';
import type { LedgerStore } from '../devnet/ledger-store.js';
import type { NamespaceSet } from '../devnet/read-write-set.js';
import type { Version } from '../devnet/version.js';

/** What the blocks say of private data as they are replayed: which sets must be there, which keys were purged. */
export class PrivateWritesLedger {
    readonly #store: LedgerStore;
    /** By their key in the ledger, in latin1: sets that are not there and have not expired. */
    readonly #absent = new Map<string, ExpiredWrites>();
    /** By the key of their hash, in latin1: where a key was last purged. */
    readonly #purged = new Map<string, Version>();

    constructor(store: LedgerStore) {
        this.#store = store;
    }

    /** The private sets that the ledger must hold, and does not. */
    get missing(): Iterable<ExpiredWrites> {
        return this.#absent.values();
    }

    applied(sets: readonly NamespaceSet[], version: Version): void {
        for (const { namespace, collections } of sets) {
            for (const { collection, privateSetHash, writes } of collections) {
                const place = privateWritesKey(version, namespace, collection);
                if (privateSetHash.length > 0 && this.#store.get(place) === undefined) {
                    this.#absent.set(place.toString('latin1'), { version, namespace, collection });
                }
                for (const { keyHash } of writes.filter(({ isPurge }) => isPurge)) {
                    this.#purged.set(privateHashKey(namespace, collection, keyHash).toString('latin1'), version);
                }
            }
        }
    }

    expired({ version, namespace, collection }: ExpiredWrites): void {
        this.#absent.delete(privateWritesKey(version, namespace, collection).toString('latin1'));
    }

    /** Whether a key was erased from what was written there. */
    isPurged(namespace: string, collection: string, keyHash: Uint8Array, written: Version): boolean {
        const purged = this.#purged.get(privateHashKey(namespace, collection, keyHash).toString('latin1'));
        if (purged === undefined) return false;
        return written.block < purged.block || (written.block === purged.block && written.tx <= purged.tx);
    }
}
