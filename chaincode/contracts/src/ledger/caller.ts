import { X509Certificate } from 'node:crypto';

import type { Context } from 'fabric-contract-api';

/** Who proposed the transaction: the organisation that issued the certificate, and what it certifies. */
export interface Caller {
    readonly mspId: string;
    /** Whether the certificate is of the organisation's administrators (its organisational unit is `admin`). */
    readonly isAdmin: boolean;
    attribute(name: string): string | undefined;
}

export function callerOf(ctx: Context): Caller {
    const identity = ctx.clientIdentity;
    return {
        mspId: identity.getMSPID(),
        // Read when it is asked for: few calls do, and it takes longer than the rest of most.
        get isAdmin() {
            return organisationalUnits(identity.getIDBytes()).includes('admin');
        },
        attribute: (name) => identity.getAttributeValue(name) ?? undefined,
    };
}

function organisationalUnits(certificate: Uint8Array): string[] {
    const { subject } = new X509Certificate(certificate);
    return subject
        .split('\n')
        .filter((line) => line.startsWith('OU='))
        .map((line) => line.slice('OU='.length));
}
