import { webcrypto } from 'node:crypto';

export const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const COORDINATE_BYTES = 32;

const { subtle } = webcrypto;

/**
 * As much of WebCrypto as issuing a certificate on the curve {@link P256} takes, with signatures that have the lower of
 * the two possible values of S. Fabric rewrites a certificate with the higher one before it compares identities, so
 * none is issued.
 */
export const lowSCrypto: Pick<webcrypto.Crypto, 'getRandomValues'> & {
    readonly subtle: Pick<webcrypto.SubtleCrypto, 'exportKey' | 'digest' | 'sign'>;
} = {
    getRandomValues: (bytes) => webcrypto.getRandomValues(bytes),
    subtle: {
        exportKey: subtle.exportKey.bind(subtle),
        digest: subtle.digest.bind(subtle),
        sign: async (algorithm, key, data) => withLowS(await subtle.sign(algorithm, key, data)),
    },
};

/** The signature is r and s, 32 bytes each; with s the order less s is valid as well. */
function withLowS(signature: ArrayBuffer): ArrayBuffer {
    const bytes = new Uint8Array(signature);
    const s = BigInt(`0x${Buffer.from(bytes.subarray(COORDINATE_BYTES)).toString('hex')}`);
    if (s > ORDER / 2n) {
        const lower = (ORDER - s).toString(16).padStart(2 * COORDINATE_BYTES, '0');
        bytes.set(Buffer.from(lower, 'hex'), COORDINATE_BYTES);
    }
    return signature;
}
