import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { discovery, gateway, orderer as ordererProtos, peer as peerProtos } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition, Consortium } from '../consortium/definition.js';
import { ordererHost, orderingOrganisation } from '../consortium/ordering.js';
import { ordererOrganisationFolders, peerOrganisationFolders } from '../identity/crypto-layout.js';
import { readMsp, type Msp } from '../identity/membership.js';
import { readSigningIdentity, type SigningIdentity } from '../identity/signing-identity.js';
import { atomicBroadcastService } from './broadcast-service.js';
import { chaincodeId, ChaincodeHost } from './endorser/chaincode-host.js';
import { chaincodeSupport } from './endorser/chaincode-stream.js';
import { Channel } from './channel.js';
import { deliverService } from './deliver-service.js';
import { discoveryService } from './discovery/discovery-service.js';
import { Endpoint, firstFree } from './endpoint.js';
import { Endorser } from './endorser/endorser.js';
import { endorserService } from './endorser/endorser-service.js';
import { Gateway } from './gateway/gateway.js';
import { gatewayService } from './gateway/gateway-service.js';
import { countCalls } from './grpc-calls.js';
import { LogSpecification } from '../logs/log-specification.js';
import { Metrics } from './metrics.js';
import {
    openOperations,
    PROGRAM_VERSION,
    type FailedCheck,
    type OperationsOptions,
    type OperationsServer,
} from './operations-server.js';
import { Peer } from './peer.js';
import { Remembered } from './remembered.js';

/** A chaincode that a channel was given while the network ran. */
export interface Deployment {
    readonly channel: string;
    readonly sequence: number;
    /** What a chaincode that is started by hand registers with. */
    readonly packageId: string;
    readonly definition: ChaincodeDefinition;
}

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
    /** Of the ordering service, on the loopback interface. */
    readonly ordererPort: number;
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
    /** Puts the organisations' MSPs, with their revocation lists, into force as they are on disk now. */
    refreshMembers(): Promise<void>;
    /** Commits what has been ordered, then ends. */
    stop(): Promise<void>;
}

const EXECUTE_TIMEOUT_MS = 30_000;
/** The operations service among the ports. */
const OPERATIONS = 'operations';

/**
 * Runs a whole consortium in this process: for each peer an endpoint with Fabric's Gateway and Deliver services, for
 * each channel an orderer and a ledger on disk, and the chaincode on threads.
 * @throws {Error} when identities are missing, a port the definition names is taken, or a ledger cannot be opened
 */
export async function startDevnet(options: DevnetOptions): Promise<Devnet> {
    const { dataDir, log = () => undefined, chaincodeServers: servers = 'shared' } = options;
    mkdirSync(dataDir, { recursive: true });
    const metrics = new Metrics(PROGRAM_VERSION);
    const logging = new LogSpecification();
    const channels = new Map<string, Channel>();
    const sockets = await openSockets(options, {
        metrics,
        logging,
        failures: () => failuresOf(channels),
    });
    const { peers, orderer, operations } = sockets;
    for (const channel of await openChannels(options, sockets, metrics)) channels.set(channel.name, channel);
    const channelNamed = (name: string): Channel | undefined => channels.get(name);
    const implementation = atomicBroadcastService({ channel: channelNamed, metrics });
    orderer.serve([{ definition: ordererProtos.AtomicBroadcastService, implementation }]);
    const deployments = new Remembered<readonly Deployment[]>(path.join(dataDir, 'deployments.json'), []);
    for (const { channel, definition, sequence } of deployments.value) {
        channels.get(channel)?.deploy(definition, sequence);
    }
    const host = new ChaincodeHost({ servers, folder: path.join(dataDir, 'chaincode'), metrics, log });
    const { executeTimeoutMs = EXECUTE_TIMEOUT_MS } = options;
    const warn = (line: string): void => {
        if (logging.tells('warn')) log(line);
    };
    const endorsers = new Map(
        peers.map((peer) => [peer, new Endorser({ peer, host, channels, executeTimeoutMs, metrics, log: warn })]),
    );
    for (const peer of peers) {
        serve(peer, { endorsers, channels, host, metrics });
        log(`[${peer.name}] listens on port ${peer.port}`);
    }
    let refreshing = Promise.resolve();
    return {
        ports: new Map(peers.map(({ name, port }) => [name, port])),
        ordererPort: orderer.port,
        operationsPort: operations.port,
        get deployments() {
            return deployments.value;
        },
        stopPeer: (name) => {
            peerNamed(peers, name).stop();
        },
        startPeer: (name) => peerNamed(peers, name).start(),
        deployChaincode: (name, definition) => deploy(name, definition, { channels, deployments, host }),
        refreshMembers: () => {
            refreshing = refreshing.catch(() => undefined).then(() => refreshMembers(channels, options));
            return refreshing;
        },
        stop: async () => {
            stopAll(peers);
            orderer.close();
            await host.stop();
            operations.stop();
            await Promise.all([...channels.values()].map((one) => one.stop()));
        },
    };
}

