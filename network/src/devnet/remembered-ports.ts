import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Ports by name, which stay the same from one start to the next as long as they are free. */
export class RememberedPorts {
    readonly #file: string;
    readonly #ports: Map<string, number>;

    constructor(file: string) {
        this.#file = file;
        this.#ports = new Map(Object.entries(readPorts(file)));
    }

    /** The ports to try, one after the other: what is asked for alone, else the last one, then any. */
    candidates(name: string, wanted: number | undefined): readonly number[] {
        return wanted === undefined ? [this.#ports.get(name) ?? 0, 0] : [wanted];
    }

    keep(name: string, port: number): void {
        if (this.#ports.get(name) === port) {
            return;
        }
        this.#ports.set(name, port);
        writeFileSync(`${this.#file}.new`, JSON.stringify(Object.fromEntries(this.#ports)));
        renameSync(`${this.#file}.new`, this.#file);
    }
}

function readPorts(file: string): Readonly<Record<string, number>> {
    try {
        return JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
    } catch {
        return {};
    }
}
