import { hash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';

import { decodeProveHoldingPrivate, holderContent, type HolderOpening } from '@quartier/rules/vehicle';
import { canonicalJson, type Json } from '@quartier/rules/wire';

import { readText, unusable, UnusableFile } from '../files/index.js';

/** sha256, hexadecimal, of what opens it: this alone is public. */
export function commitmentOf(opening: HolderOpening): string {
    return hash('sha256', holderContent(opening), 'hex');
}

/** sha256, hexadecimal, of the code that the seller gives to the buyer. */
export function acceptanceHashOf(code: string): string {
    return hash('sha256', code, 'hex');
}

/** A code or salt that nobody guesses: 144 bits, in letters and digits, dashes and underscores. */
export function newSecret(): string {
    return randomBytes(18).toString('base64url');
}

/**
 * Writes what opens a new holder's commitment, for the holder alone: the file is the proof, and lost with it.
 *
 * @throws UnusableFile where the file is there already: another vehicle may hang on it.
 */
export async function writeHolderFile(file: string, holder: string): Promise<HolderOpening> {
    const opening = { holder, salt: newSecret() };
    try {
        await writeFile(file, `${JSON.stringify(opening)}\n`, { flag: 'wx', mode: OWNER_ONLY });
    } catch (error) {
        throw unusable(file, error);
    }
    return opening;
}
const OWNER_ONLY = 0o600;

/** @throws UnusableFile FILE_MISSING, FILE_UNREADABLE */
export async function readHolderFile(file: string): Promise<HolderOpening> {
    const text = await readText(file);
    try {
        return decodeProveHoldingPrivate(canonicalJson({ opening: JSON.parse(text) as Json })).opening;
    } catch {
        // A parser's message may quote what the file keeps secret.
        throw new UnusableFile('FILE_UNREADABLE', { file, reason: 'it does not keep a holder' });
    }
}
