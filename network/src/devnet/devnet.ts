import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { ChaincodeDefinition, Consortium } from '../consortium/definition.js';
import { chaincodeId, createChaincodeHost } from './chaincode-host.js';
import { Channel } from './channel.js';
import { DialledChaincodes } from './dialled-chaincodes.js';
import { servePeers } from './peer-services.js';
import { Deployments, type Deployment } from './deployments.js';
import { readMsp, type Msp } from './membership.js';
import { Metrics } from './metrics.js';
import { openOperations, PROGRAM_VERSION, type FailedCheck, type OperationsServer } from './operations-server.js';
import type { Peer } from './peer.js';
import { PeerNode, type LocatedPeer } from './peer-node.js';
import { RememberedPorts } from './remembered-ports.js';
import { firstEntry, readSigningIdentity, type SigningIdentity } from './signing-identity.js';

export type { Deployment };

export interface DevnetOptions {
    readonly consortium: Consortium;
    /** Identities in cryptogen's layout: `peerOrganizations`, `ordererOrganizations`. */
    readonly cryptoDir: string;
    /** Holds the ledgers; the same folder again continues where the network was. */
    readonly dataDir: string;
    /** One chaincode server for all organisations (the default), or one for each. */
    readonly chaincodeServers?: 'shared' | 'per-organisation';
    readonly executeTimeoutMs?: number;
    /** Of the operations service; else the one of the last start, or any that is free. */
    readonly operationsPort?: number;
    readonly log?: (line: string) => void;
}

export interface Devnet {
    /** By the peers' host names, on the loopback interface. */
    readonly ports: ReadonlyMap<string, number>;
    /** Where health, version and metrics are served, on the loopback interface. */
    readonly operationsPort: number;
    /** The chaincodes that were deployed besides the definition's, or in place of them. */
    readonly deployments: readonly Deployment[];
    /** Stops one peer, by its host name; the others notice as Fabric's do. */
    stopPeer(host: string): void;
    startPeer(host: string): Promise<void>;
    /**
     * Gives a channel a chaincode, or a new definition of one; it is remembered when the network starts again.
     * @throws {Error} when there is no such channel or a policy cannot be read
     */
    deployChaincode(channel: string, definition: ChaincodeDefinition): Deployment;
    /** Commits what has been ordered, then ends. */
    stop(): Promise<void>;
}

const EXECUTE_TIMEOUT_MS = 30_000;
const ORDERER_MSP_ID = 'OrdererMSP';
/** The operations service among the ports. */
const OPERATIONS = 'operations';

/**
 * Runs a whole consortium in this process: for each peer an endpoint with Fabric's Gateway and Deliver services, for
 * each channel an orderer and a ledger on disk, and the chaincode on threads.
 * @throws {Error} when identities are missing, a port the definition names is taken, or a ledger cannot be opened
 */
export async function startDevnet(options: DevnetOptions): Promise<Devnet> {
    const { dataDir, log = () => undefined } = options;
    mkdirSync(dataDir, { recursive: true });
    const metrics = new Metrics(PROGRAM_VERSION);
    const channels = new Map<string, Channel>();
    const { nodes, operations } = await openSockets(options, metrics, () => failuresOf(channels));
    const peers = nodes.map(({ peer }) => peer);
    for (const channel of await openChannels(options, peers, metrics)) {
        channels.set(channel.name, channel);
    }
    const deployments = new Deployments(path.join(dataDir, 'deployments.json'));
    for (const { channel, definition, sequence } of deployments.list) {
        channels.get(channel)?.deploy(definition, sequence);
    }
    const host = createChaincodeHost({
        servers: options.chaincodeServers ?? 'shared',
        folder: path.join(dataDir, 'chaincode'),
        metrics,
        log,
    });
    servePeers(nodes, {
        channels,
        host,
        dialled: new DialledChaincodes(),
        executeTimeoutMs: options.executeTimeoutMs ?? EXECUTE_TIMEOUT_MS,
        metrics,
        log,
    });
    nodes.forEach(({ peer, port }) => {
        log(`[${peer.name}] listens on port ${port}`);
    });
    return {
        ports: new Map(nodes.map(({ peer, port }) => [peer.name, port])),
        operationsPort: operations.port,
        get deployments() {
            return deployments.list;
        },
        stopPeer: (name) => {
            nodeOf(nodes, name).stop();
        },
        startPeer: (name) => nodeOf(nodes, name).start(),
        deployChaincode: (name, definition) => {
            const channel = channels.get(name);
            if (channel === undefined) {
                throw new Error(`there is no channel ${name}`);
            }
            const before = channel.chaincode(definition.name);
            const packageId = chaincodeId(definition);
            const deployment = { channel: name, definition, packageId, sequence: (before?.sequence ?? 0) + 1 };
            channel.deploy(definition, deployment.sequence);
            deployments.add(deployment);
            if (before !== undefined && chaincodeId(before.definition) !== packageId) {
                host.retire(before);
            }
            return deployment;
        },
        stop: async () => {
            stopNodes(nodes);
            await host.stop();
            operations.stop();
            await Promise.all([...channels.values()].map((one) => one.stop()));
        },
    };
}

