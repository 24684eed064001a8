import { NO_BYTES, sha256 } from './bytes.js';
import type { LedgerWrite } from './ledger-store.js';
import { historyPrefix, privateHashKey, stateKey, versionBytes } from './ledger-keys.js';
import type { NamespaceSet } from './read-write-set.js';
import type { StateReader } from './state-reader.js';
import { encodeState, type StateRecord } from './state-records.js';
import type { Version } from './version.js';

/** What a key becomes: its record, or nothing when it is deleted. */
export interface KeyUpdate {
    readonly record: StateRecord | undefined;
}

export interface PublicUpdate extends KeyUpdate {
    readonly namespace: string;
    readonly key: string;
}

/** What the valid transactions of a block, so far, make of the public state and the hashes of private data. */
export class BlockUpdates {
    readonly #reader: StateReader;
    /** By namespace and key. */
    readonly #state = new Map<string, PublicUpdate>();
    /** By their key in the ledger, in latin1. */
    readonly #hashes = new Map<string, KeyUpdate>();
    readonly #history: LedgerWrite[] = [];

    constructor(reader: StateReader) {
        this.#reader = reader;
    }

    touches(namespace: string, key: string): boolean {
        return this.#state.has(`${namespace}\0${key}`);
    }

    touchesHash(namespace: string, collection: string, keyHash: Uint8Array): boolean {
        return this.#hashes.has(hashId(namespace, collection, keyHash));
    }

    /** The updates of a namespace with start <= key < end, or also the end itself; an empty end is the last key. */
    inRange(namespace: string, start: string, end: string, includeEnd: boolean): PublicUpdate[] {
        const [first, last] = [Buffer.from(start), Buffer.from(end)];
        const isWithin = (key: string): boolean => {
            const bytes = Buffer.from(key);
            const toEnd = Buffer.compare(bytes, last);
            return Buffer.compare(bytes, first) >= 0 && (end === '' || toEnd < 0 || (includeEnd && toEnd === 0));
        };
        return [...this.#state.values()].filter((update) => update.namespace === namespace && isWithin(update.key));
    }

    /** The record of a hash, with what the block has done to it. */
    hash(namespace: string, collection: string, keyHash: Uint8Array): StateRecord | undefined {
        const update = this.#hashes.get(hashId(namespace, collection, keyHash));
        return update === undefined ? this.#reader.privateHash(namespace, collection, keyHash) : update.record;
    }

    apply(sets: readonly NamespaceSet[], version: Version): void {
        for (const set of sets) {
            this.#applyPublic(set, version);
            for (const { collection, writes, metadataWrites } of set.collections) {
                const changes = new Map<string, Change>();
                for (const write of writes) {
                    mergeChange(changes, write.keyHash.toString('latin1'), {
                        value: write.isDelete ? 'delete' : write.valueHash,
                    });
                }
                for (const { keyHash, metadata } of metadataWrites) {
                    mergeChange(changes, keyHash.toString('latin1'), { metadata });
                }
                for (const [key, change] of changes) {
                    const keyHash = Buffer.from(key, 'latin1');
                    this.#applyHash(set.namespace, collection, keyHash, change, version);
                }
            }
        }
    }

    removeHash(namespace: string, collection: string, keyHash: Uint8Array): void {
        this.#hashes.set(hashId(namespace, collection, keyHash), { record: undefined });
    }

    writes(): LedgerWrite[] {
        const state = [...this.#state.values()].map(({ namespace, key, record }) =>
            writeOf(stateKey(namespace, key), record),
        );
        const hashes = [...this.#hashes].map(([id, { record }]) => writeOf(Buffer.from(id, 'latin1'), record));
        return [...state, ...hashes, ...this.#history];
    }

    #applyPublic({ namespace, writes, metadataWrites }: NamespaceSet, version: Version): void {
        const changes = new Map<string, Change>();
        for (const write of writes) {
            mergeChange(changes, write.key, { value: write.isDelete ? 'delete' : write.value });
            const key = Buffer.concat([historyPrefix(namespace, write.key), versionBytes(version)]);
            this.#history.push({ type: 'put', key, value: NO_BYTES });
        }
        for (const { key, metadata } of metadataWrites) {
            mergeChange(changes, key, { metadata });
        }
        for (const [key, change] of changes) {
            const id = `${namespace}\0${key}`;
            const update = this.#state.get(id);
            const before = update === undefined ? this.#reader.state(namespace, key) : update.record;
            const record = changed(before, change, version);
            if (record !== 'unchanged') {
                this.#state.set(id, { namespace, key, record });
            }
        }
    }

    #applyHash(namespace: string, collection: string, keyHash: Buffer, change: Change, version: Version): void {
        const record = changed(this.hash(namespace, collection, keyHash), change, version);
        if (record !== 'unchanged') {
            this.#hashes.set(hashId(namespace, collection, keyHash), { record });
        }
    }
}

interface Change {
    readonly value?: Buffer | 'delete';
    readonly metadata?: Buffer;
}

function mergeChange(changes: Map<string, Change>, key: string, change: Change): void {
    changes.set(key, { ...changes.get(key), ...change });
}

/** Metadata stays when only the value is written, and goes with a delete; on a missing key it has no effect. */
function changed(
    before: StateRecord | undefined,
    change: Change,
    version: Version,
): StateRecord | undefined | 'unchanged' {
    if (change.value === 'delete') {
        return undefined;
    }
    if (change.value === undefined && before === undefined) {
        return 'unchanged';
    }
    return {
        version,
        value: change.value ?? before?.value ?? NO_BYTES,
        metadata: change.metadata ?? before?.metadata ?? NO_BYTES,
    };
}

/** A hash over what a block writes, the same wherever the same block is committed. */
export function hashOfWrites(writes: readonly LedgerWrite[]): Buffer {
    const sorted = [...writes].sort((a, b) => Buffer.compare(a.key, b.key));
    const parts = sorted.map((write) =>
        sha256(sha256(write.key), write.type === 'put' ? sha256(write.value) : NO_BYTES),
    );
    return sha256(...parts);
}

function hashId(namespace: string, collection: string, keyHash: Uint8Array): string {
    return privateHashKey(namespace, collection, keyHash).toString('latin1');
}

function writeOf(key: Buffer, record: StateRecord | undefined): LedgerWrite {
    return record === undefined ? { type: 'del', key } : { type: 'put', key, value: encodeState(record) };
}
