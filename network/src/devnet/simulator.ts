import { NO_BYTES } from './bytes.js';
import type { DeployedChaincode, DeployedCollection } from './deployed-chaincode.js';
import { decodeMetadata, validationParameter } from './key-metadata.js';
import { hashOfKey, ReadWriteSetBuilder, type BuiltSet } from './read-write-set-builder.js';
import { RecordingCursor, type RangeCursor } from './recording-cursor.js';
import type { Cursor, StateEntry, StateReader } from './state-reader.js';
import { printVersion, sameVersion, type Version } from './version.js';

type Metadata = ReadonlyMap<string, Uint8Array>;

/** What a simulation touched, as far as planning its endorsement needs it. */
export interface TouchedKeys extends Pick<BuiltSet, 'namespaces'> {
    /** Namespace, collection ('' for the public state) and the key's own policy where it has one. */
    readonly written: readonly { readonly namespace: string; readonly collection: string; readonly policy?: Buffer }[];
    readonly privateReads: readonly { readonly namespace: string; readonly collection: string }[];
}

export interface SimulationResult extends BuiltSet, TouchedKeys {}

export interface SimulatorOptions {
    readonly txId: string;
    readonly reader: StateReader;
    readonly chaincode: (name: string) => DeployedChaincode | undefined;
    /** The organisation of the peer that simulates: private data of others is not there for it. */
    readonly mspId: string;
}

/**
 * Runs one proposal against the committed state. Nothing it writes is seen by its own reads. The messages of the
 * errors thrown are Fabric's, since chaincode gets to see them.
 */
export class Simulator {
    readonly #options: SimulatorOptions;
    readonly #sets = new ReadWriteSetBuilder();
    readonly #cursors: RecordingCursor[] = [];
    readonly #written = new Map<string, TouchedKeys['written'][number]>();
    readonly #privateReads = new Map<string, TouchedKeys['privateReads'][number]>();
    #wrote = false;
    #queriedPrivate = false;
    #queriedPages = false;

    constructor(options: SimulatorOptions) {
        this.#options = options;
    }

    get(namespace: string, key: string): Buffer | undefined {
        const record = this.#reader.state(namespace, key);
        this.#sets.read(namespace, key, record?.version);
        return record?.value;
    }

    getMetadata(namespace: string, key: string): Metadata {
        const record = this.#reader.state(namespace, key);
        this.#sets.read(namespace, key, record?.version);
        return decodeMetadata(record?.metadata ?? NO_BYTES);
    }

    /** An empty value deletes the key. */
    put(namespace: string, key: string, value: Uint8Array): void {
        this.#beforeWrite();
        this.#sets.write(namespace, key, value);
        this.#noteWrite(namespace, '', key, this.#reader.state(namespace, key)?.metadata);
    }

    putMetadata(namespace: string, key: string, metadata: Metadata): void {
        this.#beforeWrite();
        this.#sets.writeMetadata(namespace, key, metadata);
        this.#noteWrite(namespace, '', key, this.#reader.state(namespace, key)?.metadata);
    }

