import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { issueIdentities } from '@quartier/network';
import { findFabricPrograms, startFabric } from '@quartier/network/dist/fabric/index.js';

import { locatePeers, type ConformanceNetwork } from './conformance-network.js';
import { conformanceConsortium, ORDERER } from './consortium.js';

const BATCH_TIMEOUT_MS = 300;
const EXECUTE_TIMEOUT_MS = 30_000;
const BACK_MS = 30_000;

/** Fabric from its programs, as `quartier-network` drives them; beside each peer a server for each chaincode. */
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
        chaincodeServers: 'per-peer',
        executeTimeoutMs: EXECUTE_TIMEOUT_MS,
        log: () => undefined,
        progress: () => undefined,
    });
    return {
        engine: 'fabric',
        peers: locatePeers(fabric.ports, (_, port) => `127.0.0.1:${port}`),
        orderer: { name: ORDERER, port: fabric.ordererPort },
        cryptoDir,
        stopPeer: (name) => fabric.stopPeer(name),
        startPeer: (name) => fabric.startPeer(name),
        chaincodeBack: async () => {
            await Promise.all(serverPorts(root).map(listening));
        },
        close: async () => {
            await fabric.stop();
            if (process.env['KEEP_FABRIC'] === undefined) rmSync(root, { recursive: true, force: true });
        },
    };
}

/** Names of servers tell channel and chaincode, names of nodes are hosts. */
function serverPorts(root: string): readonly number[] {
    const ports = JSON.parse(readFileSync(path.join(root, 'run', 'ports.json'), 'utf8')) as Record<string, number>;
    return Object.entries(ports).flatMap(([name, port]) => (name.includes('/') ? [port] : []));
}

/** Resolves when something accepts connections there. */
async function listening(port: number): Promise<void> {
    for (const deadline = Date.now() + BACK_MS; !(await accepts(port));) {
        if (Date.now() > deadline) throw new Error(`nothing listens on port ${port}`);
        await sleep(50);
    }
}

function accepts(port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const connection = connect(port, '127.0.0.1');
        connection.once('connect', () => {
            connection.destroy();
            resolve(true);
        });
        connection.once('error', () => {
            resolve(false);
        });
    });
}
