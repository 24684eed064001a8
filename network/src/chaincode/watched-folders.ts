import { readdirSync, watch, type FSWatcher } from 'node:fs';
import path from 'node:path';

/** What a chaincode is made of when it runs. */
const CODE = /\.([cm]?js|json|node|wasm)$/;

/** Watches folders for changes of their code; what lies in `node_modules` or is hidden does not count. */
export class WatchedFolders {
    readonly #watchers = new Map<string, FSWatcher>();
    readonly #changed: () => void;

    constructor(changed: () => void) {
        this.#changed = changed;
    }

    /** Adds a folder with all below it. One that cannot be watched is left out. */
    add(folder: string): void {
        if (!this.#watchers.has(folder)) {
            this.#watch(folder);
        }
        for (const child of foldersIn(folder)) {
            this.add(child);
        }
    }

    close(): void {
        this.#watchers.forEach((watcher) => {
            watcher.close();
        });
        this.#watchers.clear();
    }

    #watch(folder: string): void {
        try {
            const watcher = watch(folder, { persistent: false }, (event, name) => {
                const known = this.#watchers.size;
                if (event === 'rename') {
                    foldersIn(folder).forEach((child) => {
                        this.add(child);
                    });
                }
                if (this.#watchers.size > known || (name !== null && CODE.test(name) && !isIgnored(name))) {
                    this.#changed();
                }
            });
            watcher.on('error', () => this.#watchers.delete(folder));
            this.#watchers.set(folder, watcher);
        } catch {
            return;
        }
    }
}

function foldersIn(folder: string): string[] {
    try {
        return readdirSync(folder, { withFileTypes: true })
            .filter((entry) => entry.isDirectory() && !isIgnored(entry.name))
            .map(({ name }) => path.join(folder, name));
    } catch {
        return [];
    }
}

function isIgnored(name: string): boolean {
    return name === 'node_modules' || name.startsWith('.');
}
