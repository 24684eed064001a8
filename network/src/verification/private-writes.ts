import { privateWritesKey, type PrivateWritesPlace } from '../ledger/ledger-keys.js';
import type { LedgerStore } from '../ledger/ledger-store.js';
import type { ReadWriteSet } from '../ledger/read-write-set.js';
import type { Version } from '../ledger/version.js';

/** What the blocks say of private data as they are replayed: which sets must be there, which keys were purged. */
export class PrivateWritesLedger {
    readonly #store: LedgerStore;
    /** By their key in the ledger, in latin1: sets that are not there and have not expired. */
    readonly #absent = new Map<string, PrivateWritesPlace>();
    /** By the key of their hash, in latin1: where a key was last purged. */
    readonly #purged = new Map<string, Version>();

    constructor(store: LedgerStore) {
        this.#store = store;
    }

    /** The private sets that the ledger must hold, and does not. */
    get missing(): Iterable<PrivateWritesPlace> {
        return this.#absent.values();
    }

    applied(sets: readonly ReadWriteSet[], version: Version): void {
        for (const { namespace, collection, privateSetHash, writes } of sets) {
            const place = { version, namespace, collection };
            const key = privateWritesKey(place);
            if (privateSetHash.length > 0 && this.#store.get(key) === undefined) {
                this.#absent.set(key.toString('latin1'), place);
            }
            for (const write of writes.filter(({ isPurge }) => isPurge)) {
                this.#purged.set(write.place.toString('latin1'), version);
            }
        }
    }

    expired(place: PrivateWritesPlace): void {
        this.#absent.delete(privateWritesKey(place).toString('latin1'));
    }

    /** Whether a key, by the place of its hash, was erased from what was written there. */
    isPurged(place: Buffer, written: Version): boolean {
        const purged = this.#purged.get(place.toString('latin1'));
        if (purged === undefined) return false;
        return written.block < purged.block || (written.block === purged.block && written.tx <= purged.tx);
    }
}
