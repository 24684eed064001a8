import { ledger } from '@hyperledger/fabric-protos';
import { asBuffer, sha256 } from '../wire/bytes.js';
import { encoded, message } from '../wire/message.js';
import type { RangeQuery } from './read-write-set.js';
import type { Version } from './version.js';

const { kvrwset } = ledger.rwset;

/** More results than this are recorded as a Merkle summary instead of one by one. */
const MAX_DEGREE = 50;

export interface KeyRead {
    readonly key: string;
    readonly version: Version | undefined;
}

/** Gathers the results of a range query as they are read, as Fabric does: in leaves, then in a tree of hashes. */
export class RangeReads {
    readonly #maxDegree: number;
    /** The hashes of each level from the first; those lifted to the next are gone. */
    readonly #levels: Buffer[][] = [];
    #pending: KeyRead[] = [];

    constructor(maxDegree = MAX_DEGREE) {
        this.#maxDegree = maxDegree;
    }

    add(read: KeyRead): void {
        this.#pending.push(read);
        if (this.#pending.length > this.#maxDegree) this.#addLeaf();
    }

    /** The query as a read/write set records it; the last step. */
    finish(startKey: string, endKey: string, itrExhausted: boolean): RangeQuery {
        const query = message(kvrwset.RangeQueryInfo, { startKey, endKey, itrExhausted });
        if (this.#levels.length === 0) {
            const kvReadsList = this.#pending.map(encodeKeyRead);
            if (kvReadsList.length > 0) query.setRawReads(message(kvrwset.QueryReads, { kvReadsList }));
            return query;
        }
        if (this.#pending.length > 0) this.#addLeaf();
        this.#close();
        const summary = {
            maxDegree: this.#maxDegree,
            maxLevel: this.#levels.length,
            maxLevelHashesList: this.#levels.at(-1) ?? [],
        };
        query.setReadsMerkleHashes(message(kvrwset.QueryReadsMerkleSummary, summary));
        return query;
    }

    #addLeaf(): void {
        this.#push(0, sha256(encoded(kvrwset.QueryReads, { kvReadsList: this.#pending.map(encodeKeyRead) })));
        this.#pending = [];
        for (let level = 0; this.#at(level).length > this.#maxDegree; level += 1) this.#lift(level);
    }

    #close(): void {
        for (let level = 0; level < this.#levels.length - 1; level += 1) {
            const [only, ...others] = this.#at(level);
            if (only !== undefined && others.length === 0) {
                this.#levels[level] = [];
                this.#push(level + 1, only);
            } else if (only !== undefined) {
                this.#lift(level);
            }
        }
        const last = this.#levels.length - 1;
        if (this.#at(last).length > this.#maxDegree) this.#lift(last);
    }

    #lift(level: number): void {
        const combined = sha256(...this.#at(level));
        this.#levels[level] = [];
        this.#push(level + 1, combined);
    }

    #push(level: number, hash: Buffer): void {
        this.#levels[level] = [...this.#at(level), hash];
    }

    #at(level: number): Buffer[] {
        return this.#levels[level] ?? [];
    }
}

/** What was read of a range as it was recorded, beside what is there now. */
export function sameReads(recorded: RangeQuery, current: RangeQuery): boolean {
    return asBuffer(recorded.serializeBinary()).equals(current.serializeBinary());
}

/** An empty list to gather the reads of a recorded query anew, in the same form. */
export const readsLike = (recorded: RangeQuery): RangeReads =>
    new RangeReads(recorded.getReadsMerkleHashes()?.getMaxDegree());

export function encodeKeyRead({ key, version }: KeyRead): InstanceType<typeof kvrwset.KVRead> {
    return message(kvrwset.KVRead, { key, version: encodeVersion(version) });
}

export function encodeVersion(version: Version | undefined): InstanceType<typeof kvrwset.Version> | undefined {
    return version && message(kvrwset.Version, { blockNum: version.block, txNum: version.tx });
}
