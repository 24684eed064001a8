import { X509Certificate } from 'node:crypto';

import { compactVerify, decodeProtectedHeader, errors } from 'jose';

import { Refusal, type Signatory } from '../../gateway/index.js';

import { credentialRefusals } from './refusals.js';

export type CredentialRefusalCode = keyof typeof credentialRefusals;

export function refuseCredential(code: CredentialRefusalCode, details: Refusal['details'] = {}): Refusal {
    return new Refusal(code, details, credentialRefusals);
}

/** Media type of a credential secured with JOSE (Securing Verifiable Credentials using JOSE and COSE, section 3.1). */
const TYPE = 'vc+jwt';
const LONGEST_CHAIN = 5;
const LONGEST_CREDENTIAL = 1_000_000;

/**
 * Signs a credential: JWS compact serialisation with ES256, the signer's certificates in the header (`x5c`, RFC 7515
 * 4.1.6). The key may be in a hardware module.
 *
 * @throws Refusal VEHICLE_CREDENTIAL_KEY where the key is not of P-256.
 */
export async function signCredential(credential: object, signatory: Signatory): Promise<string> {
    const [leaf] = signatory.chain;
    if (leaf?.publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
        throw refuseCredential('VEHICLE_CREDENTIAL_KEY', { mspId: signatory.mspId });
    }
    const x5c = signatory.chain.map(({ raw }) => raw.toString('base64'));
    const text = `${encoded({ alg: 'ES256', typ: TYPE, cty: 'vc', x5c })}.${encoded(credential)}`;
    const signature = rawSignature(await signatory.sign(Buffer.from(text)));
    return `${text}.${signature.toString('base64url')}`;
}

export interface SignedContent {
    readonly payload: unknown;
    /** The signer's certificate first. */
    readonly chain: readonly X509Certificate[];
}

/**
 * Reads a signed credential and checks that its signature is of the certificate in its header; whose certificate that is
 * remains to be seen.
 *
 * @throws Refusal VEHICLE_CREDENTIAL_UNREADABLE, VEHICLE_CREDENTIAL_FORGED
 */
export async function readSigned(text: string): Promise<SignedContent> {
    const jws = text.trim();
    if (jws.length > LONGEST_CREDENTIAL) throw unreadable('it is longer than a million characters');
    const chain = chainOf(jws);
    const [leaf] = chain;
    if (leaf?.publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw unreadable('its key is not of P-256');
    try {
        const { payload } = await compactVerify(jws, leaf.publicKey, { algorithms: ['ES256'] });
        return { payload: JSON.parse(Buffer.from(payload).toString('utf8')) as unknown, chain };
    } catch (error) {
        if (error instanceof errors.JWSSignatureVerificationFailed) throw refuseCredential('VEHICLE_CREDENTIAL_FORGED');
        throw unreadable((error as Error).message);
    }
}

function chainOf(jws: string): readonly X509Certificate[] {
    try {
        const { typ, x5c } = decodeProtectedHeader(jws);
        if (typ !== TYPE) throw unreadable(`its type is not ${TYPE}`);
        if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > LONGEST_CHAIN) {
            throw unreadable('it does not carry the certificates of its signer');
        }
        return x5c.map((certificate) => new X509Certificate(Buffer.from(certificate, 'base64')));
    } catch (error) {
        throw error instanceof Refusal ? error : unreadable((error as Error).message);
    }
}

export function unreadable(reason: string): Refusal {
    return refuseCredential('VEHICLE_CREDENTIAL_UNREADABLE', { reason });
}

function encoded(value: object): string {
    return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** From DER, SEQUENCE { r INTEGER, s INTEGER }, to r and s of 32 bytes each (RFC 7518 3.4). */
function rawSignature(der: Uint8Array): Buffer {
    const bytes = Buffer.from(der);
    const lengthOfR = bytes[3] ?? 0;
    const r = bytes.subarray(4, 4 + lengthOfR);
    const s = bytes.subarray(6 + lengthOfR, 6 + lengthOfR + (bytes[5 + lengthOfR] ?? 0));
    return Buffer.concat([r, s].map(thirtyTwoBytes));
}

function thirtyTwoBytes(integer: Buffer): Buffer {
    const digits = integer.length > 32 ? integer.subarray(integer.length - 32) : integer;
    return Buffer.concat([Buffer.alloc(32 - digits.length), digits]);
}
