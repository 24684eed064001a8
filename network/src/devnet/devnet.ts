import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gateway, peer as peerProtos } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition, Consortium } from '../consortium/definition.js';
import { chaincodeId, createChaincodeHost, type ChaincodeHost } from './chaincode-host.js';
import { Channel } from './channel.js';
import { deliverService } from './deliver-service.js';
import { Deployments, type Deployment } from './deployments.js';
import { Endorser } from './endorser.js';
import { Gateway } from './gateway.js';
import { gatewayService } from './gateway-service.js';
import { readMsp, type Msp } from './membership.js';
import type { Peer } from './peer.js';
import { PeerNode, type LocatedPeer } from './peer-node.js';
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
    readonly log?: (line: string) => void;
}

export interface Devnet {
    /** By the peers' host names, on the loopback interface. */
    readonly ports: ReadonlyMap<string, number>;
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

/**
 * Runs a whole consortium in this process: for each peer an endpoint with Fabric's Gateway and Deliver services, for
 * each channel an orderer and a ledger on disk, and the chaincode on threads.
 * @throws {Error} when identities are missing, a port the definition names is taken, or a ledger cannot be opened
 */
export async function startDevnet(options: DevnetOptions): Promise<Devnet> {
    const { consortium, cryptoDir, dataDir, log = () => undefined } = options;
    mkdirSync(dataDir, { recursive: true });
    const nodes = await openNodes(locatePeers(consortium, cryptoDir), path.join(dataDir, 'ports.json'));
    const channels = await openChannels(
        options,
        nodes.map(({ peer }) => peer),
    );
    const deployments = new Deployments(path.join(dataDir, 'deployments.json'));
    for (const { channel, definition, sequence } of deployments.list) {
        channels.get(channel)?.deploy(definition, sequence);
    }
    const host = createChaincodeHost({
        servers: options.chaincodeServers ?? 'shared',
        folder: path.join(dataDir, 'chaincode'),
        log,
    });
    servePeers(nodes, channels, host, options.executeTimeoutMs ?? EXECUTE_TIMEOUT_MS);
    const nodeOf = (name: string): PeerNode => {
        const node = nodes.find(({ peer }) => peer.name === name);
        if (node === undefined) {
            throw new Error(`there is no peer ${name}`);
        }
        return node;
    };
    return {
        ports: new Map(nodes.map(({ peer, port }) => [peer.name, port])),
        get deployments() {
            return deployments.list;
        },
        stopPeer: (name) => {
            nodeOf(name).stop();
        },
        startPeer: (name) => nodeOf(name).start(),
        deployChaincode: (name, definition) => {
            const channel = channels.get(name);
            if (channel === undefined) {
                throw new Error(`there is no channel ${name}`);
            }
            const before = channel.chaincode(definition.name);
            const deployment = { channel: name, definition, sequence: (before?.sequence ?? 0) + 1 };
            channel.deploy(definition, deployment.sequence);
            deployments.add(deployment);
            if (before !== undefined && chaincodeId(before.definition) !== chaincodeId(definition)) {
                host.retire(before);
            }
            return deployment;
        },
        stop: async () => {
            nodes.forEach((node) => {
                node.stop();
            });
            await host.stop();
            await Promise.all([...channels.values()].map((one) => one.stop()));
        },
    };
}

function servePeers(
    nodes: readonly PeerNode[],
    channels: ReadonlyMap<string, Channel>,
    host: ChaincodeHost,
    executeTimeoutMs: number,
): void {
    const endorsers = new Map(
        nodes.map(({ peer }) => [peer, new Endorser({ peer, host, channels, executeTimeoutMs })] as const),
    );
    for (const node of nodes) {
        const { peer } = node;
        const joined = (name: string): Channel | undefined => {
            const found = channels.get(name);
            return found?.hasMember(peer.mspId) === true ? found : undefined;
        };
        const served = new Gateway({ peer, channel: joined, endorser: (one) => endorserOf(endorsers, one) });
        node.serve([
            { definition: gateway.GatewayService, implementation: gatewayService(served, joined) },
            { definition: peerProtos.DeliverService, implementation: deliverService(joined) },
        ]);
    }
}

function endorserOf(endorsers: ReadonlyMap<Peer, Endorser>, peer: Peer): Endorser {
    const endorser = endorsers.get(peer);
    if (endorser === undefined) {
        throw new Error(`${peer.name} does not endorse`);
    }
    return endorser;
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

async function openChannels(options: DevnetOptions, peers: readonly Peer[]): Promise<ReadonlyMap<string, Channel>> {
    const { consortium, cryptoDir, dataDir, log = () => undefined } = options;
    const msps = new Map(
        consortium.organisations.map(({ name, mspId, domain }) => [
            name,
            readMsp(mspId, path.join(cryptoDir, 'peerOrganizations', domain, 'msp')),
        ]),
    );
    const { orderer, ordererMsp } = readOrderer(cryptoDir);
    const opened = consortium.channels.map(async (definition) => {
        const members = definition.organisations.map((name) => msps.get(name)).filter((msp) => msp !== undefined);
        const folder = path.join(dataDir, 'channels', definition.name);
        mkdirSync(folder, { recursive: true });
        return Channel.open({ definition, members, ordererMsp, orderer, peers, folder, log });
    });
    return new Map((await Promise.all(opened)).map((channel) => [channel.name, channel]));
}

function readOrderer(cryptoDir: string): { readonly orderer: SigningIdentity; readonly ordererMsp: Msp } {
    const organisation = firstEntry(path.join(cryptoDir, 'ordererOrganizations'));
    const host = firstEntry(path.join(organisation, 'orderers'));
    return {
        orderer: readSigningIdentity(ORDERER_MSP_ID, path.join(host, 'msp')),
        ordererMsp: readMsp(ORDERER_MSP_ID, path.join(organisation, 'msp')),
    };
}

/** Ports stay the same from one start to the next as long as they are free. */
async function openNodes(peers: readonly LocatedPeer[], file: string): Promise<readonly PeerNode[]> {
    const remembered = readPorts(file);
    const nodes: PeerNode[] = [];
    try {
        for (const located of peers) {
            const { name, port } = located.definition;
            nodes.push(await PeerNode.open(located, port === undefined ? [remembered[name] ?? 0, 0] : [port]));
        }
    } catch (error) {
        nodes.forEach((node) => {
            node.stop();
        });
        throw error;
    }
    const ports = Object.fromEntries(nodes.map(({ peer, port }) => [peer.name, port]));
    writeFileSync(`${file}.new`, JSON.stringify(ports));
    renameSync(`${file}.new`, file);
    return nodes;
}

function readPorts(file: string): Readonly<Record<string, number>> {
    try {
        return JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
    } catch {
        return {};
    }
}
