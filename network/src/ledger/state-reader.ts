import type { ClassicLevel } from 'classic-level';
import { envelopeKey, historyPrefix, rangeOf, startingWith, stateKey, type KeyRange } from './ledger-keys.js';
import { decodeState, type StateRecord } from './state-records.js';
import { readVersion, type Version } from './version.js';

/** The LevelDB of one channel. */
export type LedgerDatabase = ClassicLevel<Buffer, Buffer>;

export interface StateEntry extends StateRecord {
    readonly key: string;
}

/** Reads forward. What it holds open ends with it, or when it is told to `return`. */
export type Cursor<T> = AsyncGenerator<T, undefined>;

/** A view of the state that does not change: what one simulation, or the validation of one block, reads from. */
export class StateReader {
    readonly #database: LedgerDatabase;
    readonly #snapshot: ReturnType<LedgerDatabase['snapshot']>;

    constructor(database: LedgerDatabase) {
        this.#database = database;
        this.#snapshot = database.snapshot();
    }

    /** What stands in the ledger under a key of the state, of private hashes or of private values. */
    record(place: Buffer): StateRecord | undefined {
        const bytes = this.#database.getSync(place, { snapshot: this.#snapshot });
        return bytes === undefined ? undefined : decodeState(bytes);
    }

    stateRange(namespace: string, start: string, end: string): Cursor<StateEntry> {
        const prefix = stateKey(namespace, '');
        return this.entries(prefix, rangeOf(prefix, start, end));
    }

    /** The entries of a range, their keys without the prefix. */
    async *entries(prefix: Buffer, range: KeyRange): Cursor<StateEntry> {
        for await (const [key, bytes] of this.#database.iterator({ ...range, snapshot: this.#snapshot })) {
            yield { key: key.toString('utf8', prefix.length), ...decodeState(bytes) };
        }
        return undefined;
    }

    /** The versions of a key, the newest first. */
    async *history(namespace: string, key: string): Cursor<Version> {
        const prefix = historyPrefix(namespace, key);
        const range = { ...startingWith(prefix), reverse: true, snapshot: this.#snapshot };
        for await (const entry of this.#database.keys(range)) yield readVersion(entry.subarray(prefix.length));
        return undefined;
    }

    envelope(at: Version): Buffer | undefined {
        return this.#database.getSync(envelopeKey(at), { snapshot: this.#snapshot });
    }

    close(): Promise<void> {
        return this.#snapshot.close();
    }
}
