import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Issued } from './certificate-authority.js';
import { certificateFile, KEY_FILE } from './crypto-layout.js';

/** The certificate and the key in the folder of an authority. */
export async function readIssued(folder: string, commonName: string): Promise<Issued> {
    return {
        certificatePem: await readFile(join(folder, certificateFile(commonName)), 'utf8'),
        keyPem: await readFile(join(folder, KEY_FILE), 'utf8'),
    };
}
