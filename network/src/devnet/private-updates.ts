import { NO_BYTES } from './bytes.js';
import type { BlockUpdates } from './block-updates.js';
import type { DeployedChaincode } from './deployed-chaincode.js';
import { expiringIn, removeExpiredHashes } from './expiry.js';
import type { LedgerStore, LedgerWrite } from './ledger-store.js';
import {
    expiryKey,
    privateKeyIndexKey,
    privateKeyIndexPrefix,
    privateStateKey,
    privateWritesKey,
    readAt,
    startingWith,
} from './ledger-keys.js';
import { hashOfKey } from './read-write-set-builder.js';
import { decodePrivateSet, withoutKeys, type CollectionSet } from './read-write-set.js';
import type { StateReader } from './state-reader.js';
import { encodeState, plainState } from './state-records.js';
import { findTransient } from './transient-store.js';
import { sameVersion, type Version } from './version.js';
import type { WellFormedTransaction } from './transaction-syntax.js';

export interface PrivateUpdatesOptions {
    readonly store: LedgerStore;
    readonly reader: StateReader;
    readonly chaincode: (name: string) => DeployedChaincode | undefined;
}

interface Purge {
    readonly namespace: string;
    readonly collection: string;
    readonly keyHash: Buffer;
    readonly at: Version;
}

/** What a block's valid transactions make of the private data itself: values, what can expire, what is purged. */
export class PrivateUpdates {
    readonly #options: PrivateUpdatesOptions;
    /** By the key in the ledger, in latin1; the last write counts. */
    readonly #writes = new Map<string, LedgerWrite>();
    readonly #purges: Purge[] = [];

    constructor(options: PrivateUpdatesOptions) {
        this.#options = options;
    }

    apply(transaction: WellFormedTransaction, at: Version): void {
        for (const { namespace, collections } of transaction.sets) {
            for (const set of collections) {
                const { collection, privateSetHash: hash } = set;
                this.#noteExpiry(namespace, set, at);
                const bytes =
                    hash.length === 0
                        ? undefined
                        : findTransient(this.#options.store, transaction.txId, { namespace, collection, hash });
                if (bytes !== undefined) {
                    this.#applySet(namespace, collection, bytes, at);
                }
                this.#notePurges(namespace, set, at);
            }
        }
    }

    /** Adds what the purges and the block's number bring about; the last step. */
    async finish(block: number, updates: BlockUpdates): Promise<LedgerWrite[]> {
        for (const purge of this.#purges) {
            await this.#purge(purge);
        }
        await this.#expire(block, updates);
        return [...this.#writes.values()];
    }

    #applySet(namespace: string, collection: string, bytes: Buffer, at: Version): void {
        const { writes, metadataKeys } = decodePrivateSet(bytes);
        for (const { key, isDelete, value } of writes) {
            const place = privateStateKey(namespace, collection, key);
            if (isDelete) {
                this.#delete(place);
            } else {
                this.#put(place, encodeState(plainState(at, value)));
            }
            this.#put(privateKeyIndexKey(namespace, collection, hashOfKey(key), at), NO_BYTES);
        }
        for (const key of metadataKeys.filter((candidate) => !writes.some((write) => write.key === candidate))) {
            this.#moveToVersion(namespace, collection, key, at);
        }
        this.#put(privateWritesKey(at, namespace, collection), bytes);
    }

    /** The note stays when it has come true, so that whoever replays the blocks knows what went when. */
    #noteExpiry(namespace: string, { collection, writes }: CollectionSet, at: Version): void {
        const blockToLive = this.#options.chaincode(namespace)?.collection(collection)?.blockToLive ?? 0;
        if (blockToLive > 0 && writes.length > 0) {
            this.#put(expiryKey(at.block + blockToLive + 1, at, namespace, collection), NO_BYTES);
        }
    }

    /** A change of a key's policy gives its hash a new version, and the private value follows. */
    #moveToVersion(namespace: string, collection: string, key: string, at: Version): void {
        const record = this.#options.reader.privateState(namespace, collection, key);
        if (record !== undefined) {
            this.#put(privateStateKey(namespace, collection, key), encodeState(plainState(at, record.value)));
        }
    }

    #notePurges(namespace: string, { collection, writes }: CollectionSet, at: Version): void {
        for (const { keyHash } of writes.filter(({ isPurge }) => isPurge)) {
            this.#purges.push({ namespace, collection, keyHash, at });
        }
    }

    /** Erases a key from all that was written before the purge. */
    async #purge({ namespace, collection, keyHash, at }: Purge): Promise<void> {
        const { store } = this.#options;
        const prefix = privateKeyIndexPrefix(namespace, collection, keyHash);
        const committed = await store.keys(startingWith(prefix));
        const pending = [...this.#writes.keys()]
            .map((id) => Buffer.from(id, 'latin1'))
            .filter((key) => key.subarray(0, prefix.length).equals(prefix));
        for (const entry of [...committed, ...pending]) {
            const written = readAt(entry.subarray(prefix.length));
            if (written.block < at.block || written.tx <= at.tx) {
                this.#delete(entry);
                this.#strip(namespace, collection, written, keyHash);
            }
        }
    }

    #strip(namespace: string, collection: string, at: Version, keyHash: Buffer): void {
        const place = privateWritesKey(at, namespace, collection);
        const bytes = this.#current(place);
        if (bytes === undefined) {
            return;
        }
        const isPurged = (key: string): boolean => hashOfKey(key).equals(keyHash);
        for (const { key } of decodePrivateSet(bytes).writes.filter((write) => isPurged(write.key))) {
            const state = privateStateKey(namespace, collection, key);
            if (!this.#writes.has(state.toString('latin1'))) {
                this.#delete(state);
            }
        }
        this.#put(place, withoutKeys(bytes, isPurged));
    }

    async #expire(block: number, updates: BlockUpdates): Promise<void> {
        const { store, reader } = this.#options;
        for (const expired of await expiringIn(store, block)) {
            removeExpiredHashes(store, expired, updates);
            const { version, namespace, collection } = expired;
            const place = privateWritesKey(version, namespace, collection);
            for (const { key } of decodePrivateSet(this.#current(place) ?? NO_BYTES).writes) {
                const state = privateStateKey(namespace, collection, key);
                const record = reader.privateState(namespace, collection, key);
                if (!this.#writes.has(state.toString('latin1')) && sameVersion(record?.version, version)) {
                    this.#delete(state);
                }
                this.#delete(privateKeyIndexKey(namespace, collection, hashOfKey(key), version));
            }
            this.#delete(place);
        }
    }

    #current(key: Buffer): Buffer | undefined {
        const pending = this.#writes.get(key.toString('latin1'));
        if (pending === undefined) {
            return this.#options.store.get(key);
        }
        return pending.type === 'put' ? pending.value : undefined;
    }

    #put(key: Buffer, value: Buffer): void {
        this.#writes.set(key.toString('latin1'), { type: 'put', key, value });
    }

    #delete(key: Buffer): void {
        this.#writes.set(key.toString('latin1'), { type: 'del', key });
    }
}
