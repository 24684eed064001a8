import type { LedgerDatabase } from './ledger-database.js';
import {
    envelopeKey,
    historyPrefix,
    privateHashKey,
    privateStateKey,
    rangeOf,
    readAt,
    startingWith,
    stateKey,
} from './ledger-keys.js';
import { decodeState, type StateRecord } from './state-records.js';
import type { Version } from './version.js';

export interface StateEntry extends StateRecord {
    readonly key: string;
}

/** Reads forward; `undefined` is the end. */
export interface Cursor<T> {
    next(): Promise<T | undefined>;
    close(): Promise<void>;
}

/** A view of the state that does not change: what one simulation, or the validation of one block, reads from. */
export class StateReader {
    readonly #database: LedgerDatabase;
    readonly #snapshot: ReturnType<LedgerDatabase['snapshot']>;

    constructor(database: LedgerDatabase) {
        this.#database = database;
        this.#snapshot = database.snapshot();
    }

    state(namespace: string, key: string): StateRecord | undefined {
        return this.#record(stateKey(namespace, key));
    }

    privateState(namespace: string, collection: string, key: string): StateRecord | undefined {
        return this.#record(privateStateKey(namespace, collection, key));
    }

    privateHash(namespace: string, collection: string, keyHash: Uint8Array): StateRecord | undefined {
        return this.#record(privateHashKey(namespace, collection, keyHash));
    }

    stateRange(namespace: string, start: string, end: string): Cursor<StateEntry> {
        return this.#range(stateKey(namespace, ''), start, end);
    }

    privateRange(namespace: string, collection: string, start: string, end: string): Cursor<StateEntry> {
        return this.#range(privateStateKey(namespace, collection, ''), start, end);
    }

    /** The versions of a key, the newest first. */
    history(namespace: string, key: string): Cursor<Version> {
        const prefix = historyPrefix(namespace, key);
        const iterator = this.#database.keys({ ...startingWith(prefix), reverse: true, snapshot: this.#snapshot });
        return {
            next: async () => {
                const entry = await iterator.next();
                return entry === undefined ? undefined : readAt(entry.subarray(prefix.length));
            },
            close: () => iterator.close(),
        };
    }

    envelope(at: Version): Buffer | undefined {
        return this.#database.getSync(envelopeKey(at), { snapshot: this.#snapshot });
    }

    close(): Promise<void> {
        return this.#snapshot.close();
    }

    #record(key: Buffer): StateRecord | undefined {
        const bytes = this.#database.getSync(key, { snapshot: this.#snapshot });
        return bytes === undefined ? undefined : decodeState(bytes);
    }

    #range(first: Buffer, start: string, end: string): Cursor<StateEntry> {
        const iterator = this.#database.iterator({ ...rangeOf(first, start, end), snapshot: this.#snapshot });
        return {
            next: async () => {
                const entry = await iterator.next();
                return entry === undefined
                    ? undefined
                    : { key: entry[0].subarray(first.length).toString(), ...decodeState(entry[1]) };
            },
            close: () => iterator.close(),
        };
    }
}
