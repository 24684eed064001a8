import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ChaincodeDefinition } from '../consortium/definition.js';
import { codeDigest } from './code-digest.js';
import { tar } from './tar.js';

/** A chaincode package as peers install it. */
export interface ChaincodePackage {
    readonly label: string;
    /** The label and the SHA-256 of the package, as Fabric names it. */
    readonly id: string;
    readonly bytes: Buffer;
}

/**
 * Packages a chaincode that runs as a service. The package holds no code but its digest, so organisations that approve
 * the same package id approve the same code; and no address but the name of one, `addressName`, which each peer's
 * external builder fills in from its own configuration. The same code, version and name give the same bytes anywhere.
 */
export async function packageChaincode(
    { name, version, path, main }: ChaincodeDefinition,
    addressName: string,
): Promise<ChaincodePackage> {
    const label = labelOf(name, version);
    const connection = { address: addressTemplate(addressName), dial_timeout: '10s', tls_required: false };
    const code = archive({
        'chaincode.json': { digest: await codeDigest(path), main: main ?? '', name, version },
        'connection.json': connection,
    });
    const bytes = gzip(
        tar([
            { name: 'metadata.json', content: json({ label, path: '', type: 'ccaas' }) },
            { name: 'code.tar.gz', content: code },
        ]),
    );
    return { label, id: `${label}:${hash('sha256', bytes, 'hex')}`, bytes };
}

/** An address as a Go template, which the builder of Fabric's own release understands too. */
export function addressTemplate(addressName: string): string {
    return `{{index . "${addressName}"}}`;
}

/** Fabric allows a single separator between letters and digits. */
function labelOf(name: string, version: string): string {
    return `${name}_${version}`.replaceAll(/([^A-Za-z0-9])[^A-Za-z0-9]+/g, '$1').replace(/[^A-Za-z0-9]$/, '');
}

function archive(files: Readonly<Record<string, object>>): Buffer {
    return gzip(tar(Object.entries(files).map(([name, value]) => ({ name, content: json(value) }))));
}

function json(value: object): Buffer {
    return Buffer.from(JSON.stringify(value));
}

const OPERATING_SYSTEM = 9;
const UNKNOWN = 255;

/** Stored, not compressed, and from no operating system: compressors differ from one machine to the next. */
function gzip(bytes: Buffer): Buffer {
    const zipped = gzipSync(bytes, { level: 0 });
    zipped[OPERATING_SYSTEM] = UNKNOWN;
    return zipped;
}