    range(namespace: string, start: string, end: string): RangeCursor {
        const cursor = new RecordingCursor(namespace, start, end, this.#reader.stateRange(namespace, start, end));
        this.#cursors.push(cursor);
        return cursor;
    }

    /** As `range`, for a query in pages, which only a reading transaction may make. */
    pagedRange(namespace: string, start: string, end: string): RangeCursor {
        if (this.#wrote) {
            throw this.#unsupported('Paginated queries are supported only in a read-only transaction');
        }
        this.#queriedPages = true;
        return this.range(namespace, start, end);
    }

    history(namespace: string, key: string): Cursor<Version> {
        return this.#reader.history(namespace, key);
    }

    envelope(at: Version): Buffer | undefined {
        return this.#reader.envelope(at);
    }

    getPrivate(namespace: string, name: string, key: string): Buffer | undefined {
        const collection = this.#collection(namespace, name);
        const held = collection.memberMspIds.has(this.#options.mspId);
        const record = held ? this.#reader.privateState(namespace, name, key) : undefined;
        const hash = this.#reader.privateHash(namespace, name, hashOfKey(key));
        if (!sameVersion(record?.version, hash?.version)) {
            throw new Error(
                'private data matching public hash version is not available. ' +
                    `Public hash version = ${printVersion(hash?.version)}, Private data version = ${printVersion(record?.version)}`,
            );
        }
        this.#sets.readPrivate(namespace, name, key, record?.version);
        this.#privateReads.set(`${namespace}\0${name}`, { namespace, collection: name });
        return record?.value;
    }

    getPrivateHash(namespace: string, name: string, key: string): Buffer | undefined {
        return this.#readHash(namespace, name, key)?.value;
    }

    getPrivateMetadata(namespace: string, name: string, key: string): Metadata {
        return decodeMetadata(this.#readHash(namespace, name, key)?.metadata ?? NO_BYTES);
    }

    putPrivate(namespace: string, name: string, key: string, value: Uint8Array): void {
        this.#writePrivate(namespace, name, key, { value, isPurge: false });
    }

    purgePrivate(namespace: string, name: string, key: string): void {
        this.#writePrivate(namespace, name, key, { value: NO_BYTES, isPurge: true });
    }

    putPrivateMetadata(namespace: string, name: string, key: string, metadata: Metadata): void {
        this.#collection(namespace, name);
        this.#beforeWrite();
        this.#sets.writePrivateMetadata(namespace, name, key, metadata);
        this.#notePrivateWrite(namespace, name, key);
    }

    /** Reads of a private range are not recorded, so a transaction that makes one may not write. */
    privateRange(namespace: string, name: string, start: string, end: string): Cursor<StateEntry> {
        if (this.#wrote) {
            throw this.#unsupported('Queries on pvt data is supported only in a read-only transaction');
        }
        this.#queriedPrivate = true;
        const collection = this.#collection(namespace, name);
        return collection.memberMspIds.has(this.#options.mspId)
            ? this.#reader.privateRange(namespace, name, start, end)
            : { next: () => Promise.resolve(undefined), close: () => Promise.resolve() };
    }

    finish(): SimulationResult {
        for (const cursor of this.#cursors) {
            this.#sets.range(cursor.namespace, cursor.query());
        }
        return {
            ...this.#sets.build(),
            written: [...this.#written.values()],
            privateReads: [...this.#privateReads.values()],
        };
    }

    async close(): Promise<void> {
        await Promise.all(this.#cursors.map((cursor) => cursor.close()));
        await this.#reader.close();
    }

    get #reader(): StateReader {
        return this.#options.reader;
    }

    #collection(namespace: string, name: string): DeployedCollection {
        const chaincode = this.#options.chaincode(namespace);
        if (chaincode?.hasCollections !== true) {
            throw new Error(
                `collection config not defined for chaincode [${namespace}], ` +
                    'pass the collection configuration upon chaincode definition/instantiation',
            );
        }
        const collection = chaincode.collection(name);
        if (collection === undefined) {
            throw new Error(`collection [${name}] not defined in the collection config for chaincode [${namespace}]`);
        }
        return collection;
    }

    #readHash(namespace: string, name: string, key: string): ReturnType<StateReader['privateHash']> {
        this.#collection(namespace, name);
        const hash = this.#reader.privateHash(namespace, name, hashOfKey(key));
        this.#sets.readPrivate(namespace, name, key, hash?.version);
        return hash;
    }

    #writePrivate(
        namespace: string,
        name: string,
        key: string,
        write: { readonly value: Uint8Array; readonly isPurge: boolean },
    ): void {
        this.#collection(namespace, name);
        this.#beforeWrite();
        this.#sets.writePrivate(namespace, name, key, write);
        this.#notePrivateWrite(namespace, name, key);
    }

    #beforeWrite(): void {
        if (this.#queriedPrivate) {
            throw this.#unsupported('Transaction has already performed queries on pvt data. Writes are not allowed');
        }
        if (this.#queriedPages) {
            throw this.#unsupported('Transaction has already performed a paginated query. Writes are not allowed');
        }
        this.#wrote = true;
    }

    #notePrivateWrite(namespace: string, name: string, key: string): void {
        this.#noteWrite(namespace, name, key, this.#reader.privateHash(namespace, name, hashOfKey(key))?.metadata);
    }

    #noteWrite(namespace: string, collection: string, key: string, metadata: Buffer | undefined): void {
        const policy = validationParameter(metadata);
        const touched = policy === undefined ? { namespace, collection } : { namespace, collection, policy };
        this.#written.set(`${namespace}\0${collection}\0${key}`, touched);
    }

    #unsupported(reason: string): Error {
        // The misspelling is Fabric's.
        return new Error(`txid [${this.#options.txId}]: unsuppored transaction. ${reason}`);
    }
}
