import { ledger } from '@hyperledger/fabric-protos';
import { NO_BYTES, sha256, sortedByBytes } from '../wire/bytes.js';
import { encoded, message } from '../wire/message.js';
import { metadataEntries, type Metadata } from './key-metadata.js';
import { hashOfKey } from './ledger-keys.js';
import { encodeKeyRead, encodeVersion } from './range-reads.js';
import type { RangeQuery } from './read-write-set.js';
import type { Version } from './version.js';

const { rwset } = ledger;
const { kvrwset } = rwset;

/** The private writes of one collection, to be kept until their transaction is committed. */
export interface PrivateWrites {
    readonly namespace: string;
    readonly collection: string;
    readonly bytes: Buffer;
    readonly hash: Buffer;
}

/** What was read and written of a chaincode's public state or of one of its collections, by key. */
export interface Touched {
    readonly reads: Map<string, Version | undefined>;
    /** An empty value deletes. */
    readonly writes: Map<string, { readonly value: Uint8Array; readonly isPurge: boolean }>;
    readonly metadataWrites: Map<string, Metadata>;
    readonly ranges: Map<string, RangeQuery>;
}

/** Gathers what a simulation reads and writes into Fabric's read/write set: sorted, one entry a key. */
export class ReadWriteSetBuilder {
    /** By namespace, then by collection; '' is the public state. */
    readonly #touched = new Map<string, Map<string, Touched>>();

    of(namespace: string, collection: string): Touched {
        const places = this.#touched.get(namespace) ?? new Map<string, Touched>([['', nothing()]]);
        this.#touched.set(namespace, places);
        const touched = places.get(collection) ?? nothing();
        places.set(collection, touched);
        return touched;
    }

    addRange(namespace: string, query: RangeQuery): void {
        const id = JSON.stringify([query.getStartKey(), query.getEndKey(), query.getItrExhausted()]);
        const { ranges } = this.of(namespace, '');
        if (!ranges.has(id)) ranges.set(id, query);
    }

    /** The namespaces that were read or written, in order. */
    get namespaces(): readonly string[] {
        return byKey(this.#touched).map(([namespace]) => namespace);
    }

    privateWrites(): PrivateWrites[] {
        return byKey(this.#touched).flatMap(([namespace, places]) => {
            const written = byKey(places).filter(([collection, touched]) => collection !== '' && writesAny(touched));
            return written.map(([collection, { writes, metadataWrites }]) => {
                const bytes = encoded(kvrwset.KVRWSet, {
                    writesList: byKey(writes).map(encodeWrite),
                    // Only that they changed: the policies themselves are public.
                    metadataWritesList: byKey(metadataWrites).map(([key]) => encodeMetadataWrite([key, new Map()])),
                });
                return { namespace, collection, bytes, hash: sha256(bytes) };
            });
        });
    }

    publicSet(privateWrites: readonly PrivateWrites[]): Buffer {
        const nsRwsetList = byKey(this.#touched).map(([namespace, places]) => {
            const collections = byKey(places).filter(([collection]) => collection !== '');
            const hashOf = (name: string): Buffer | undefined =>
                privateWrites.find((one) => one.namespace === namespace && one.collection === name)?.hash;
            return message(rwset.NsReadWriteSet, {
                namespace,
                rwset: encodePublic(places.get('') ?? nothing()),
                collectionHashedRwsetList: collections.map(([collectionName, touched]) =>
                    message(rwset.CollectionHashedReadWriteSet, {
                        collectionName,
                        hashedRwset: encodeHashed(touched),
                        pvtRwsetHash: hashOf(collectionName) ?? NO_BYTES,
                    }),
                ),
            });
        });
        return encoded(rwset.TxReadWriteSet, { nsRwsetList });
    }
}

const nothing = (): Touched => ({ reads: new Map(), writes: new Map(), metadataWrites: new Map(), ranges: new Map() });

const writesAny = ({ writes, metadataWrites }: Touched): boolean => writes.size > 0 || metadataWrites.size > 0;

function encodePublic({ reads, writes, metadataWrites, ranges }: Touched): Buffer {
    return encoded(kvrwset.KVRWSet, {
        readsList: byKey(reads).map(([key, version]) => encodeKeyRead({ key, version })),
        writesList: byKey(writes).map(encodeWrite),
        metadataWritesList: byKey(metadataWrites).map(encodeMetadataWrite),
        rangeQueriesInfoList: [...ranges.values()],
    });
}

function encodeHashed({ reads, writes, metadataWrites }: Touched): Buffer {
    return encoded(kvrwset.HashedRWSet, {
        hashedReadsList: byKey(reads).map(([key, version]) =>
            message(kvrwset.KVReadHash, { keyHash: hashOfKey(key), version: encodeVersion(version) }),
        ),
        hashedWritesList: byKey(writes).map(([key, { value, isPurge }]) =>
            message(kvrwset.KVWriteHash, {
                keyHash: hashOfKey(key),
                isDelete: value.length === 0,
                valueHash: value.length === 0 ? NO_BYTES : sha256(value),
                isPurge,
            }),
        ),
        metadataWritesList: byKey(metadataWrites).map(([key, metadata]) =>
            message(kvrwset.KVMetadataWriteHash, { keyHash: hashOfKey(key), entriesList: metadataEntries(metadata) }),
        ),
    });
}

function encodeWrite([key, { value }]: [string, { readonly value: Uint8Array }]): KVWrite {
    return message(kvrwset.KVWrite, { key, isDelete: value.length === 0, value });
}

function encodeMetadataWrite([key, metadata]: [string, Metadata]): KVMetadataWrite {
    return message(kvrwset.KVMetadataWrite, { key, entriesList: metadataEntries(metadata) });
}

type KVWrite = InstanceType<typeof kvrwset.KVWrite>;
type KVMetadataWrite = InstanceType<typeof kvrwset.KVMetadataWrite>;

function byKey<T>(map: ReadonlyMap<string, T>): [string, T][] {
    return sortedByBytes(map, ([key]) => key);
}
