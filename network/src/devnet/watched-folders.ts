import { readdirSync, watch, type FSWatcher } from 'node:fs';
import path from 'node:path';

/** Watches folders for changes of their files; what lies in `node_modules` or is hidden does not count. */
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
                if (name !== null && isIgnored(name)) {
                    return;
                }
                this.#changed();
                if (event === 'rename') {
                    foldersIn(folder).forEach((child) => {
                        this.add(child);
                    });
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
