import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Text files by their path inside a folder. A file named in `secrets` is readable by its owner alone. */
export interface FolderContent {
    readonly files: Readonly<Record<string, string>>;
    readonly secrets?: Readonly<Record<string, string>>;
}

/**
 * Creates a folder with its files, all or nothing: it is filled elsewhere on the same disk and renamed into its place,
 * so a reader, or a run after a crash, never meets half of it. A folder that exists is left as it is.
 */
export async function createFolder(path: string, staging: string, content: FolderContent): Promise<void> {
    if (existsSync(path)) return;
    await mkdir(staging, { recursive: true });
    const filled = await mkdtemp(join(staging, 'folder-'));
    await writeAll(filled, content.files, 0o644);
    await writeAll(filled, content.secrets ?? {}, 0o600);
    await mkdir(dirname(path), { recursive: true });
    await rename(filled, path);
}

/** Removes what an interrupted run may have left in the staging folder. */
export async function clearStaging(staging: string): Promise<void> {
    await rm(staging, { recursive: true, force: true });
}

/** Replaces a text file in one step. */
export async function replaceFile(path: string, text: string): Promise<void> {
    const written = `${path}.${String(process.pid)}.new`;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(written, text);
    await rename(written, path);
}

async function writeAll(folder: string, files: Readonly<Record<string, string>>, mode: number): Promise<void> {
    const paths = Object.entries(files).map(([name, text]) => ({ path: join(folder, name), text }));
    for (const parent of new Set(paths.map(({ path }) => dirname(path)))) await mkdir(parent, { recursive: true });
    await Promise.all(paths.map(({ path, text }) => writeFile(path, text, { mode })));
}
