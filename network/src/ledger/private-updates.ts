import { NO_BYTES } from '../wire/bytes.js';
import type { BlockUpdates } from './block-updates.js';
import type { DeployedChaincode } from './deployed-chaincode.js';
import {
    envelopeKey,
    expiryKey,
    expiryPrefix,
    hashOfKey,
    privateKeyIndexKey,
    privateKeyIndexPrefix,
    privateStateKey,
    privateWritesKey,
    readExpiryKey,
    startingWith,
    type PrivateWritesPlace,
} from './ledger-keys.js';
import type { LedgerStore, LedgerWrite } from './ledger-store.js';
import { decodePrivateSet, withoutKeys } from './read-write-set.js';
import type { StateReader } from './state-reader.js';
import { encodeState } from './state-records.js';
import type { WellFormedTransaction } from './transaction-syntax.js';
import { readTransaction } from './transaction.js';
import { findTransient } from './transient-store.js';
import { readVersion, sameVersion, type Version } from './version.js';

export interface PrivateUpdatesOptions {
    readonly store: LedgerStore;
    readonly reader: StateReader;
    readonly chaincode: (name: string) => DeployedChaincode | undefined;
}

/** What a block's valid transactions make of the private data itself: values, what can expire, what is purged. */
export class PrivateUpdates {
    readonly #options: PrivateUpdatesOptions;
    /** By the key in the ledger, in latin1; the last write counts. */
    readonly #writes = new Map<string, LedgerWrite>();
    readonly #purges: { readonly place: PrivateWritesPlace; readonly keyHash: Buffer }[] = [];

    constructor(options: PrivateUpdatesOptions) {
        this.#options = options;
    }

    apply({ txId, sets }: WellFormedTransaction, version: Version): void {
        const { store, chaincode } = this.#options;
        for (const { namespace, collection, writes, privateSetHash: hash } of sets) {
            if (collection === '') continue;
            const place = { version, namespace, collection };
            const blockToLive = chaincode(namespace)?.collection(collection)?.blockToLive ?? 0;
            if (blockToLive > 0 && writes.length > 0) {
                // It stays when it has come true, so that whoever replays the blocks knows what went when.
                this.#put(expiryKey(version.block + blockToLive + 1, place), NO_BYTES);
            }
            const bytes = hash.length === 0 ? undefined : findTransient(store, txId, { namespace, collection, hash });
            if (bytes !== undefined) this.#applySet(place, bytes);
            const purged = writes.filter(({ isPurge }) => isPurge);
            this.#purges.push(...purged.map(({ key: keyHash }) => ({ place, keyHash })));
        }
    }

    /** Adds what the purges and the block's number bring about; the last step. */
    async finish(block: number, updates: BlockUpdates): Promise<LedgerWrite[]> {
        for (const { place, keyHash } of this.#purges) await this.#purge(place, keyHash);
        for (const expired of await expiringIn(this.#options.store, block)) {
            removeExpiredHashes(this.#options.store, expired, updates);
            this.#expire(expired);
        }
        return [...this.#writes.values()];
    }

    #applySet(place: PrivateWritesPlace, bytes: Buffer): void {
        const { version, namespace, collection } = place;
        const { writes, metadataKeys } = decodePrivateSet(bytes);
        for (const { key, isDelete, value } of writes) {
            const state = privateStateKey(namespace, collection, key);
            if (isDelete) this.#delete(state);
            else this.#put(state, encodeState({ version, value, metadata: NO_BYTES }));
            this.#put(privateKeyIndexKey(place, hashOfKey(key)), NO_BYTES);
        }
        for (const key of metadataKeys.filter((candidate) => !writes.some((write) => write.key === candidate))) {
            // A change of a key's policy gives its hash a new version, and the private value follows.
            const state = privateStateKey(namespace, collection, key);
            const record = this.#options.reader.record(state);
            if (record !== undefined) this.#put(state, encodeState({ ...record, version }));
        }
        this.#put(privateWritesKey(place), bytes);
    }

    /** Erases a key from all that was written before the purge. */
    async #purge({ version: at, ...rest }: PrivateWritesPlace, keyHash: Buffer): Promise<void> {
        const prefix = privateKeyIndexPrefix(rest.namespace, rest.collection, keyHash);
        const committed = await this.#options.store.keys(startingWith(prefix));
        const pending = [...this.#writes.keys()]
            .map((id) => Buffer.from(id, 'latin1'))
            .filter((key) => key.subarray(0, prefix.length).equals(prefix));
        for (const entry of [...committed, ...pending]) {
            const version = readVersion(entry.subarray(prefix.length));
            if (version.block < at.block || version.tx <= at.tx) {
                this.#delete(entry);
                this.#strip({ version, ...rest }, keyHash);
            }
        }
    }

    #strip(place: PrivateWritesPlace, keyHash: Buffer): void {
        const { namespace, collection } = place;
        const bytes = this.#current(privateWritesKey(place));
        if (bytes === undefined) return;
        const isPurged = (key: string): boolean => hashOfKey(key).equals(keyHash);
        for (const { key } of decodePrivateSet(bytes).writes.filter((write) => isPurged(write.key))) {
            const state = privateStateKey(namespace, collection, key);
            if (!this.#isWritten(state)) this.#delete(state);
        }
        this.#put(privateWritesKey(place), withoutKeys(bytes, isPurged));
    }

    #expire(place: PrivateWritesPlace): void {
        const { version, namespace, collection } = place;
        for (const { key } of decodePrivateSet(this.#current(privateWritesKey(place)) ?? NO_BYTES).writes) {
            const state = privateStateKey(namespace, collection, key);
            const isCurrent = sameVersion(this.#options.reader.record(state)?.version, version);
            if (isCurrent && !this.#isWritten(state)) this.#delete(state);
            this.#delete(privateKeyIndexKey(place, hashOfKey(key)));
        }
        this.#delete(privateWritesKey(place));
    }

    #current(key: Buffer): Buffer | undefined {
        const pending = this.#writes.get(key.toString('latin1'));
        if (pending === undefined) return this.#options.store.get(key);
        return pending.type === 'put' ? pending.value : undefined;
    }

    #isWritten(key: Buffer): boolean {
        return this.#writes.has(key.toString('latin1'));
    }

    #put(key: Buffer, value: Buffer): void {
        this.#writes.set(key.toString('latin1'), { type: 'put', key, value });
    }

    #delete(key: Buffer): void {
        this.#writes.set(key.toString('latin1'), { type: 'del', key });
    }
}

/** The private writes whose life ends with this block. */
export async function expiringIn(store: LedgerStore, block: number): Promise<PrivateWritesPlace[]> {
    return (await store.keys(startingWith(expiryPrefix(block)))).map(readExpiryKey);
}

/** Removes the hashes that are still those the transaction wrote. What it wrote is in its envelope. */
export function removeExpiredHashes(
    store: LedgerStore,
    { version, namespace, collection }: PrivateWritesPlace,
    updates: BlockUpdates,
): void {
    const envelope = store.get(envelopeKey(version));
    const sets = envelope === undefined ? [] : readTransaction(envelope).sets;
    const own = sets.filter((set) => set.namespace === namespace && set.collection === collection);
    for (const { place } of own.flatMap(({ writes }) => writes)) {
        if (sameVersion(updates.record(place)?.version, version)) updates.remove(place);
    }
}
