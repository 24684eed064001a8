import { invariant } from '@quartier/rules/wire';

/** What a transaction reads by key: each once, and from then on at hand without waiting. */
export class ReadOnce<Key, Value> {
    readonly #read: (key: Key) => Promise<Value>;
    readonly #values = new Map<Key, Value>();

    constructor(read: (key: Key) => Promise<Value>) {
        this.#read = read;
    }

    async load(key: Key): Promise<Value> {
        const known = this.#values.get(key);
        if (known !== undefined || this.#values.has(key)) return known as Value;
        const value = await this.#read(key);
        this.#values.set(key, value);
        return value;
    }

    has(key: Key): boolean {
        return this.#values.has(key);
    }

    /** What was loaded before. */
    at(key: Key): Value {
        const value = this.#values.get(key);
        invariant(value !== undefined || this.#values.has(key), 'what is used has been read');
        return value as Value;
    }

    values(): readonly Value[] {
        return [...this.#values.values()];
    }
}
