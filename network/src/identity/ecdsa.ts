import { sign, verify, type KeyObject } from 'node:crypto';

const CURVE_ORDERS: Readonly<Record<string, bigint>> = {
    prime256v1: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    secp384r1: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
};

/** Signs as Fabric does: ECDSA over SHA-256 in DER, with the lower of the two possible values of S. */
export function signLowS(key: KeyObject, data: Uint8Array): Buffer {
    const order = orderOf(key);
    if (order === undefined) {
        return sign(null, data, key);
    }
    // A key by itself: with options around it Node takes twice as long.
    const der = sign('sha256', data, key);
    const s = derS(der);
    if (s === undefined || s <= order / 2n) {
        return der;
    }
    const endOfR = 4 + der.readUInt8(3);
    const body = Buffer.concat([der.subarray(2, endOfR), derInteger(order - s)]);
    return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

/** Verifies an ECDSA signature in DER, refusing a high S; or an Ed25519 signature. */
export function verifyLowS(key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
    const algorithm = algorithmFor(key, signature);
    return algorithm !== undefined && verify(algorithm, data, key, signature);
}

/** As `verifyLowS`, on a thread of the pool: for many signatures at once. */
export function verifyLowSInPool(key: KeyObject, data: Uint8Array, signature: Uint8Array): Promise<boolean> {
    const algorithm = algorithmFor(key, signature);
    if (algorithm === undefined) {
        return Promise.resolve(false);
    }
    return new Promise((resolve) => {
        verify(algorithm, data, key, signature, (error, valid) => {
            resolve(error === null && valid);
        });
    });
}

function algorithmFor(key: KeyObject, signature: Uint8Array): 'sha256' | null | undefined {
    const order = orderOf(key);
    if (order === undefined) {
        return null;
    }
    const s = derS(signature);
    return s !== undefined && s <= order / 2n ? 'sha256' : undefined;
}

function orderOf(key: KeyObject): bigint | undefined {
    return CURVE_ORDERS[key.asymmetricKeyDetails?.namedCurve ?? ''];
}

function derS(signature: Uint8Array): bigint | undefined {
    const rLength = signature[3];
    if (signature[0] !== 0x30 || signature[2] !== 0x02 || rLength === undefined) {
        return undefined;
    }
    const sLength = signature[5 + rLength];
    if (signature[4 + rLength] !== 0x02 || sLength === undefined || 6 + rLength + sLength !== signature.length) {
        return undefined;
    }
    return toBigInt(signature.subarray(6 + rLength));
}

function derInteger(value: bigint): Buffer {
    const hex = value.toString(16);
    const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
    const padded = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
    return Buffer.concat([Buffer.from([0x02, padded.length]), padded]);
}

function toBigInt(bytes: Uint8Array): bigint {
    return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
}
