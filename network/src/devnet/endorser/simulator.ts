import { NO_BYTES } from '../../wire/bytes.js';
import type { DeployedChaincode, DeployedCollection } from '../../ledger/deployed-chaincode.js';
import { decodeMetadata, validationParameter, type Metadata } from '../../ledger/key-metadata.js';
import { placeOf, privateStateKey, rangeOf } from '../../ledger/ledger-keys.js';
import { RecordedRange } from '../../ledger/recorded-range.js';
import { ReadWriteSetBuilder, type PrivateWrites } from '../../ledger/read-write-set-builder.js';
import type { Cursor, StateEntry, StateReader } from '../../ledger/state-reader.js';
import type { StateRecord } from '../../ledger/state-records.js';
import { printVersion, sameVersion } from '../../ledger/version.js';

/** What a simulation touched, as far as planning its endorsement needs it. */
export interface TouchedKeys {
    /** The namespaces that were read or written, in order. */
    readonly namespaces: readonly string[];
    /** Namespace, collection ('' for the public state) and the key's own policy where it has one. */
    readonly written: readonly { readonly namespace: string; readonly collection: string; readonly policy?: Buffer }[];
    readonly privateReads: readonly { readonly namespace: string; readonly collection: string }[];
}

export interface SimulationResult extends TouchedKeys {
    readonly publicSet: Buffer;
    readonly privateWrites: readonly PrivateWrites[];
}

export interface SimulatorOptions {
    readonly txId: string;
    readonly reader: StateReader;
    readonly chaincode: (name: string) => DeployedChaincode | undefined;
    /** The organisation of the peer that simulates: private data of others is not there for it. */
    readonly mspId: string;
}

/**
 * Runs one proposal against the committed state. Nothing it writes is seen by its own reads. A key stands in a
 * chaincode's public state, whose collection is '', or in a collection. The messages of the errors thrown are Fabric's,
 * since chaincode gets to see them.
 */
export class Simulator {
    readonly reader: StateReader;
    readonly #options: SimulatorOptions;
    readonly #sets = new ReadWriteSetBuilder();
    readonly #ranges: RecordedRange[] = [];
    readonly #written = new Map<string, TouchedKeys['written'][number]>();
    readonly #privateReads = new Map<string, TouchedKeys['privateReads'][number]>();
    #wrote = false;
    #queriedPrivate = false;
    #queriedPages = false;

    constructor(options: SimulatorOptions) {
        this.#options = options;
        this.reader = options.reader;
    }

    get(namespace: string, collection: string, key: string): Buffer | undefined {
        if (collection === '') return this.#read(namespace, '', key)?.value;
        const isHeld = this.#isHeld(namespace, collection);
        const record = isHeld ? this.reader.record(privateStateKey(namespace, collection, key)) : undefined;
        const hash = this.reader.record(placeOf(namespace, collection, key));
        if (!sameVersion(record?.version, hash?.version)) {
            throw new Error(
                'private data matching public hash version is not available. ' +
                    `Public hash version = ${printVersion(hash?.version)}, Private data version = ${printVersion(record?.version)}`,
            );
        }
        this.#privateReads.set(`${namespace}\0${collection}`, { namespace, collection });
        this.#read(namespace, collection, key);
        return record?.value;
    }

    getHash(namespace: string, collection: string, key: string): Buffer | undefined {
        return this.#read(namespace, collection, key)?.value;
    }

    getMetadata(namespace: string, collection: string, key: string): Metadata {
        return decodeMetadata(this.#read(namespace, collection, key)?.metadata ?? NO_BYTES);
    }

    /** An empty value deletes the key; a purge, of private data alone, erases it from what was written before as well. */
    put(namespace: string, collection: string, key: string, value: Uint8Array, isPurge = false): void {
        this.#noteWrite(namespace, collection, key);
        this.#sets.of(namespace, collection).writes.set(key, { value, isPurge });
    }

    putMetadata(namespace: string, collection: string, key: string, metadata: Metadata): void {
        this.#noteWrite(namespace, collection, key);
        this.#sets.of(namespace, collection).metadataWrites.set(key, metadata);
    }

    range(namespace: string, start: string, end: string): RecordedRange {
        const range = new RecordedRange(namespace, start, end, this.reader.stateRange(namespace, start, end));
        this.#ranges.push(range);
        return range;
    }

    /** As `range`, for a query in pages, which only a reading transaction may make. */
    pagedRange(namespace: string, start: string, end: string): RecordedRange {
        if (this.#wrote) throw this.#unsupported('Paginated queries are supported only in a read-only transaction');
        this.#queriedPages = true;
        return this.range(namespace, start, end);
    }

    /** Reads of a private range are not recorded, so a transaction that makes one may not write. */
    privateRange(namespace: string, collection: string, start: string, end: string): Cursor<StateEntry> {
        if (this.#wrote) {
            throw this.#unsupported('Queries on pvt data is supported only in a read-only transaction');
        }
        this.#queriedPrivate = true;
        const prefix = privateStateKey(namespace, collection, '');
        // To those who do not hold it, it looks empty.
        const nothing = { gte: prefix, lt: prefix };
        const isHeld = this.#isHeld(namespace, collection);
        return this.reader.entries(prefix, isHeld ? rangeOf(prefix, start, end) : nothing);
    }

    finish(): SimulationResult {
        for (const range of this.#ranges) this.#sets.addRange(range.namespace, range.query());
        const privateWrites = this.#sets.privateWrites();
        return {
            publicSet: this.#sets.publicSet(privateWrites),
            privateWrites,
            namespaces: this.#sets.namespaces,
            written: [...this.#written.values()],
            privateReads: [...this.#privateReads.values()],
        };
    }

    async close(): Promise<void> {
        await Promise.all(this.#ranges.map(({ entries }) => entries.return(undefined)));
        await this.reader.close();
    }

    #isHeld(namespace: string, name: string): boolean {
        return this.#collection(namespace, name).memberMspIds.has(this.#options.mspId);
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

    /** Notes the read of a public key, or of a private one's hash. */
    #read(namespace: string, collection: string, key: string): StateRecord | undefined {
        if (collection !== '') this.#collection(namespace, collection);
        const record = this.reader.record(placeOf(namespace, collection, key));
        this.#sets.of(namespace, collection).reads.set(key, record?.version);
        return record;
    }

    #noteWrite(namespace: string, collection: string, key: string): void {
        if (collection !== '') this.#collection(namespace, collection);
        if (this.#queriedPrivate) {
            throw this.#unsupported('Transaction has already performed queries on pvt data. Writes are not allowed');
        }
        if (this.#queriedPages) {
            throw this.#unsupported('Transaction has already performed a paginated query. Writes are not allowed');
        }
        this.#wrote = true;
        const policy = validationParameter(this.reader.record(placeOf(namespace, collection, key))?.metadata);
        const touched = policy === undefined ? { namespace, collection } : { namespace, collection, policy };
        this.#written.set(`${namespace}\0${collection}\0${key}`, touched);
    }

    #unsupported(reason: string): Error {
        // The misspelling is Fabric's.
        return new Error(`txid [${this.#options.txId}]: unsuppored transaction. ${reason}`);
    }
}