interface Shared {
    readonly endorsers: ReadonlyMap<Peer, Endorser>;
    readonly channels: ReadonlyMap<string, Channel>;
    readonly host: ChaincodeHost;
    readonly metrics: Metrics;
}

/** Opens a peer's services. */
function serve(peer: Peer, { endorsers, channels, host, metrics }: Shared): void {
    const joined = (name: string): Channel | undefined => {
        const found = channels.get(name);
        return found?.hasMember(peer.mspId) === true ? found : undefined;
    };
    const hasPackage = (packageId: string): boolean =>
        [...channels.keys()]
            .flatMap((name) => joined(name)?.chaincodes ?? [])
            .some(({ definition }) => chaincodeId(definition) === packageId);
    const endorser = (one: Peer): Endorser => {
        const found = endorsers.get(one);
        if (found === undefined) throw new Error(`${one.name} does not endorse`);
        return found;
    };
    const support = chaincodeSupport(hasPackage, (packageId, stream) => {
        host.dialled(peer, packageId, stream);
    });
    const served = new Gateway({ peer, channel: joined, endorser });
    peer.serve([
        { definition: peerProtos.ChaincodeSupportService, implementation: support },
        { definition: gateway.GatewayService, implementation: gatewayService(served, joined) },
        { definition: peerProtos.DeliverService, implementation: deliverService({ channel: joined, metrics }) },
        {
            definition: peerProtos.EndorserService,
            implementation: endorserService({ channel: joined, endorser: endorser(peer) }),
        },
        {
            definition: discovery.DiscoveryService,
            implementation: discoveryService({
                peer,
                channels: () => [...channels.values()].filter(({ name }) => joined(name) !== undefined),
            }),
        },
    ]);
}

function deploy(
    name: string,
    definition: ChaincodeDefinition,
    {
        channels,
        deployments,
        host,
    }: Pick<Shared, 'channels' | 'host'> & { readonly deployments: Remembered<readonly Deployment[]> },
): Deployment {
    const channel = channels.get(name);
    if (channel === undefined) throw new Error(`there is no channel ${name}`);
    const before = channel.chaincode(definition.name);
    const packageId = chaincodeId(definition);
    const deployment = { channel: name, definition, packageId, sequence: (before?.sequence ?? 0) + 1 };
    channel.deploy(definition, deployment.sequence);
    const others = deployments.value.filter((one) => one.channel !== name || one.definition.name !== definition.name);
    deployments.value = [...others, deployment];
    if (before !== undefined && chaincodeId(before.definition) !== packageId) host.retire(before);
    return deployment;
}

function openChannels(
    options: DevnetOptions,
    { peers, orderer: { port } }: Sockets,
    metrics: Metrics,
): Promise<readonly Channel[]> {
    const { consortium, dataDir, log = () => undefined } = options;
    const ordering = readOrderer(options);
    const ordererAddress = `${ordererHost(consortium)}:${port}`;
    const opened = consortium.channels.map((definition) => {
        const members = membersOf(definition.organisations, options);
        const folder = path.join(dataDir, 'channels', definition.name);
        mkdirSync(folder, { recursive: true });
        return Channel.open({ definition, members, ...ordering, ordererAddress, peers, folder, metrics, log });
    });
    return Promise.all(opened);
}

