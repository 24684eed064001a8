import { ledger } from '@hyperledger/fabric-protos';
import { asBuffer, NO_BYTES, sha256, sortedByBytes } from './bytes.js';
import { metadataEntries } from './key-metadata.js';
import { encodeKeyRead, setRangeReads } from './range-reads.js';
import type { RangeQuery } from './read-write-set.js';
import { encodeVersion, type Version } from './version.js';

const { rwset } = ledger;
const { kvrwset } = rwset;

type Metadata = ReadonlyMap<string, Uint8Array>;

/** The private writes of one collection, to be kept until their transaction is committed. */
export interface PrivateWrites {
    readonly namespace: string;
    readonly collection: string;
    readonly bytes: Buffer;
    readonly hash: Buffer;
}

export interface BuiltSet {
    readonly publicSet: Buffer;
    readonly privateWrites: readonly PrivateWrites[];
    /** The namespaces that were read or written, in order. */
    readonly namespaces: readonly string[];
}

/** Gathers what a simulation reads and writes into Fabric's read/write set: sorted, one entry a key. */
export class ReadWriteSetBuilder {
    readonly #namespaces = new Map<string, NamespaceBuilder>();

    read(namespace: string, key: string, version: Version | undefined): void {
        this.#namespace(namespace).reads.set(key, version);
    }

    write(namespace: string, key: string, value: Uint8Array): void {
        this.#namespace(namespace).writes.set(key, value);
    }

    writeMetadata(namespace: string, key: string, metadata: Metadata): void {
        this.#namespace(namespace).metadataWrites.set(key, metadata);
    }

    range(namespace: string, query: RangeQuery): void {
        const name = JSON.stringify([query.startKey, query.endKey, query.exhausted]);
        const { ranges } = this.#namespace(namespace);
        if (!ranges.has(name)) {
            ranges.set(name, query);
        }
    }

    readPrivate(namespace: string, collection: string, key: string, version: Version | undefined): void {
        this.#collection(namespace, collection).reads.set(key, version);
    }

    writePrivate(namespace: string, collection: string, key: string, write: PrivateWrite): void {
        this.#collection(namespace, collection).writes.set(key, write);
    }

    writePrivateMetadata(namespace: string, collection: string, key: string, metadata: Metadata): void {
        this.#collection(namespace, collection).metadataWrites.set(key, metadata);
    }

    build(): BuiltSet {
        const sorted = sortedByBytes(this.#namespaces, ([name]) => name);
        const privateWrites = sorted.flatMap(([namespace, builder]) => buildPrivateWrites(namespace, builder));
        const set = new rwset.TxReadWriteSet();
        set.setNsRwsetList(
            sorted.map(([namespace, builder]) => {
                const hashes = privateWrites.filter((writes) => writes.namespace === namespace);
                return buildNamespace(namespace, builder, hashes);
            }),
        );
        return {
            publicSet: asBuffer(set.serializeBinary()),
            privateWrites,
            namespaces: sorted.map(([namespace]) => namespace),
        };
    }

    #namespace(name: string): NamespaceBuilder {
        const existing = this.#namespaces.get(name);
        if (existing !== undefined) {
            return existing;
        }
        const created = newNamespace();
        this.#namespaces.set(name, created);
        return created;
    }

    #collection(namespace: string, name: string): CollectionBuilder {
        const { collections } = this.#namespace(namespace);
        const existing = collections.get(name);
        if (existing !== undefined) {
            return existing;
        }
        const created = newCollection();
        collections.set(name, created);
        return created;
    }
}

export interface PrivateWrite {
    readonly value: Uint8Array;
    readonly isPurge: boolean;
}

interface NamespaceBuilder {
    readonly reads: Map<string, Version | undefined>;
    readonly writes: Map<string, Uint8Array>;
    readonly metadataWrites: Map<string, Metadata>;
    readonly ranges: Map<string, RangeQuery>;
    readonly collections: Map<string, CollectionBuilder>;
}

interface CollectionBuilder {
    readonly reads: Map<string, Version | undefined>;
    readonly writes: Map<string, PrivateWrite>;
    readonly metadataWrites: Map<string, Metadata>;
}

const newNamespace = (): NamespaceBuilder => ({
    reads: new Map(),
    writes: new Map(),
    metadataWrites: new Map(),
    ranges: new Map(),
    collections: new Map(),
});

const newCollection = (): CollectionBuilder => ({ reads: new Map(), writes: new Map(), metadataWrites: new Map() });

