import { existsSync } from 'node:fs';
import { mkdir, readdir, realpath, rm, rmdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { Consortium } from '../consortium/definition.js';
import { processRecords, RUN_FOLDER } from '../fabric/layout.js';
import { endRecordedProcesses } from '../fabric/process-record.js';
import { LOG_FOLDER } from '../logs/index.js';
import { admitConsortium, type Engine, hasRecord, RECORD_FILE } from './consortium-record.js';
import { CONTROL_FILE } from './control.js';
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

/** What the certificate authorities keep. */
export const AUTHORITIES_FOLDER = 'certificate-authorities';

/**
 * Takes a data directory for a consortium, creating it when it is new.
 * `cryptoDir` is where the identities stand, when not in the directory itself.
 * @throws {NetworkRefusal} `DATA_IN_USE`, `DATA_OF_ANOTHER_CONSORTIUM`, `DATA_NOT_A_NETWORK` or `IDENTITIES_ELSEWHERE`
 */
export async function openDataDirectory(
    path: string,
    consortium: Consortium,
    { engine, cryptoDir }: { readonly engine: Engine; readonly cryptoDir?: string | undefined },
): Promise<DataDirectory> {
    const root = resolve(path);
    await mkdir(root, { recursive: true });
    await requireNetworkOrEmpty(root);
    const release = await lock(root);
    try {
        await admitConsortium(root, consortium, engine);
        if (cryptoDir !== undefined) await linkIdentities(root, resolve(cryptoDir));
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
    requireNetwork(root);
    const release = await lock(root);
    return { root, identities: join(root, 'identities'), ledger: join(root, 'ledger'), release };
}

/** @throws {NetworkRefusal} `DATA_NOT_A_NETWORK` */
export function requireNetwork(path: string): void {
    if (hasRecord(path)) return;
    throw new NetworkRefusal('DATA_NOT_A_NETWORK', `there is no network in ${resolve(path)}`);
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
    await endRecordedProcesses(processRecords(root));
    const removed: string[] = [];
    // The record goes last: what an interruption leaves is still known to be a network's.
    for (const name of [
        CONTROL_FILE,
        RUN_FOLDER,
        LOG_FOLDER,
        'profiles',
        'ledger',
        AUTHORITIES_FOLDER,
        'identities',
        RECORD_FILE,
    ]) {
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

/** The ledger knows its members' authorities, so the place of the identities is chosen once. */
async function linkIdentities(root: string, cryptoDir: string): Promise<void> {
    const place = join(root, 'identities');
    await mkdir(cryptoDir, { recursive: true });
    if (!existsSync(place)) await symlink(cryptoDir, place, 'dir');
    if ((await realpath(place)) === (await realpath(cryptoDir))) return;
    throw new NetworkRefusal(
        'IDENTITIES_ELSEWHERE',
        `the identities of the network in ${root} stand in ${await realpath(place)}; name that folder or none`,
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
