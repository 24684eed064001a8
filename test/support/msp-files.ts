import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Whom an MSP folder is of, in PEM. */
export interface MspFiles {
    readonly certificate: Buffer;
    readonly key: Buffer;
}

export function mspFiles(folder: string): MspFiles {
    return {
        certificate: readFileSync(onlyFile(path.join(folder, 'signcerts'))),
        key: readFileSync(onlyFile(path.join(folder, 'keystore'))),
    };
}

/** Path of the file in a folder that holds one. */
export function onlyFile(folder: string): string {
    return path.join(folder, readdirSync(folder)[0] ?? '');
}
