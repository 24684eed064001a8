import { gunzipSync, gzipSync } from 'node:zlib';

import { isDocument } from './document.js';
import { credentialTypes, frame, type Credential, type CredentialIssuer } from './credential.js';
import { unreadable } from './jws.js';

/** The least length of a list (Bitstring Status List v1.0, 6.1), so that one entry hides among many. */
export const STATUS_LIST_BITS = 131_072;

export interface StatusListSubject {
    readonly id: string;
    readonly type: 'BitstringStatusList';
    readonly statusPurpose: 'revocation';
    /** Multibase base64url of the bits, compressed by GZIP. */
    readonly encodedList: string;
}

/** The status list as a credential of its own, to be signed; `list` is its address. */
export function statusListCredential(options: {
    readonly list: string;
    readonly issuer: CredentialIssuer;
    readonly withdrawn: Iterable<number>;
    readonly validFrom: Date;
    readonly validUntil: Date;
}): Credential<StatusListSubject> {
    const { list, withdrawn } = options;
    return {
        ...frame({ ...options, id: list }, credentialTypes.statusList),
        credentialSubject: {
            id: `${list}#list`,
            type: 'BitstringStatusList',
            statusPurpose: 'revocation',
            encodedList: encodeBits(withdrawn),
        },
    };
}

/** The first index is the leftmost bit. */
function encodeBits(indices: Iterable<number>): string {
    const bytes = Buffer.alloc(STATUS_LIST_BITS / 8);
    for (const index of indices) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (0x80 >> (index & 7));
    return `u${gzipSync(bytes).toString('base64url')}`;
}

/**
 * Whether the bit of an index is set.
 *
 * @throws Refusal VEHICLE_CREDENTIAL_UNREADABLE where the list is not one, or has no such index.
 */
export function isWithdrawn(subject: unknown, index: number): boolean {
    const encoded = isDocument(subject) ? subject['encodedList'] : undefined;
    if (typeof encoded !== 'string' || !encoded.startsWith('u'))
        throw unreadable('its status list is not encoded as one');
    const byte = bitsOf(encoded)[index >> 3];
    if (byte === undefined) throw unreadable(`its status list has no entry ${String(index)}`);
    return (byte & (0x80 >> (index & 7))) !== 0;
}

function bitsOf(encoded: string): Buffer {
    try {
        return gunzipSync(Buffer.from(encoded.slice(1), 'base64url'), { maxOutputLength: MOST_BYTES });
    } catch (error) {
        throw unreadable((error as Error).message);
    }
}
/** Eight million entries. */
const MOST_BYTES = 1_048_576;
