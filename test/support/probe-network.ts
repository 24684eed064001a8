import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import * as grpc from '@grpc/grpc-js';
import { connect, hash, signers, type Contract, type Gateway, type Network } from '@hyperledger/fabric-gateway';
import { issueIdentities, peerOrganisationFolders, type Channel, type Consortium } from '@quartier/network';
import { startDevnet, type Devnet, type DevnetOptions } from '@quartier/network/dist/devnet/index.js';

import { mspFiles } from './msp-files.js';

const SAMPLE = path.resolve(__dirname, '../../support/chaincode-samples/ledger-probe');
const DOMAIN = 'probe.example';
const BATCH = { timeoutMs: 10, maxMessages: 500, preferredMaxBytes: 8_000_000, absoluteMaxBytes: 99_000_000 };

export type Member = 'alpha' | 'beta' | 'gamma';

const MEMBERS: readonly Member[] = ['alpha', 'beta', 'gamma'];

export const mspIdOf = (member: Member): string => `${member.charAt(0).toUpperCase()}${member.slice(1)}MSP`;

/** A peer's host name. */
export const peerOf = (member: Member, index = 0): string => `peer${index}.${member}.${DOMAIN}`;

/**
 * Three organisations on one channel, `main`, with the chaincode sample `ledger-probe`: two of three must endorse.
 * The collection `shared` belongs to alpha and beta, `open` too but anyone may write and read it, `brief` lives for
 * two blocks.
 */
export function probeConsortium(
    batch: Partial<Channel['batch']> = {},
    chaincodePath = SAMPLE,
    peersPerMember = 1,
): Consortium {
    const collection = {
        policy: "OR('AlphaMSP.member', 'BetaMSP.member')",
        requiredPeerCount: 0,
        maxPeerCount: 0,
        blockToLive: 0,
        memberOnlyRead: true,
        memberOnlyWrite: true,
        endorsementPolicy: { signaturePolicy: "AND('AlphaMSP.peer', 'BetaMSP.peer')" },
    };
    const chaincode = {
        version: '1.0',
        path: chaincodePath,
        policy: "OutOf(2, 'AlphaMSP.peer', 'BetaMSP.peer', 'GammaMSP.peer')",
        collections: [
            { ...collection, name: 'shared' },
            { ...collection, name: 'open', memberOnlyRead: false, memberOnlyWrite: false },
            { ...collection, name: 'brief', blockToLive: 2 },
        ],
    };
    return {
        name: 'probe',
        organisations: MEMBERS.map((name) => ({
            name,
            mspId: mspIdOf(name),
            domain: `${name}.${DOMAIN}`,
            peers: Array.from({ length: peersPerMember }, (_, index) => ({ name: peerOf(name, index) })),
            users: [
                { name: 'Admin', unit: 'admin', attributes: {} },
                { name: 'backoffice', unit: 'client', attributes: { 'quartier.role': 'backoffice' } },
            ],
        })),
        channels: [
            {
                name: 'main',
                organisations: [...MEMBERS],
                batch: { ...BATCH, ...batch },
                fabric: { batch: { ...BATCH, ...batch } },
                chaincodes: [
                    { ...chaincode, name: 'probe' },
                    { ...chaincode, name: 'other', main: 'index.js' },
                ],
            },
        ],
    };
}

/** A client of one member, through its own peer. */
export interface ProbeClient {
    readonly gateway: Gateway;
    readonly network: Network;
    readonly contract: Contract;
    close(): void;
}

/** A running network in a folder that goes away with it. */
export interface ProbeNetwork {
    readonly folder: string;
    readonly consortium: Consortium;
    readonly devnet: Devnet;
    client(member: Member, options?: ClientOptions): ProbeClient;
    restart(): Promise<void>;
    /** Ends the network and leaves its folder. */
    stop(): Promise<void>;
    close(): Promise<void>;
}

export interface ClientOptions {
    readonly user?: string;
    /** Whose certificate is presented; the peer stays the member's. */
    readonly as?: Member;
    /** The organisation claimed; that of the certificate unless said otherwise. */
    readonly mspId?: string;
    readonly chaincode?: string;
    /** Which of the member's peers. */
    readonly peer?: number;
}

export async function startProbeNetwork(
    options: Pick<DevnetOptions, 'chaincodeServers' | 'executeTimeoutMs' | 'log'> & {
        readonly batch?: Partial<Channel['batch']>;
        readonly chaincodePath?: string;
        readonly peersPerMember?: number;
    } = {},
): Promise<ProbeNetwork> {
    const { batch, chaincodePath, peersPerMember, ...devnetOptions } = options;
    const folder = mkdtempSync(path.join(tmpdir(), 'probe-'));
    const consortium = probeConsortium(batch, chaincodePath, peersPerMember);
    const cryptoDir = path.join(folder, 'crypto');
    await issueIdentities({ consortium, cryptoDir });
    const start = (): Promise<Devnet> =>
        startDevnet({ consortium, cryptoDir, dataDir: path.join(folder, 'data'), ...devnetOptions });
    let devnet = await start();
    const clients = new Set<ProbeClient>();
    const closeClients = (): void => {
        clients.forEach((client) => {
            client.close();
        });
        clients.clear();
    };
    let running = true;
    const stop = async (): Promise<void> => {
        closeClients();
        if (running) await devnet.stop();
        running = false;
    };
    return {
        folder,
        consortium,
        get devnet() {
            return devnet;
        },
        client: (member, clientOptions) => {
            const client = connectClient(cryptoDir, devnet.ports, member, clientOptions);
            clients.add(client);
            return client;
        },
        restart: async () => {
            await stop();
            devnet = await start();
            running = true;
        },
        stop,
        close: async () => {
            await stop();
            rmSync(folder, { recursive: true, force: true });
        },
    };
}

export function connectClient(
    cryptoDir: string,
    ports: ReadonlyMap<string, number>,
    member: Member,
    { user = 'backoffice', as = member, mspId = mspIdOf(as), chaincode = 'probe', peer = 0 }: ClientOptions = {},
): ProbeClient {
    const host = peerOf(member, peer);
    const peerFolder = peerOrganisationFolders(cryptoDir, `${member}.${DOMAIN}`).node(host);
    const msp = mspFiles(path.join(peerOrganisationFolders(cryptoDir, `${as}.${DOMAIN}`).user(user), 'msp'));
    const client = new grpc.Client(
        `localhost:${ports.get(host) ?? 0}`,
        grpc.credentials.createSsl(readFileSync(path.join(peerFolder, 'tls', 'ca.crt'))),
        { 'grpc.ssl_target_name_override': host, 'grpc.max_receive_message_length': -1 },
    );
    const gateway = connect({
        client,
        identity: { mspId, credentials: msp.certificate },
        signer: signers.newPrivateKeySigner(createPrivateKey(msp.key)),
        hash: hash.sha256,
    });
    const network = gateway.getNetwork('main');
    return {
        gateway,
        network,
        contract: network.getContract(chaincode),
        close: () => {
            gateway.close();
            client.close();
        },
    };
}

export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
