import { ledger } from '@hyperledger/fabric-protos';
import { asBuffer, sha256 } from './bytes.js';
import { encodeMetadata } from './key-metadata.js';
import type { RangeReads } from './range-reads.js';
import { decodeVersion, type Version } from './version.js';

const { rwset } = ledger;
const { kvrwset } = rwset;

/** What a transaction read and wrote in one chaincode's namespace. */
export interface NamespaceSet {
    readonly namespace: string;
    readonly reads: readonly { readonly key: string; readonly version: Version | undefined }[];
    readonly ranges: readonly RangeQuery[];
    readonly writes: readonly KeyWrite[];
    readonly metadataWrites: readonly { readonly key: string; readonly metadata: Buffer }[];
    readonly collections: readonly CollectionSet[];
}

export interface RangeQuery {
    readonly startKey: string;
    readonly endKey: string;
    readonly exhausted: boolean;
    readonly reads: RangeReads;
}

export interface KeyWrite {
    readonly key: string;
    readonly isDelete: boolean;
    readonly value: Buffer;
}

/** The hashed part of a private collection, as the block shows it. */
export interface CollectionSet {
    readonly collection: string;
    readonly reads: readonly { readonly keyHash: Buffer; readonly version: Version | undefined }[];
    readonly writes: readonly HashedWrite[];
    readonly metadataWrites: readonly { readonly keyHash: Buffer; readonly metadata: Buffer }[];
    /** The hash of the private write set; empty when nothing private was written. */
    readonly privateSetHash: Buffer;
}

export interface HashedWrite {
    readonly keyHash: Buffer;
    readonly isDelete: boolean;
    readonly isPurge: boolean;
    readonly valueHash: Buffer;
}

/** The private writes of one collection, as its members keep them. */
export interface PrivateSet {
    readonly writes: readonly KeyWrite[];
    readonly metadataKeys: readonly string[];
}

const HASH_OF_NOTHING = sha256();

/** @throws {Error} when the bytes are not a read/write set */
export function decodeReadWriteSet(bytes: Uint8Array): NamespaceSet[] {
    return rwset.TxReadWriteSet.deserializeBinary(bytes)
        .getNsRwsetList()
        .map((set) => {
            const keys = kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8());
            return {
                namespace: set.getNamespace(),
                reads: keys.getReadsList().map((read) => ({
                    key: read.getKey(),
                    version: decodeVersion(read.getVersion()),
                })),
                ranges: keys.getRangeQueriesInfoList().map(decodeRange),
                writes: keys.getWritesList().map(decodeWrite),
                metadataWrites: keys.getMetadataWritesList().map((write) => ({
                    key: write.getKey(),
                    metadata: encodeMetadata(write.getEntriesList()),
                })),
                collections: set.getCollectionHashedRwsetList().map(decodeCollection),
            };
        });
}

export function decodePrivateSet(bytes: Uint8Array): PrivateSet {
    const set = kvrwset.KVRWSet.deserializeBinary(bytes);
    return {
        writes: set.getWritesList().map(decodeWrite),
        metadataKeys: set.getMetadataWritesList().map((write) => write.getKey()),
    };
}

/** The private set without the keys that have been purged. */
export function withoutKeys(bytes: Uint8Array, isPurged: (key: string) => boolean): Buffer {
    const set = kvrwset.KVRWSet.deserializeBinary(bytes);
    set.setWritesList(set.getWritesList().filter((write) => !isPurged(write.getKey())));
    set.setMetadataWritesList(set.getMetadataWritesList().filter((write) => !isPurged(write.getKey())));
    return asBuffer(set.serializeBinary());
}

export function writesAnything(set: NamespaceSet): boolean {
    return (
        set.writes.length > 0 ||
        set.metadataWrites.length > 0 ||
        set.collections.some(({ writes, metadataWrites }) => writes.length > 0 || metadataWrites.length > 0)
    );
}

function decodeCollection(set: InstanceType<typeof rwset.CollectionHashedReadWriteSet>): CollectionSet {
    const hashed = kvrwset.HashedRWSet.deserializeBinary(set.getHashedRwset_asU8());
    return {
        collection: set.getCollectionName(),
        reads: hashed.getHashedReadsList().map((read) => ({
            keyHash: asBuffer(read.getKeyHash_asU8()),
            version: decodeVersion(read.getVersion()),
        })),
        writes: hashed.getHashedWritesList().map(decodeHashedWrite),
        metadataWrites: hashed.getMetadataWritesList().map((write) => ({
            keyHash: asBuffer(write.getKeyHash_asU8()),
            metadata: encodeMetadata(write.getEntriesList()),
        })),
        privateSetHash: asBuffer(set.getPvtRwsetHash_asU8()),
    };
}

function decodeWrite(write: InstanceType<typeof kvrwset.KVWrite>): KeyWrite {
    const value = asBuffer(write.getValue_asU8());
    return { key: write.getKey(), isDelete: write.getIsDelete() || value.length === 0, value };
}

function decodeHashedWrite(write: InstanceType<typeof kvrwset.KVWriteHash>): HashedWrite {
    const valueHash = asBuffer(write.getValueHash_asU8());
    return {
        keyHash: asBuffer(write.getKeyHash_asU8()),
        isDelete: write.getIsDelete() || valueHash.length === 0 || valueHash.equals(HASH_OF_NOTHING),
        isPurge: write.getIsPurge(),
        valueHash,
    };
}

function decodeRange(info: InstanceType<typeof kvrwset.RangeQueryInfo>): RangeQuery {
    return {
        startKey: info.getStartKey(),
        endKey: info.getEndKey(),
        exhausted: info.getItrExhausted(),
        reads: decodeRangeReads(info),
    };
}

function decodeRangeReads(info: InstanceType<typeof kvrwset.RangeQueryInfo>): RangeReads {
    const summary = info.getReadsMerkleHashes();
    if (summary !== undefined) {
        return {
            merkle: {
                maxDegree: summary.getMaxDegree(),
                maxLevel: summary.getMaxLevel(),
                hashes: summary.getMaxLevelHashesList_asU8().map(asBuffer),
            },
        };
    }
    const reads = info.getRawReads()?.getKvReadsList() ?? [];
    return {
        raw: reads.map((read) => ({
            key: read.getKey(),
            version: decodeVersion(read.getVersion()) ?? { block: 0, tx: 0 },
        })),
    };
}
