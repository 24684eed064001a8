import { ledger } from '@hyperledger/fabric-protos';
import { asBuffer, sha256 } from '../wire/bytes.js';
import { encodeMetadata } from './key-metadata.js';
import { privateHashKey, stateKey } from './ledger-keys.js';
import type { Version } from './version.js';

const { rwset } = ledger;
const { kvrwset } = rwset;

/** What a transaction read and wrote in one chaincode's public state, or in one of its collections as blocks show it. */
export interface ReadWriteSet {
    readonly namespace: string;
    /** '' for the public state. */
    readonly collection: string;
    readonly reads: readonly { readonly place: Buffer; readonly version: Version | undefined }[];
    readonly ranges: readonly RangeQuery[];
    readonly writes: readonly KeyWrite[];
    readonly metadataWrites: readonly { readonly place: Buffer; readonly metadata: Buffer }[];
    /** The hash of the private write set; empty when nothing private was written. */
    readonly privateSetHash: Buffer;
}

export type RangeQuery = InstanceType<typeof kvrwset.RangeQueryInfo>;

/** Of a collection, key and value are hashes. */
export interface KeyWrite {
    /** Its key in the ledger. */
    readonly place: Buffer;
    readonly key: Buffer;
    readonly value: Buffer;
    readonly isDelete: boolean;
    readonly isPurge: boolean;
}

/** The private writes of one collection, as its members keep them. */
export interface PrivateSet {
    readonly writes: readonly { readonly key: string; readonly value: Buffer; readonly isDelete: boolean }[];
    readonly metadataKeys: readonly string[];
}

const NOTHING = sha256();

/** @throws {Error} when the bytes are not a read/write set */
export function decodeReadWriteSet(bytes: Uint8Array): ReadWriteSet[] {
    const namespaces = rwset.TxReadWriteSet.deserializeBinary(bytes).getNsRwsetList();
    return namespaces.flatMap((set) => {
        const collections = set.getCollectionHashedRwsetList();
        return [decodePublic(set), ...collections.map((one) => decodeCollection(set.getNamespace(), one))];
    });
}

function decodePublic(set: InstanceType<typeof rwset.NsReadWriteSet>): ReadWriteSet {
    const namespace = set.getNamespace();
    const keys = kvrwset.KVRWSet.deserializeBinary(set.getRwset_asU8());
    const placeOf = (one: { getKey(): string }): Buffer => stateKey(namespace, one.getKey());
    return {
        namespace,
        collection: '',
        reads: keys.getReadsList().map((read) => ({ place: placeOf(read), version: decodeVersion(read) })),
        ranges: keys.getRangeQueriesInfoList(),
        writes: keys.getWritesList().map((write) => {
            const value = asBuffer(write.getValue_asU8());
            const isDelete = write.getIsDelete() || value.length === 0;
            return { place: placeOf(write), key: Buffer.from(write.getKey()), value, isDelete, isPurge: false };
        }),
        metadataWrites: keys.getMetadataWritesList().map((write) => {
            return { place: placeOf(write), metadata: encodeMetadata(write.getEntriesList()) };
        }),
        privateSetHash: Buffer.alloc(0),
    };
}

function decodeCollection(
    namespace: string,
    set: InstanceType<typeof rwset.CollectionHashedReadWriteSet>,
): ReadWriteSet {
    const collection = set.getCollectionName();
    const hashed = kvrwset.HashedRWSet.deserializeBinary(set.getHashedRwset_asU8());
    const placeOf = (one: { getKeyHash_asU8(): Uint8Array }): Buffer =>
        privateHashKey(namespace, collection, one.getKeyHash_asU8());
    return {
        namespace,
        collection,
        reads: hashed.getHashedReadsList().map((read) => ({ place: placeOf(read), version: decodeVersion(read) })),
        ranges: [],
        writes: hashed.getHashedWritesList().map((write) => {
            const [key, value] = [asBuffer(write.getKeyHash_asU8()), asBuffer(write.getValueHash_asU8())];
            const isDelete = write.getIsDelete() || value.length === 0 || value.equals(NOTHING);
            return { place: placeOf(write), key, value, isDelete, isPurge: write.getIsPurge() };
        }),
        metadataWrites: hashed.getMetadataWritesList().map((write) => {
            return { place: placeOf(write), metadata: encodeMetadata(write.getEntriesList()) };
        }),
        privateSetHash: asBuffer(set.getPvtRwsetHash_asU8()),
    };
}

export function decodePrivateSet(bytes: Uint8Array): PrivateSet {
    const set = kvrwset.KVRWSet.deserializeBinary(bytes);
    return {
        writes: set.getWritesList().map((write) => {
            const value = asBuffer(write.getValue_asU8());
            return { key: write.getKey(), value, isDelete: write.getIsDelete() || value.length === 0 };
        }),
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

function decodeVersion(read: { getVersion(): InstanceType<typeof kvrwset.Version> | undefined }): Version | undefined {
    const version = read.getVersion();
    return version && { block: version.getBlockNum(), tx: version.getTxNum() };
}
