import { invariant } from '@quartier/rules/wire';

/** What a transaction reads by key: each once, and from then on at hand without waiting. */
export class ReadOnce<Key, Value> {
    readonly #read: (key: Key) => Promise<Value>;
    readonly #values = new Map<Key, Value>();

    constructor(read: (key: Key) => Promise<Value>) {
        this.#read = read;
    }

    async load(key: Key): Promise<Value> {
        if (this.#values.has(key)) return this.at(key);
        const value = await this.#read(key);
        this.#values.set(key, value);
        return value;
    }

    has(key: Key): boolean {
        return this.#values.has(key);
    }

    /** What was loaded before. */
    at(key: Key): Value {
        invariant(this.#values.has(key), 'what is used has been read');
        return this.#values.get(key) as Value;
    }

    values(): readonly Value[] {
        return [...this.#values.values()];
    }
}
