import path from 'node:path';

import { startDevnet } from '@quartier/network/dist/devnet/index.js';

import { probeConsortium } from './probe-network.js';

/** Runs the probe network of a folder in a process of its own, which can be killed; tells its parent the ports. */
async function main(folder: string): Promise<void> {
    const devnet = await startDevnet({
        consortium: probeConsortium(),
        cryptoDir: path.join(folder, 'crypto'),
        dataDir: path.join(folder, 'data'),
    });
    process.send?.([...devnet.ports]);
}

void main(process.argv[2] ?? '');
