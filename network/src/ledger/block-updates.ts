import { NO_BYTES, sha256 } from '../wire/bytes.js';
import type { LedgerWrite } from './ledger-store.js';
import { historyPrefix, type KeyRange } from './ledger-keys.js';
import type { ReadWriteSet } from './read-write-set.js';
import type { StateReader } from './state-reader.js';
import { encodeState, type StateRecord } from './state-records.js';
import { versionBytes, type Version } from './version.js';

/** What the valid transactions of a block, so far, make of the public state and the hashes of private data. */
export class BlockUpdates {
    readonly #reader: StateReader;
    /** By the key in the ledger, in latin1: the record, or nothing where the key is deleted. */
    readonly #records = new Map<string, StateRecord | undefined>();
    readonly #history: LedgerWrite[] = [];

    constructor(reader: StateReader) {
        this.#reader = reader;
    }

    touches(place: Buffer): boolean {
        return this.#records.has(place.toString('latin1'));
    }

    /** A record with what the block has done to it. */
    record(place: Buffer): StateRecord | undefined {
        const id = place.toString('latin1');
        return this.#records.has(id) ? this.#records.get(id) : this.#reader.record(place);
    }

    inRange({ gte, lt }: KeyRange): { readonly place: Buffer; readonly record: StateRecord | undefined }[] {
        const updates = [...this.#records].map(([id, record]) => ({ place: Buffer.from(id, 'latin1'), record }));
        return updates.filter(({ place }) => Buffer.compare(gte, place) <= 0 && Buffer.compare(place, lt) < 0);
    }

    apply(sets: readonly ReadWriteSet[], version: Version): void {
        for (const { namespace, collection, writes, metadataWrites } of sets) {
            const metadata = new Map(metadataWrites.map((write) => [write.place.toString('latin1'), write.metadata]));
            for (const { place, key, value, isDelete } of writes) {
                if (collection === '') this.#noteHistory(namespace, key, version);
                const id = place.toString('latin1');
                // Metadata stays when only the value is written, and goes with a delete.
                const kept = metadata.get(id) ?? this.record(place)?.metadata ?? NO_BYTES;
                this.#records.set(id, isDelete ? undefined : { version, value, metadata: kept });
                metadata.delete(id);
            }
            for (const [id, changed] of metadata) {
                const before = this.record(Buffer.from(id, 'latin1'));
                if (before !== undefined) this.#records.set(id, { version, value: before.value, metadata: changed });
            }
        }
    }

    remove(place: Buffer): void {
        this.#records.set(place.toString('latin1'), undefined);
    }

    writes(): LedgerWrite[] {
        const records = [...this.#records].map(([id, record]): LedgerWrite => {
            const key = Buffer.from(id, 'latin1');
            return record === undefined ? { type: 'del', key } : { type: 'put', key, value: encodeState(record) };
        });
        return [...records, ...this.#history];
    }

    #noteHistory(namespace: string, name: Buffer, version: Version): void {
        const key = Buffer.concat([historyPrefix(namespace, name), versionBytes(version)]);
        this.#history.push({ type: 'put', key, value: NO_BYTES });
    }
}

/** A hash over what a block writes, the same wherever the same block is committed. */
export function hashOfWrites(writes: readonly LedgerWrite[]): Buffer {
    const sorted = [...writes].sort((a, b) => Buffer.compare(a.key, b.key));
    const parts = sorted.map((write) =>
        sha256(sha256(write.key), write.type === 'put' ? sha256(write.value) : NO_BYTES),
    );
    return sha256(...parts);
}
