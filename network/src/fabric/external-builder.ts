import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../identity/staged-folder.js';
import { addressTemplate } from './chaincode-package.js';

/**
 * Writes the external builder by which a peer takes a package for a chaincode that runs as a service: nothing is built,
 * and `release` fills the addresses in.
 * @param addresses what each address name of a package stands for
 */
export async function writeExternalBuilder(folder: string, addresses: ReadonlyMap<string, string>): Promise<void> {
    const substitutions = [...addresses].map(
        ([name, address]) => `-e '${substitution(JSON.stringify(addressTemplate(name)), JSON.stringify(address))}'`,
    );
    const edit = substitutions.length === 0 ? 'cat' : `sed ${substitutions.join(' ')}`;
    const scripts = {
        detect: `grep -Eq '"type" *: *"ccaas"' "$2/metadata.json"`,
        build: 'cp "$1/connection.json" "$3/connection.json"',
        release: `mkdir -p "$2/chaincode/server"\n${edit} < "$1/connection.json" > "$2/chaincode/server/connection.json"`,
    };
    for (const [name, body] of Object.entries(scripts)) {
        const file = join(folder, 'bin', name);
        await replaceFile(file, `#!/bin/sh\nset -e\n${body}\n`);
        await chmod(file, 0o755);
    }
}

/** A name in the JSON of a package has its quotes escaped once more. */
function substitution(from: string, to: string): string {
    return `s|${from.replaceAll(/[\\.*[\]^$|]/g, '\\$&')}|${to}|`;
}