function locatePeers({ organisations }: Consortium, cryptoDir: string): LocatedPeer[] {
    return organisations.flatMap(({ mspId, domain, peers }) =>
        peers.map((definition) => ({
            definition,
            mspId,
            folder: path.join(cryptoDir, 'peerOrganizations', domain, 'peers', definition.name),
        })),
    );
}

function openChannels(options: DevnetOptions, peers: readonly Peer[], metrics: Metrics): Promise<readonly Channel[]> {
    const { consortium, cryptoDir, dataDir, log = () => undefined } = options;
    const msps = new Map(
        consortium.organisations.map(({ name, mspId, domain }) => [
            name,
            readMsp(mspId, path.join(cryptoDir, 'peerOrganizations', domain, 'msp')),
        ]),
    );
    const { orderer, ordererMsp } = readOrderer(cryptoDir);
    const opened = consortium.channels.map((definition) => {
        const members = definition.organisations.map((name) => msps.get(name)).filter((msp) => msp !== undefined);
        const folder = path.join(dataDir, 'channels', definition.name);
        mkdirSync(folder, { recursive: true });
        return Channel.open({ definition, members, ordererMsp, orderer, peers, folder, metrics, log });
    });
    return Promise.all(opened);
}

function readOrderer(cryptoDir: string): { readonly orderer: SigningIdentity; readonly ordererMsp: Msp } {
    const organisation = firstEntry(path.join(cryptoDir, 'ordererOrganizations'));
    const host = firstEntry(path.join(organisation, 'orderers'));
    return {
        orderer: readSigningIdentity(ORDERER_MSP_ID, path.join(host, 'msp')),
        ordererMsp: readMsp(ORDERER_MSP_ID, path.join(organisation, 'msp')),
    };
}

/** Everything that listens; nothing does when it fails. */
async function openSockets(
    { consortium, cryptoDir, dataDir, operationsPort }: DevnetOptions,
    metrics: Metrics,
    failures: () => readonly FailedCheck[],
): Promise<{ readonly nodes: readonly PeerNode[]; readonly operations: OperationsServer }> {
    const remembered = new RememberedPorts(path.join(dataDir, 'ports.json'));
    const nodes = await openNodes(locatePeers(consortium, cryptoDir), remembered);
    try {
        const ports = remembered.candidates(OPERATIONS, operationsPort);
        const operations = await openOperations({ ports, metrics, failures });
        remembered.keep(OPERATIONS, operations.port);
        return { nodes, operations };
    } catch (error) {
        stopNodes(nodes);
        throw error;
    }
}

async function openNodes(peers: readonly LocatedPeer[], ports: RememberedPorts): Promise<readonly PeerNode[]> {
    const nodes: PeerNode[] = [];
    try {
        for (const located of peers) {
            const { name, port } = located.definition;
            nodes.push(await PeerNode.open(located, ports.candidates(name, port)));
        }
    } catch (error) {
        stopNodes(nodes);
        throw error;
    }
    nodes.forEach(({ peer, port }) => {
        ports.keep(peer.name, port);
    });
    return nodes;
}

function nodeOf(nodes: readonly PeerNode[], name: string): PeerNode {
    const node = nodes.find(({ peer }) => peer.name === name);
    if (node === undefined) {
        throw new Error(`there is no peer ${name}`);
    }
    return node;
}

function stopNodes(nodes: readonly PeerNode[]): void {
    nodes.forEach((node) => {
        node.stop();
    });
}

function failuresOf(channels: ReadonlyMap<string, Channel>): readonly FailedCheck[] {
    return [...channels.values()].flatMap(({ name, failure }) =>
        failure === undefined ? [] : [{ component: `ledger of ${name}`, reason: failure }],
    );
}
