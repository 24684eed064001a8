import { ledger } from '@hyperledger/fabric-protos';
import { asBuffer, sha256 } from './bytes.js';
import { encodeVersion, type Version } from './version.js';

const { kvrwset } = ledger.rwset;

/** More results than this are recorded as a Merkle summary instead of one by one. */
export const MAX_DEGREE = 50;

export interface KeyRead {
    readonly key: string;
    readonly version: Version;
}

export interface MerkleSummary {
    readonly maxDegree: number;
    readonly maxLevel: number;
    readonly hashes: readonly Buffer[];
}

/** What a range query read: the keys with their versions, or a summary of many. */
export type RangeReads = { readonly raw: readonly KeyRead[] } | { readonly merkle: MerkleSummary };

/** Gathers the results of a range query as they are read, as Fabric does: in leaves, then in a tree of hashes. */
export class RangeReadsBuilder {
    readonly #maxDegree: number;
    readonly #levels = new Map<number, Buffer[]>();
    #maxLevel = 1;
    #pending: KeyRead[] = [];

    constructor(maxDegree: number) {
        this.#maxDegree = maxDegree;
    }

    add(read: KeyRead): void {
        this.#pending.push(read);
        if (this.#pending.length > this.#maxDegree) {
            this.#addLeaf();
        }
    }

    finish(): RangeReads {
        if (this.#maxLevel === 1 && this.#level(1).length === 0) {
            return { raw: this.#pending };
        }
        if (this.#pending.length > 0) {
            this.#addLeaf();
        }
        this.#close();
        return {
            merkle: { maxDegree: this.#maxDegree, maxLevel: this.#maxLevel, hashes: this.#level(this.#maxLevel) },
        };
    }

    #addLeaf(): void {
        const reads = new kvrwset.QueryReads();
        reads.setKvReadsList(this.#pending.map(encodeKeyRead));
        this.#pending = [];
        this.#push(1, sha256(reads.serializeBinary()));
        for (let level = 1; this.#level(level).length > this.#maxDegree; level += 1) {
            this.#lift(level);
        }
    }

    #close(): void {
        for (let level = 1; level < this.#maxLevel; level += 1) {
            const hashes = this.#level(level);
            const [only] = hashes;
            if (hashes.length === 1 && only !== undefined) {
                this.#levels.delete(level);
                this.#push(level + 1, only);
            } else if (hashes.length > 1) {
                this.#lift(level);
            }
        }
        if (this.#level(this.#maxLevel).length > this.#maxDegree) {
            this.#lift(this.#maxLevel);
        }
    }

    #lift(level: number): void {
        const combined = sha256(...this.#level(level));
        this.#levels.delete(level);
        this.#push(level + 1, combined);
    }

    #push(level: number, hash: Buffer): void {
        this.#levels.set(level, [...this.#level(level), hash]);
        this.#maxLevel = Math.max(this.#maxLevel, level);
    }

    #level(level: number): Buffer[] {
        return this.#levels.get(level) ?? [];
    }
}

export function encodeKeyRead({
    key,
    version,
}: {
    readonly key: string;
    readonly version: Version | undefined;
}): KVRead {
    const read = new kvrwset.KVRead();
    read.setKey(key);
    read.setVersion(encodeVersion(version));
    return read;
}

type KVRead = InstanceType<typeof kvrwset.KVRead>;

export function sameRangeReads(a: RangeReads, b: RangeReads): boolean {
    return encodeReads(a).equals(encodeReads(b));
}

function encodeReads(reads: RangeReads): Buffer {
    const info = new kvrwset.RangeQueryInfo();
    setRangeReads(info, reads);
    return asBuffer(info.serializeBinary());
}

export function setRangeReads(info: InstanceType<typeof kvrwset.RangeQueryInfo>, reads: RangeReads): void {
    if ('merkle' in reads) {
        const summary = new kvrwset.QueryReadsMerkleSummary();
        summary.setMaxDegree(reads.merkle.maxDegree);
        summary.setMaxLevel(reads.merkle.maxLevel);
        summary.setMaxLevelHashesList([...reads.merkle.hashes]);
        info.setReadsMerkleHashes(summary);
    } else if (reads.raw.length > 0) {
        const list = new kvrwset.QueryReads();
        list.setKvReadsList(reads.raw.map(encodeKeyRead));
        info.setRawReads(list);
    }
}
