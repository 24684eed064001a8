import { verify, type X509Certificate } from 'node:crypto';

/** A certificate revocation list (RFC 5280, section 5), as an MSP's folder `crls` holds it. */
export interface RevocationList {
    /** As it stands in the file. */
    readonly pem: Buffer;
    /** Whether this authority has signed the list and the certificate is on it. */
    revokes(certificate: X509Certificate, authority: X509Certificate): boolean;
}

/** By the signature algorithm's object identifier. */
const HASHES: Readonly<Record<string, string | undefined>> = {
    '2a8648ce3d040302': 'sha256',
    '2a8648ce3d040303': 'sha384',
    '2a864886f70d01010b': 'sha256',
    '2a864886f70d01010c': 'sha384',
};

const INTEGER = 0x02;
const SEQUENCE = 0x30;
const TIMES: readonly number[] = [0x17, 0x18];

/**
 * Read by hand: `@peculiar/x509` finds no entries in a list that names no next update.
 * @throws {Error} when it is not a revocation list
 */
export function readRevocationList(pem: Buffer): RevocationList {
    const [, base64] = /-----BEGIN X509 CRL-----([^-]+)-----END/.exec(pem.toString()) ?? [];
    const [list] = readElements(Buffer.from(base64 ?? '', 'base64'));
    const [signedPart, algorithm, signature] = readElements(list?.content ?? Buffer.alloc(0));
    if (signedPart === undefined || algorithm === undefined || signature === undefined) {
        throw new Error('not a certificate revocation list');
    }
    const hash = HASHES[readElements(algorithm.content)[0]?.content.toString('hex') ?? ''] ?? null;
    const serials = new Set(serialsIn(signedPart.content));
    return {
        pem,
        revokes: (certificate, authority) =>
            serials.has(BigInt(`0x${certificate.serialNumber}`)) &&
            // The bit string begins with the number of bits that are not used.
            verify(hash, signedPart.whole, authority.publicKey, signature.content.subarray(1)),
    };
}

/** The list follows the times; each entry begins with a serial number. */
function serialsIn(signedPart: Buffer): bigint[] {
    const elements = readElements(signedPart);
    const afterTimes = elements.findLastIndex(({ tag }) => TIMES.includes(tag)) + 1;
    const revoked = elements[afterTimes];
    if (revoked?.tag !== SEQUENCE) {
        return [];
    }
    return readElements(revoked.content).flatMap((entry) => {
        const [serial] = readElements(entry.content);
        return serial?.tag === INTEGER ? [BigInt(`0x${serial.content.toString('hex')}`)] : [];
    });
}

interface Element {
    readonly tag: number;
    readonly content: Buffer;
    readonly whole: Buffer;
}

/** The DER elements that follow one another in these bytes. */
function readElements(bytes: Buffer): Element[] {
    const elements: Element[] = [];
    for (let offset = 0; offset < bytes.length;) {
        const short = bytes.readUInt8(offset + 1);
        const lengthBytes = short < 0x80 ? 0 : short - 0x80;
        const length = lengthBytes === 0 ? short : bytes.readUIntBE(offset + 2, lengthBytes);
        const start = offset + 2 + lengthBytes;
        const end = start + length;
        elements.push({
            tag: bytes.readUInt8(offset),
            content: bytes.subarray(start, end),
            whole: bytes.subarray(offset, end),
        });
        offset = end;
    }
    return elements;
}
