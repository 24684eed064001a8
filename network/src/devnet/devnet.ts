import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gateway, peer as peerProtos } from '@hyperledger/fabric-protos';
import type { Consortium, PeerDefinition } from '../consortium/definition.js';
import { createChaincodeHost } from './chaincode-host.js';
import { Channel } from './channel.js';
import { deliverService } from './deliver-service.js';
import { openEndpoint, type Endpoint } from './endpoint.js';
import { Endorser } from './endorser.js';
import { Gateway } from './gateway.js';
import { gatewayService } from './gateway-service.js';
import { readMsp, type Msp } from './membership.js';
import type { Peer } from './peer.js';
import { firstEntry, readSigningIdentity, type SigningIdentity } from './signing-identity.js';

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
    /** Commits what has been ordered, then ends. */
    stop(): Promise<void>;
}

const EXECUTE_TIMEOUT_MS = 30_000;
const ORDERER_MSP_ID = 'OrdererMSP';

interface LocatedPeer {
    readonly definition: PeerDefinition;
    readonly mspId: string;
    readonly folder: string;
}

/**
 * Runs a whole consortium in this process: for each peer an endpoint with Fabric's Gateway and Deliver services, for
 * each channel an orderer and a ledger on disk, and the chaincode on threads.
 * @throws {Error} when identities are missing, a port the definition names is taken, or a ledger cannot be opened
 */
export async function startDevnet(options: DevnetOptions): Promise<Devnet> {
    const { consortium, cryptoDir, dataDir, log = () => undefined } = options;
    mkdirSync(dataDir, { recursive: true });
    const located = locatePeers(consortium, cryptoDir);
    const endpoints = await openEndpoints(located, path.join(dataDir, 'ports.json'));
    const peers = located.map((peer) => peerOf(peer, endpoints));
    const channels = await openChannels(options, peers);
    const host = createChaincodeHost({
        servers: options.chaincodeServers ?? 'shared',
        folder: path.join(dataDir, 'chaincode'),
        log,
    });
    const channel = (name: string): Channel | undefined => channels.get(name);
    const executeTimeoutMs = options.executeTimeoutMs ?? EXECUTE_TIMEOUT_MS;
    const endorsers = new Map(peers.map((peer) => [peer, new Endorser({ peer, host, channel, executeTimeoutMs })]));
    for (const peer of peers) {
        const joined = (name: string): Channel | undefined => {
            const found = channel(name);
            return found?.hasMember(peer.mspId) === true ? found : undefined;
        };
        const served = new Gateway({ peer, channel: joined, endorser: (one) => endorserOf(endorsers, one) });
        endpoints.get(peer.name)?.serve([
            { definition: gateway.GatewayService, implementation: gatewayService(served, joined) },
            { definition: peerProtos.DeliverService, implementation: deliverService(joined) },
        ]);
    }
    return {
        ports: new Map([...endpoints].map(([name, { port }]) => [name, port])),
        stop: async () => {
            endpoints.forEach((endpoint) => {
                endpoint.stop();
            });
            await host.stop();
            await Promise.all([...channels.values()].map((one) => one.stop()));
        },
    };
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

function peerOf({ definition, mspId, folder }: LocatedPeer, endpoints: ReadonlyMap<string, Endpoint>): Peer {
    const { name } = definition;
    const port = endpoints.get(name)?.port ?? 0;
    return { name, mspId, address: `${name}:${port}`, identity: readSigningIdentity(mspId, path.join(folder, 'msp')) };
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
async function openEndpoints(peers: readonly LocatedPeer[], file: string): Promise<ReadonlyMap<string, Endpoint>> {
    const remembered = readPorts(file);
    const endpoints = new Map<string, Endpoint>();
    try {
        for (const { definition, folder } of peers) {
            const { name, port } = definition;
            const wanted = port === undefined ? [remembered[name] ?? 0, 0] : [port];
            endpoints.set(name, await openEndpoint(path.join(folder, 'tls'), wanted));
        }
    } catch (error) {
        endpoints.forEach((endpoint) => {
            endpoint.stop();
        });
        throw error;
    }
    const ports = Object.fromEntries([...endpoints].map(([name, { port }]) => [name, port]));
    writeFileSync(`${file}.new`, JSON.stringify(ports));
    renameSync(`${file}.new`, file);
    return endpoints;
}

function readPorts(file: string): Readonly<Record<string, number>> {
    try {
        return JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
    } catch {
        return {};
    }
}
