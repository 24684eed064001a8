import type { X509Certificate } from 'node:crypto';

/** Fabric CA's extension for attributes, 1.2.3.4.5.6.7.8.1; its value is the JSON `{"attrs":{…}}`. */
const ATTRIBUTES_OID = '2a03040506070801';
const SEQUENCE = 0x30;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
/** Tag of the extensions of a certificate (RFC 5280, 4.1). */
const EXTENSIONS = 0xa3;

/** What an organisation's authority certifies of a person beside the name: organisational units and attributes. */
export interface CertifiedAttributes {
    readonly units: readonly string[];
    readonly attributes: Readonly<Record<string, string>>;
}

export function certifiedAttributes(certificate: X509Certificate): CertifiedAttributes {
    const units = certificate.subject
        .split('\n')
        .filter((line) => line.startsWith('OU='))
        .map((line) => line.slice('OU='.length));
    return { units, attributes: attributesOf(certificate.raw) };
}

function attributesOf(der: Buffer): Readonly<Record<string, string>> {
    // Certificate > what is signed of it > extensions > their list.
    const list = [SEQUENCE, SEQUENCE, EXTENSIONS, SEQUENCE].reduce<Buffer>(contentOf, der);
    for (const extension of elements(list)) {
        const parts = elements(extension.content);
        const value = parts.find(({ tag }) => tag === OCTET_STRING);
        if (value !== undefined && contentOf(extension.content, OBJECT_IDENTIFIER).toString('hex') === ATTRIBUTES_OID) {
            return textsOf(value.content.toString('utf8'));
        }
    }
    return {};
}

/** Of the first element with a tag; nothing where there is none. */
function contentOf(der: Buffer, tag: number): Buffer {
    return elements(der).find((element) => element.tag === tag)?.content ?? Buffer.alloc(0);
}

function textsOf(json: string): Readonly<Record<string, string>> {
    try {
        const { attrs } = JSON.parse(json) as { readonly attrs?: Readonly<Record<string, unknown>> };
        const texts = Object.entries(attrs ?? {}).filter(([, value]) => typeof value === 'string');
        return Object.fromEntries(texts) as Record<string, string>;
    } catch {
        return {};
    }
}

interface Element {
    readonly tag: number;
    readonly content: Buffer;
}

/** The elements that stand side by side in a DER text, of tags of one byte, as all in a certificate are. */
function elements(der: Buffer): readonly Element[] {
    const found: Element[] = [];
    for (let at = 0; at + 1 < der.length;) {
        const first = der[at + 1] ?? 0;
        const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
        if (lengthBytes > 4 || at + 2 + lengthBytes > der.length) return found;
        const length = lengthBytes === 0 ? first : der.readUIntBE(at + 2, lengthBytes);
        const start = at + 2 + lengthBytes;
        found.push({ tag: der[at] ?? 0, content: der.subarray(start, start + length) });
        at = start + length;
    }
    return found;
}
