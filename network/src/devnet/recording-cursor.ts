import { MAX_DEGREE, RangeReadsBuilder } from './range-reads.js';
import type { RangeQuery } from './read-write-set.js';
import type { Cursor, StateEntry } from './state-reader.js';

export interface RangeCursor extends Cursor<StateEntry> {
    /** The key after those read, which does not count as read; '' at the end. */
    nextKey(): Promise<string>;
}

/** Notes how far a range was read, so that validation can tell whether anything has changed in it. */
export class RecordingCursor implements RangeCursor {
    readonly namespace: string;
    readonly #start: string;
    readonly #end: string;
    readonly #inner: Cursor<StateEntry>;
    readonly #reads = new RangeReadsBuilder(MAX_DEGREE);
    #last = '';
    #exhausted = false;

    constructor(namespace: string, start: string, end: string, inner: Cursor<StateEntry>) {
        this.namespace = namespace;
        this.#start = start;
        this.#end = end;
        this.#inner = inner;
    }

    async next(): Promise<StateEntry | undefined> {
        const entry = await this.#inner.next();
        if (entry === undefined) {
            this.#exhausted = true;
        } else {
            this.#reads.add(entry);
            this.#last = entry.key;
        }
        return entry;
    }

    async nextKey(): Promise<string> {
        return (await this.#inner.next())?.key ?? '';
    }

    close(): Promise<void> {
        return this.#inner.close();
    }

    query(): RangeQuery {
        return {
            startKey: this.#start,
            endKey: this.#exhausted ? this.#end : this.#last,
            exhausted: this.#exhausted,
            reads: this.#reads.finish(),
        };
    }
}
