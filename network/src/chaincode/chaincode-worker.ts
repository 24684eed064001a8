import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

import { spareLoggers } from './sparing-loggers.js';

/**
 * The thread that a chaincode runs on: it loads Fabric's shim, which loads the chaincode. On request it tells which
 * folders the code came from, installed packages apart.
 */
function main(shim: string): void {
    const port = parentPort;
    port?.on('message', () => {
        const ownFiles = Object.keys(require.cache).filter((file) => !file.split(path.sep).includes('node_modules'));
        port.postMessage([...new Set(ownFiles.map((file) => path.dirname(file)))]);
    });
    port?.unref();
    for (const library of librariesOf(shim)) spareLoggers(library);
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- which shim it is, is known only now
    require(shim);
}

/** The folders of the shim and, where the chaincode has it, of the contract API. */
function librariesOf(shim: string): readonly string[] {
    const folder = path.dirname(shim);
    try {
        const manifest = require.resolve('fabric-contract-api/package.json', { paths: [folder] });
        return [folder, path.dirname(manifest)];
    } catch {
        return [folder];
    }
}

main((workerData as { readonly shim: string }).shim);
