import { randomInt } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

import { readTextIfAny, unusable, UnusableFile } from '../../files/index.js';

import type { CredentialStatus } from './credential.js';
import { isDocument } from './document.js';
import { refuseCredential } from './jws.js';
import { STATUS_LIST_BITS } from './status-list.js';

/** Which credentials an issuer has listed under which index, and which it has withdrawn. Kept by the issuer alone. */
export interface StatusRegister {
    /** Address of the list. */
    readonly list: string;
    /** Index by credential id. */
    readonly entries: Readonly<Record<string, number>>;
    /** Indices, in order of withdrawal. */
    readonly withdrawn: readonly number[];
}

/**
 * Gives a credential an index of the list that the file keeps: one drawn at random, so that it says nothing of how many
 * were issued. The same credential again has the index it had.
 *
 * @throws Refusal VEHICLE_STATUS_LIST_FULL, VEHICLE_STATUS_LIST_OTHER where the file keeps another list.
 */
export async function enterStatus(file: string, list: string, credential: string): Promise<CredentialStatus> {
    const { entries } = await changeRegister(file, (register = { list, entries: {}, withdrawn: [] }) => {
        if (register.list !== list) throw refuseCredential('VEHICLE_STATUS_LIST_OTHER', { list: register.list });
        if (Object.hasOwn(register.entries, credential)) return register;
        return { ...register, entries: { ...register.entries, [credential]: freeIndex(register) } };
    });
    return statusOf(list, entries[credential] ?? 0);
}

/** @throws Refusal VEHICLE_CREDENTIAL_NOT_LISTED */
export async function withdrawStatus(file: string, credential: string): Promise<StatusRegister> {
    return changeRegister(file, (register) => {
        const index = register?.entries[credential];
        if (register === undefined || index === undefined) {
            throw refuseCredential('VEHICLE_CREDENTIAL_NOT_LISTED', { file, id: credential });
        }
        if (register.withdrawn.includes(index)) return register;
        return { ...register, withdrawn: [...register.withdrawn, index] };
    });
}

/** @throws UnusableFile */
export async function readRegister(file: string): Promise<StatusRegister> {
    const register = await registerOf(file);
    if (register === undefined) throw new UnusableFile('FILE_MISSING', { file });
    return register;
}

function statusOf(list: string, index: number): CredentialStatus {
    return {
        id: `${list}#${String(index)}`,
        type: 'BitstringStatusListEntry',
        statusPurpose: 'revocation',
        statusListIndex: String(index),
        statusListCredential: list,
    };
}

function freeIndex({ list, entries }: StatusRegister): number {
    const taken = new Set(Object.values(entries));
    // Beyond three quarters drawing takes long, and what is free begins to tell what is not.
    if (taken.size >= (STATUS_LIST_BITS * 3) / 4) throw refuseCredential('VEHICLE_STATUS_LIST_FULL', { list });
    for (;;) {
        const index = randomInt(STATUS_LIST_BITS);
        if (!taken.has(index)) return index;
    }
}

/** One program at a time changes the file; what it writes takes the place of the old whole. */
async function changeRegister(
    file: string,
    change: (register: StatusRegister | undefined) => StatusRegister,
): Promise<StatusRegister> {
    const release = await lock(file);
    try {
        const changed = change(await registerOf(file));
        const written = `${file}.new`;
        const handle = await open(written, 'w', OWNER_ONLY);
        try {
            await handle.writeFile(`${JSON.stringify(changed)}\n`);
            await handle.sync();
        } finally {
            await handle.close();
        }
        await rename(written, file);
        return changed;
    } finally {
        await release();
    }
}
const OWNER_ONLY = 0o600;

async function lock(file: string): Promise<() => Promise<void>> {
    const path = `${file}.lock`;
    for (let attempt = 1; ; attempt += 1) {
        try {
            await (await open(path, 'wx')).close();
            return () => rm(path, { force: true });
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(file, error);
            if (attempt === LOCK_ATTEMPTS) {
                throw new UnusableFile('FILE_UNREADABLE', { file, reason: `another program holds ${path}` });
            }
        }
        await pause(LOCK_PAUSE_MS);
    }
}
const LOCK_ATTEMPTS = 100;
const LOCK_PAUSE_MS = 50;

async function registerOf(file: string): Promise<StatusRegister | undefined> {
    const text = await readTextIfAny(file);
    if (text === undefined) return undefined;
    const register = parsed(text);
    if (register === undefined) throw new UnusableFile('FILE_UNREADABLE', { file, reason: 'it keeps no status list' });
    return register;
}

function parsed(text: string): StatusRegister | undefined {
    try {
        const value: unknown = JSON.parse(text);
        const right =
            isDocument(value) &&
            typeof value['list'] === 'string' &&
            isDocument(value['entries']) &&
            Array.isArray(value['withdrawn']);
        return right ? (value as unknown as StatusRegister) : undefined;
    } catch {
        return undefined;
    }
}
