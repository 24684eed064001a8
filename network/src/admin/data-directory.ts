import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { Consortium } from '../consortium/definition.js';
import { admitConsortium, hasRecord, RECORD_FILE } from './consortium-record.js';
import { NetworkRefusal } from './network-refusal.js';

/** The directory of one network, held by this process until it is released. */
export interface DataDirectory {
    readonly root: string;
    readonly identities: string;
    readonly ledger: string;
    /** Nothing was committed here before. */
    readonly isNewLedger: boolean;
    readonly profiles: string;
    release(): Promise<void>;
}

const LOCK = 'lock';

/**
 * Takes a data directory for a consortium, creating it when it is new.
 * @throws {NetworkRefusal} `DATA_IN_USE`, `DATA_OF_ANOTHER_CONSORTIUM` or `DATA_NOT_A_NETWORK`
 */
export async function openDataDirectory(path: string, consortium: Consortium): Promise<DataDirectory> {
    const root = resolve(path);
    await mkdir(root, { recursive: true });
    await requireNetworkOrEmpty(root);
    const release = await lock(root);
    try {
        await admitConsortium(root, consortium);
    } catch (error) {
        await release();
        throw error;
    }
    return {
        root,
        identities: join(root, 'identities'),
        ledger: join(root, 'ledger'),
        isNewLedger: !existsSync(join(root, 'ledger')),
        profiles: join(root, 'profiles'),
        release,
    };
}

/**
 * Takes the data directory of a network that does not run, as it is.
 * @throws {NetworkRefusal} `DATA_IN_USE` or `DATA_NOT_A_NETWORK`
 */
export async function holdStoppedNetwork(
    path: string,
): Promise<Pick<DataDirectory, 'root' | 'identities' | 'ledger' | 'release'>> {
    const root = resolve(path);
    if (!hasRecord(root)) throw new NetworkRefusal('DATA_NOT_A_NETWORK', `there is no network in ${root}`);
    const release = await lock(root);
    return { root, identities: join(root, 'identities'), ledger: join(root, 'ledger'), release };
}

/**
 * Removes the ledger and the identities of a network that does not run. Resolves to what was removed: nothing when
 * there is no such directory.
 * @throws {NetworkRefusal} `DATA_IN_USE` or `DATA_NOT_A_NETWORK`
 */
export async function removeNetwork(path: string): Promise<readonly string[]> {
    const root = resolve(path);
    if ((await namesIn(root)).length === 0) return [];
    await requireNetworkOrEmpty(root);
    const release = await lock(root);
    const removed: string[] = [];
    // The record goes last: what an interruption leaves is still known to be a network's.
    for (const name of ['profiles', 'ledger', 'identities', RECORD_FILE]) {
        if (!(await namesIn(root)).includes(name)) continue;
        await rm(join(root, name), { recursive: true });
        removed.push(join(root, name));
    }
    await release();
    await rm(join(root, LOCK), { recursive: true, force: true });
    if ((await namesIn(root)).length === 0) await rmdir(root);
    return removed;
}

async function requireNetworkOrEmpty(root: string): Promise<void> {
    const others = (await namesIn(root)).filter((name) => name !== LOCK);
    if (others.length === 0 || hasRecord(root)) return;
    throw new NetworkRefusal(
        'DATA_NOT_A_NETWORK',
        `${root} holds other files (${others.slice(0, 3).join(', ')}) and no network; choose an empty or a new directory`,
    );
}

/** The database's lock is the operating system's, so it ends with the process, however that ends. */
async function lock(root: string): Promise<() => Promise<void>> {
    const database = new ClassicLevel(join(root, LOCK));
    try {
        await database.open();
    } catch (error) {
        if (!isLocked(error)) throw error;
        throw new NetworkRefusal(
            'DATA_IN_USE',
            `${root} belongs to a network that runs; stop that one first, or choose another directory`,
            { cause: error },
        );
    }
    return () => database.close();
}

function isLocked(error: unknown): boolean {
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED';
}

async function namesIn(folder: string): Promise<readonly string[]> {
    try {
        return await readdir(folder);
    } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
        throw error;
    }
}
