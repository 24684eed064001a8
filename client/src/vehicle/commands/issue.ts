import { writeFile } from 'node:fs/promises';

import { InvalidArgumentError } from 'commander';
import { DateTime } from 'luxon';

import { unusable } from '../../files/index.js';
import type { Signatory } from '../../gateway/index.js';

import { issuerOf, signCredential, type Credential, type CredentialOptions } from '../credential/index.js';

export interface IssueOptions {
    readonly issuer?: string | undefined;
    /** How long it holds; two calendar months, as Car-Pass documents do, unless said. */
    readonly days?: number | undefined;
    readonly out?: string | undefined;
}

/** Who issues, and from when to when it holds. */
export function issuing(
    { mspId }: Signatory,
    { issuer, days }: IssueOptions,
): Pick<CredentialOptions, 'issuer' | 'validFrom' | 'validUntil'> {
    const now = DateTime.utc();
    const until = days === undefined ? now.plus({ months: 2 }) : now.plus({ days });
    return { issuer: issuerOf(mspId, issuer), validFrom: now.toJSDate(), validUntil: until.toJSDate() };
}

export interface WrittenCredential {
    readonly credential: Credential;
    /** Signed, in the compact form. */
    readonly jwt: string;
    readonly file?: string;
}

export async function writeCredential(
    credential: Credential,
    signatory: Signatory,
    file: string | undefined,
): Promise<WrittenCredential> {
    const jwt = await signCredential(credential, signatory);
    if (file === undefined) return { credential, jwt };
    try {
        await writeFile(file, `${jwt}\n`);
    } catch (error) {
        throw unusable(file, error);
    }
    return { credential, jwt, file };
}

export function daysValue(text: string): number {
    const days = Number(text);
    if (!/^\d{1,4}$/u.test(text) || days === 0)
        throw new InvalidArgumentError('It must be a whole number from 1 to 9999.');
    return days;
}

export function urlValue(text: string): string {
    if (!URL.canParse(text)) throw new InvalidArgumentError('It must be a URL.');
    return text;
}
