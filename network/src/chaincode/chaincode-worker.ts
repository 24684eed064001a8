import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

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
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- which shim it is, is known only now
    require(shim);
}

main((workerData as { readonly shim: string }).shim);
