import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** A value that a file keeps from one start to the next, written as a whole. */
export class Remembered<T> {
    readonly #file: string;
    #value: T;

    /** @throws {Error} when the file holds something else than JSON; none is there at first */
    constructor(file: string, first: T) {
        this.#file = file;
        this.#value = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : first;
    }

    get value(): T {
        return this.#value;
    }

    set value(value: T) {
        this.#value = value;
        writeFileSync(`${this.#file}.new`, JSON.stringify(value));
        renameSync(`${this.#file}.new`, this.#file);
    }
}
