import { createPublicKey, verify, type KeyObject } from 'node:crypto';

import { Refused } from '@quartier/rules/wire';

export interface Signed {
    readonly text: string;
    /** P-256, SPKI in DER, base64url. */
    readonly key: string;
    /** r and s as 64 bytes, base64url. */
    readonly signature: string;
}

/** @throws Refused MOBILITY_SIGNATURE_INVALID */
export function requireSigned(ride: string, { text, key, signature }: Signed): void {
    const publicKey = p256Key(key);
    const isSigned =
        publicKey !== undefined &&
        verify(
            'sha256',
            Buffer.from(text),
            { key: publicKey, dsaEncoding: 'ieee-p1363' },
            Buffer.from(signature, 'base64url'),
        );
    if (!isSigned) throw new Refused('MOBILITY_SIGNATURE_INVALID', { ride });
}

function p256Key(key: string): KeyObject | undefined {
    try {
        const found = createPublicKey({ key: Buffer.from(key, 'base64url'), format: 'der', type: 'spki' });
        return found.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? found : undefined;
    } catch {
        return undefined;
    }
}
