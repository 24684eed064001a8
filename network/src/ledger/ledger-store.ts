import { ClassicLevel } from 'classic-level';
import {
    blockHashKey,
    blockKey,
    envelopeKey,
    readBlockKey,
    SAVEPOINT,
    transactionKey,
    type KeyRange,
} from './ledger-keys.js';
import { StateReader, type LedgerDatabase } from './state-reader.js';
import { readVersion, type Version } from './version.js';

/** One change of the database. */
export type LedgerWrite =
    | { readonly type: 'put'; readonly key: Buffer; readonly value: Buffer }
    | { readonly type: 'del'; readonly key: Buffer };

export interface CommittedTransaction {
    readonly at: Version;
    readonly code: number;
}

export interface Savepoint {
    /** The number of blocks. */
    readonly height: number;
    readonly lastHeaderHash: Buffer;
    readonly lastCommitHash: Buffer;
}

const START: Savepoint = { height: 0, lastHeaderHash: Buffer.alloc(0), lastCommitHash: Buffer.alloc(0) };

/** The records of one channel on disk. A block and all it changes are written at once, and survive a kill. */
export class LedgerStore {
    readonly #database: LedgerDatabase;
    #savepoint: Savepoint;

    private constructor(database: LedgerDatabase, savepoint: Savepoint) {
        this.#database = database;
        this.#savepoint = savepoint;
    }

    /** @throws {Error} when it cannot be opened, or is not there and must be */
    static async open(folder: string, { mustExist = false } = {}): Promise<LedgerStore> {
        const database: LedgerDatabase = new ClassicLevel(folder, {
            keyEncoding: 'buffer',
            valueEncoding: 'buffer',
            createIfMissing: !mustExist,
            cacheSize: 32 * 1024 * 1024,
            writeBufferSize: 8 * 1024 * 1024,
        });
        await database.open();
        const savepoint = database.getSync(SAVEPOINT);
        return new LedgerStore(database, savepoint === undefined ? START : decodeSavepoint(savepoint));
    }

    get savepoint(): Savepoint {
        return this.#savepoint;
    }

    get height(): number {
        return this.#savepoint.height;
    }

    /** The state as it is now, whatever is committed later. The reader must be closed. */
    read(): StateReader {
        return new StateReader(this.#database);
    }

    async commitBlock(writes: readonly LedgerWrite[], savepoint: Savepoint): Promise<void> {
        const mark: LedgerWrite = { type: 'put', key: SAVEPOINT, value: encodeSavepoint(savepoint) };
        await this.#database.batch([...writes, mark], { sync: true });
        this.#savepoint = savepoint;
    }

    /** Writes records that belong to no block, such as private data waiting for one. */
    async write(writes: readonly LedgerWrite[]): Promise<void> {
        await this.#database.batch([...writes]);
    }

    get(key: Buffer): Buffer | undefined {
        return this.#database.getSync(key);
    }

    entries(range: KeyRange): Promise<[Buffer, Buffer][]> {
        return this.#database.iterator(range).all();
    }

    keys(range: KeyRange): Promise<Buffer[]> {
        return this.#database.keys(range).all();
    }

    /** As `entries`, one after the other, for ranges of any size. */
    scan(range: KeyRange): AsyncIterable<[Buffer, Buffer]> {
        return this.#database.iterator(range);
    }

    transaction(txId: string): CommittedTransaction | undefined {
        const record = this.#database.getSync(transactionKey(txId));
        return record === undefined ? undefined : { at: readVersion(record), code: record.readUInt8(12) };
    }

    /** The block without its transactions: header and metadata. */
    blockFrame(block: number): Buffer | undefined {
        return this.#database.getSync(blockKey(block));
    }

    /** The number of the block whose header has this hash. */
    blockByHash(headerHash: Uint8Array): number | undefined {
        const key = this.#database.getSync(blockHashKey(headerHash));
        return key === undefined ? undefined : readBlockKey(key);
    }

    async envelopes(block: number): Promise<Buffer[]> {
        const range = { gte: envelopeKey({ block, tx: 0 }), lt: envelopeKey({ block: block + 1, tx: 0 }) };
        return this.#database.values(range).all();
    }

    close(): Promise<void> {
        return this.#database.close();
    }
}

function encodeSavepoint({ height, lastHeaderHash, lastCommitHash }: Savepoint): Buffer {
    const head = Buffer.alloc(9);
    head.writeBigUInt64BE(BigInt(height));
    head.writeUInt8(lastHeaderHash.length, 8);
    return Buffer.concat([head, lastHeaderHash, lastCommitHash]);
}

function decodeSavepoint(bytes: Buffer): Savepoint {
    const end = 9 + bytes.readUInt8(8);
    return {
        height: Number(bytes.readBigUInt64BE(0)),
        lastHeaderHash: bytes.subarray(9, end),
        lastCommitHash: bytes.subarray(end),
    };
}