function buildNamespace(namespace: string, builder: NamespaceBuilder, hashes: readonly PrivateWrites[]): NsSet {
    const keys = new kvrwset.KVRWSet();
    keys.setReadsList(byKey(builder.reads).map(([key, version]) => encodeKeyRead({ key, version })));
    keys.setWritesList(byKey(builder.writes).map(([key, value]) => encodeWrite(key, value)));
    keys.setMetadataWritesList(
        byKey(builder.metadataWrites).map(([key, metadata]) => encodeMetadataWrite(key, metadata)),
    );
    keys.setRangeQueriesInfoList([...builder.ranges.values()].map(encodeRange));
    const set = new rwset.NsReadWriteSet();
    set.setNamespace(namespace);
    set.setRwset(keys.serializeBinary());
    set.setCollectionHashedRwsetList(
        byKey(builder.collections).map(([name, collection]) => {
            const written = hashes.find((writes) => writes.collection === name);
            return buildHashedCollection(name, collection, written?.hash ?? NO_BYTES);
        }),
    );
    return set;
}

type NsSet = InstanceType<typeof rwset.NsReadWriteSet>;
type HashedCollection = InstanceType<typeof rwset.CollectionHashedReadWriteSet>;

function buildHashedCollection(name: string, builder: CollectionBuilder, privateSetHash: Buffer): HashedCollection {
    const hashed = new kvrwset.HashedRWSet();
    hashed.setHashedReadsList(
        byKey(builder.reads).map(([key, version]) => {
            const read = new kvrwset.KVReadHash();
            read.setKeyHash(hashOfKey(key));
            read.setVersion(encodeVersion(version));
            return read;
        }),
    );
    hashed.setHashedWritesList(byKey(builder.writes).map(([key, write]) => encodeHashedWrite(key, write)));
    hashed.setMetadataWritesList(
        byKey(builder.metadataWrites).map(([key, metadata]) => {
            const write = new kvrwset.KVMetadataWriteHash();
            write.setKeyHash(hashOfKey(key));
            write.setEntriesList(metadataEntries(metadata));
            return write;
        }),
    );
    const set = new rwset.CollectionHashedReadWriteSet();
    set.setCollectionName(name);
    set.setHashedRwset(hashed.serializeBinary());
    set.setPvtRwsetHash(privateSetHash);
    return set;
}

function buildPrivateWrites(namespace: string, { collections }: NamespaceBuilder): PrivateWrites[] {
    return byKey(collections)
        .filter(([, { writes, metadataWrites }]) => writes.size > 0 || metadataWrites.size > 0)
        .map(([collection, { writes, metadataWrites }]) => {
            const set = new kvrwset.KVRWSet();
            set.setWritesList(byKey(writes).map(([key, { value }]) => encodeWrite(key, value)));
            set.setMetadataWritesList(byKey(metadataWrites).map(([key]) => encodeMetadataWrite(key, new Map())));
            const bytes = asBuffer(set.serializeBinary());
            return { namespace, collection, bytes, hash: sha256(bytes) };
        });
}

function encodeWrite(key: string, value: Uint8Array): InstanceType<typeof kvrwset.KVWrite> {
    const write = new kvrwset.KVWrite();
    write.setKey(key);
    write.setIsDelete(value.length === 0);
    write.setValue(value);
    return write;
}

function encodeHashedWrite(key: string, { value, isPurge }: PrivateWrite): InstanceType<typeof kvrwset.KVWriteHash> {
    const write = new kvrwset.KVWriteHash();
    write.setKeyHash(hashOfKey(key));
    write.setIsDelete(value.length === 0);
    write.setValueHash(value.length === 0 ? NO_BYTES : sha256(value));
    write.setIsPurge(isPurge);
    return write;
}

function encodeMetadataWrite(key: string, metadata: Metadata): InstanceType<typeof kvrwset.KVMetadataWrite> {
    const write = new kvrwset.KVMetadataWrite();
    write.setKey(key);
    write.setEntriesList(metadataEntries(metadata));
    return write;
}

function encodeRange(query: RangeQuery): InstanceType<typeof kvrwset.RangeQueryInfo> {
    const info = new kvrwset.RangeQueryInfo();
    info.setStartKey(query.startKey);
    info.setEndKey(query.endKey);
    info.setItrExhausted(query.exhausted);
    setRangeReads(info, query.reads);
    return info;
}

export const hashOfKey = (key: string): Buffer => sha256(Buffer.from(key));

function byKey<T>(map: ReadonlyMap<string, T>): [string, T][] {
    return sortedByBytes(map, ([key]) => key);
}
