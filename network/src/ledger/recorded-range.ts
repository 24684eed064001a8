import { RangeReads } from './range-reads.js';
import type { Cursor, StateEntry } from './state-reader.js';

/** A range of the public state, with a note how far it was read: validation tells by it whether anything has changed. */
export class RecordedRange {
    readonly namespace: string;
    readonly entries: Cursor<StateEntry>;
    readonly #bounds: readonly [start: string, end: string];
    readonly #unrecorded: Cursor<StateEntry>;
    readonly #reads = new RangeReads();
    #last = '';
    #exhausted = false;

    constructor(namespace: string, start: string, end: string, unrecorded: Cursor<StateEntry>) {
        this.namespace = namespace;
        this.#bounds = [start, end];
        this.#unrecorded = unrecorded;
        this.entries = this.#record();
    }

    /** The key after those read, which does not count as read; '' at the end. */
    async nextKey(): Promise<string> {
        return (await this.#unrecorded.next()).value?.key ?? '';
    }

    query(): ReturnType<RangeReads['finish']> {
        const [start, end] = this.#bounds;
        return this.#reads.finish(start, this.#exhausted ? end : this.#last, this.#exhausted);
    }

    async *#record(): Cursor<StateEntry> {
        for await (const entry of this.#unrecorded) {
            this.#reads.add(entry);
            this.#last = entry.key;
            yield entry;
        }
        this.#exhausted = true;
        return undefined;
    }
}
