import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import * as grpc from '@grpc/grpc-js';
import { connect, hash, signers, type Contract, type Gateway, type Network } from '@hyperledger/fabric-gateway';
import { peerOrganisationFolders } from '@quartier/network';

import { CHANNEL, domainOf, MEMBERS, mspIdOf, peerOf, type Member } from './consortium.js';

import { mspFiles, type MspFiles } from '../msp-files.js';

export interface ConformancePeer {
    /** Its host name. */
    readonly name: string;
    readonly member: Member;
    readonly port: number;
    /** As error details name it. */
    readonly address: string;
}

/** A running network of the conformance consortium, whatever runs it. */
export interface ConformanceNetwork {
    readonly engine: 'embedded' | 'fabric';
    readonly peers: readonly ConformancePeer[];
    readonly orderer: Pick<ConformancePeer, 'name' | 'port'>;
    readonly cryptoDir: string;
    stopPeer(name: string): Promise<void>;
    startPeer(name: string): Promise<void>;
    /** Resolves when chaincode that has ended can be reached again. */
    chaincodeBack(): Promise<void>;
    close(): Promise<void>;
}

/** The peers that run, each organisation's in order. */
export function locatePeers(
    ports: ReadonlyMap<string, number>,
    addressOf: (name: string, port: number) => string,
): ConformancePeer[] {
    return MEMBERS.flatMap((member) =>
        [0, 1].flatMap((number) => {
            const name = peerOf(member, number);
            const port = ports.get(name);
            return port === undefined ? [] : [{ name, member, port, address: addressOf(name, port) }];
        }),
    );
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
    readonly channel?: string;
    /** Signing is left to the test. */
    readonly unsigned?: boolean;
}

/** A client of one member, through its own peer. */
export interface ConformanceClient {
    readonly grpc: grpc.Client;
    readonly gateway: Gateway;
    readonly network: Network;
    readonly contract: Contract;
    readonly identity: Credentials;
    close(): void;
}

export interface Credentials extends MspFiles {
    readonly mspId: string;
}

export function credentialsOf(
    { cryptoDir }: Pick<ConformanceNetwork, 'cryptoDir'>,
    member: Member,
    { user = 'client', as = member, mspId = mspIdOf(as) }: ClientOptions = {},
): Credentials {
    return { mspId, ...mspFiles(path.join(peerOrganisationFolders(cryptoDir, domainOf(as)).user(user), 'msp')) };
}

export function connectClient(
    network: ConformanceNetwork,
    member: Member,
    options: ClientOptions = {},
): ConformanceClient {
    const client = connectPeer(network, member, options.peer);
    const identity = credentialsOf(network, member, options);
    const gateway = connect({
        client,
        identity: { mspId: identity.mspId, credentials: identity.certificate },
        ...(options.unsigned === true ? {} : { signer: signers.newPrivateKeySigner(createPrivateKey(identity.key)) }),
        hash: hash.sha256,
    });
    const channel = gateway.getNetwork(options.channel ?? CHANNEL);
    return {
        grpc: client,
        gateway,
        network: channel,
        contract: channel.getContract(options.chaincode ?? 'pair'),
        identity,
        close: () => {
            gateway.close();
            client.close();
        },
    };
}

/** Clients that one file uses again and again, by who they are; they close together. */
export class ClientPool {
    readonly #network: () => ConformanceNetwork;
    readonly #clients = new Map<string, ConformanceClient>();

    constructor(network: () => ConformanceNetwork) {
        this.#network = network;
    }

    get(member: Member, options: ClientOptions = {}): ConformanceClient {
        const key = JSON.stringify([member, options]);
        const client = this.#clients.get(key) ?? connectClient(this.#network(), member, options);
        this.#clients.set(key, client);
        return client;
    }

    close(): void {
        this.#clients.forEach((client) => {
            client.close();
        });
        this.#clients.clear();
    }
}

export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

export function connectPeer({ peers, cryptoDir }: ConformanceNetwork, member: Member, number?: number): grpc.Client {
    const host = peerOf(member, number);
    const tls = path.join(peerOrganisationFolders(cryptoDir, domainOf(member)).node(host), 'tls');
    const port = peers.find(({ name }) => name === host)?.port ?? 0;
    return new grpc.Client(`localhost:${port}`, grpc.credentials.createSsl(readFileSync(path.join(tls, 'ca.crt'))), {
        'grpc.ssl_target_name_override': host,
        'grpc.max_receive_message_length': -1,
        'grpc.use_local_subchannel_pool': 1,
    });
}
