import { createHash, type Hash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';

const CODE = /\.(?:c?js|mjs|json|node|wasm)$/;
const SKIPPED = new Set(['node_modules', '.git', 'test']);

interface Manifest {
    readonly name?: string;
    readonly version?: string;
    readonly dependencies?: Readonly<Record<string, string>>;
}

/**
 * A digest of the code that a chaincode's folder brings: its modules and data, those of the packages it is developed
 * with, and the names and versions of what comes from a registry. The same commit, built, gives the same digest.
 */
export async function codeDigest(folder: string): Promise<string> {
    const hash = createHash('sha256');
    await addPackage(hash, realpathSync(folder), new Set());
    return hash.digest('hex');
}

async function addPackage(hash: Hash, folder: string, seen: Set<string>): Promise<void> {
    if (seen.has(folder)) return;
    seen.add(folder);
    const manifest = await readManifest(folder);
    if (isFromRegistry(folder)) {
        add(hash, 'package', `${manifest.name ?? ''}@${manifest.version ?? ''}`);
    } else {
        for (const file of await filesOf(folder)) {
            add(hash, relative(folder, file).split(sep).join('/'), await readFile(file));
        }
    }
    for (const name of Object.keys(manifest.dependencies ?? {}).sort()) {
        const found = dependencyFolder(folder, name);
        if (found !== undefined) await addPackage(hash, found, seen);
    }
}

function isFromRegistry(folder: string): boolean {
    return folder.split(sep).includes('node_modules');
}

/** Each part with its length, so that no two lists of files run together into the same bytes. */
function add(hash: Hash, name: string, content: string | Buffer): void {
    const bytes = Buffer.from(content);
    hash.update(`${name}\0${String(bytes.length)}\0`).update(bytes);
}

function dependencyFolder(from: string, name: string): string | undefined {
    const folders = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
    const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(join(path, 'package.json')));
    return found === undefined ? undefined : realpathSync(found);
}

async function readManifest(folder: string): Promise<Manifest> {
    const file = join(folder, 'package.json');
    return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Manifest) : {};
}

async function filesOf(folder: string): Promise<readonly string[]> {
    const entries = await readdir(folder, { withFileTypes: true });
    const path = ({ name }: { readonly name: string }): string => join(folder, name);
    const files = entries.filter((entry) => entry.isFile() && CODE.test(entry.name)).map(path);
    const folders = entries.filter((entry) => entry.isDirectory() && !SKIPPED.has(entry.name)).map(path);
    const inner = await Promise.all(folders.map(filesOf));
    return [...files, ...inner.flat()].sort();
}
