import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { issueIdentities } from '@quartier/network';
import { startDevnet } from '@quartier/network/dist/devnet/index.js';

import { locatePeers, type ConformanceNetwork } from './conformance-network.js';
import { conformanceConsortium, ORDERER } from './consortium.js';

const BATCH_TIMEOUT_MS = 60;

export async function startEmbeddedNetwork(): Promise<ConformanceNetwork> {
    const folder = mkdtempSync(path.join(tmpdir(), 'conformance-'));
    const consortium = conformanceConsortium(BATCH_TIMEOUT_MS);
    const cryptoDir = path.join(folder, 'crypto');
    await issueIdentities({ consortium, cryptoDir });
    const devnet = await startDevnet({
        consortium,
        cryptoDir,
        dataDir: path.join(folder, 'data'),
        chaincodeServers: 'per-organisation',
    });
    return {
        engine: 'embedded',
        peers: locatePeers(devnet.ports, (name, port) => `${name}:${port}`),
        orderer: { name: ORDERER, port: devnet.ordererPort },
        cryptoDir,
        stopPeer: (name) => {
            devnet.stopPeer(name);
            return Promise.resolve();
        },
        startPeer: (name) => devnet.startPeer(name),
        chaincodeBack: () => Promise.resolve(),
        close: async () => {
            await devnet.stop();
            rmSync(folder, { recursive: true, force: true });
        },
    };
}