async function refreshMembers(channels: ReadonlyMap<string, Channel>, options: DevnetOptions): Promise<void> {
    for (const { name, organisations } of options.consortium.channels) {
        await channels.get(name)?.reconfigure(membersOf(organisations, options));
    }
}

/** The MSPs of some organisations, as they are on disk. */
function membersOf(names: readonly string[], { consortium, cryptoDir }: DevnetOptions): readonly Msp[] {
    const found = names.map((name) => consortium.organisations.find((one) => one.name === name));
    return found
        .filter((one) => one !== undefined)
        .map(({ mspId, domain }) => readMsp(mspId, peerOrganisationFolders(cryptoDir, domain).msp));
}

function readOrderer({ consortium, cryptoDir }: DevnetOptions): {
    readonly orderer: SigningIdentity;
    readonly ordererMsp: Msp;
} {
    const { mspId, domain } = orderingOrganisation(consortium);
    const folders = ordererOrganisationFolders(cryptoDir, domain);
    return {
        orderer: readSigningIdentity(mspId, path.join(folders.node(ordererHost(consortium)), 'msp')),
        ordererMsp: readMsp(mspId, folders.msp),
    };
}

interface Sockets {
    readonly peers: readonly Peer[];
    readonly orderer: Endpoint;
    readonly operations: OperationsServer;
}

/** Everything that listens; nothing does when it fails. Ports stay the same from start to start where they are free. */
async function openSockets(
    { consortium, cryptoDir, dataDir, operationsPort }: DevnetOptions,
    operated: Omit<OperationsOptions, 'port'>,
): Promise<Sockets> {
    const remembered = new Remembered<Readonly<Record<string, number>>>(path.join(dataDir, 'ports.json'), {});
    const candidates = (name: string, wanted: number | undefined): readonly number[] =>
        wanted === undefined ? [remembered.value[name] ?? 0, 0] : [wanted];
    const interceptor = countCalls(operated.metrics);
    const peers: Peer[] = [];
    const orderers: Endpoint[] = [];
    try {
        for (const { mspId, domain, peers: definitions } of consortium.organisations) {
            for (const definition of definitions) {
                const { name, port } = definition;
                const folder = peerOrganisationFolders(cryptoDir, domain).node(name);
                peers.push(await Peer.open({ definition, mspId, folder, interceptor }, candidates(name, port)));
            }
        }
        const host = ordererHost(consortium);
        const folder = ordererOrganisationFolders(cryptoDir, orderingOrganisation(consortium).domain).node(host);
        const orderer = await Endpoint.open({ folder, interceptor }, candidates(host, consortium.orderer?.port));
        orderers.push(orderer);
        const operations = await firstFree(candidates(OPERATIONS, operationsPort), (port) =>
            openOperations({ port, ...operated }),
        );
        const ports = peers.map(({ name, port }) => [name, port] as const);
        remembered.value = Object.fromEntries([...ports, [host, orderer.port], [OPERATIONS, operations.port]]);
        return { peers, orderer, operations };
    } catch (error) {
        stopAll(peers);
        for (const orderer of orderers) orderer.close();
        throw error;
    }
}

function peerNamed(peers: readonly Peer[], name: string): Peer {
    const peer = peers.find((one) => one.name === name);
    if (peer === undefined) throw new Error(`there is no peer ${name}`);
    return peer;
}

function stopAll(peers: readonly Peer[]): void {
    for (const peer of peers) peer.stop();
}

function failuresOf(channels: ReadonlyMap<string, Channel>): readonly FailedCheck[] {
    return [...channels.values()].flatMap(({ name, failure }) =>
        failure === undefined ? [] : [{ component: `ledger of ${name}`, reason: failure }],
    );
}
