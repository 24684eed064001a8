import { hash, type X509Certificate } from 'node:crypto';

import { signers } from '@hyperledger/fabric-gateway';

import { ProfileInvalid } from './failures.js';
import type { MessageSigner } from './signer.js';

/** Where a private key stands that never leaves its hardware security module. P-256 only. */
export interface Pkcs11Key {
    /** Path of the module's PKCS#11 library. */
    readonly library: string;
    /** Label of the token. */
    readonly label: string;
    readonly pin: string;
    /** CKA_ID of the key in hexadecimal; as Fabric's tools set it, sha256 of the public point, where nothing is said. */
    readonly identifier?: string;
}

export interface Pkcs11Signer {
    readonly signer: MessageSigner;
    readonly close: () => void;
}

/**
 * Opens a session of a hardware security module.
 *
 * @throws ProfileInvalid when the library, the token or the key is not found or the PIN is wrong.
 */
export function openPkcs11Signer(key: Pkcs11Key, certificate: X509Certificate): Pkcs11Signer {
    const identifier = Buffer.from(key.identifier ?? subjectKeyIdentifier(certificate), 'hex');
    try {
        const factory = signers.newHSMSignerFactory(key.library);
        const { signer, close } = factory.newSigner({ label: key.label, pin: key.pin, identifier });
        return {
            signer: inTurn(async (message) => signer(hash('sha256', message, 'buffer'))),
            close: () => {
                close();
                factory.dispose();
            },
        };
    } catch (error) {
        throw new ProfileInvalid(`The security module of ${key.library} cannot sign: ${(error as Error).message}`);
    }
}

/** A PKCS#11 session does one operation at a time. */
function inTurn(sign: MessageSigner): MessageSigner {
    let last: Promise<unknown> = Promise.resolve();
    return (message) => {
        const signed = last.then(() => sign(message));
        last = signed.catch(() => undefined);
        return signed;
    };
}

function subjectKeyIdentifier(certificate: X509Certificate): string {
    const { x, y } = certificate.publicKey.export({ format: 'jwk' });
    if (x === undefined || y === undefined) throw new ProfileInvalid('The certificate is not of an elliptic curve key');
    const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    return hash('sha256', point, 'hex');
}
