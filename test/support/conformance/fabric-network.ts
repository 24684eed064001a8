import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { issueIdentities } from '@quartier/network';
import { findFabricPrograms, startFabric } from '@quartier/network/dist/fabric/index.js';

import { connectClient, locatePeers, type ConformanceNetwork, type ConformancePeer } from './conformance-network.js';
import { CHAINCODES, conformanceConsortium, peerOf } from './consortium.js';

const BATCH_TIMEOUT_MS = 300;
const EXECUTE_TIMEOUT_MS = 30_000;
const BACK_MS = 30_000;

/** Fabric from its programs, as `quartier-network` drives them; each organisation has chaincode servers of its own. */
export async function startFabricNetwork(): Promise<ConformanceNetwork> {
    const root = mkdtempSync(path.join(tmpdir(), 'conformance-fabric-'));
    const consortium = conformanceConsortium(BATCH_TIMEOUT_MS);
    const cryptoDir = path.join(root, 'crypto');
    await issueIdentities({ consortium, cryptoDir });
    const fabric = await startFabric({
        consortium,
        cryptoDir,
        root,
        dataDir: path.join(root, 'ledger'),
        programs: await findFabricPrograms(),
        chaincodeServers: 'per-organisation',
        executeTimeoutMs: EXECUTE_TIMEOUT_MS,
        log: () => undefined,
        progress: () => undefined,
    });
    const network: ConformanceNetwork = {
        engine: 'fabric',
        peers: locatePeers(fabric.ports, (_, port) => `127.0.0.1:${port}`),
        cryptoDir,
        stopPeer: (name) => fabric.stopPeer(name),
        startPeer: (name) => fabric.startPeer(name),
        chaincodeBack: async () => {
            await Promise.all(network.peers.map((peer) => answersEverything(network, peer)));
        },
        close: async () => {
            await fabric.stop();
            if (process.env['KEEP_FABRIC'] === undefined) rmSync(root, { recursive: true, force: true });
        },
    };
    return network;
}

/** A server that has ended is started again; the peer finds it when it is next asked. */
async function answersEverything(network: ConformanceNetwork, { name, member }: ConformancePeer): Promise<void> {
    for (const chaincode of CHAINCODES) {
        const client = connectClient(network, member, {
            chaincode: chaincode.name,
            peer: name === peerOf(member) ? 0 : 1,
        });
        try {
            for (const deadline = Date.now() + BACK_MS; ;) {
                const answer = await client.contract.evaluateTransaction('noop').catch((error: unknown) => error);
                if (!(answer instanceof Error)) break;
                if (Date.now() > deadline) throw answer;
                await sleep(100);
            }
        } finally {
            client.close();
        }
    }
}
