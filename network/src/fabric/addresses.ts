import type {
    ChaincodeDefinition,
    Channel,
    Consortium,
    Organisation,
    PeerDefinition,
} from '../consortium/definition.js';
import { ordererHost } from '../consortium/ordering.js';
import { choosePorts, type PortRequest } from './ports.js';

/** The loopback ports of a consortium's processes. */
export interface Addresses {
    /** By host name. */
    readonly peers: ReadonlyMap<string, number>;
    readonly orderer: number;
    readonly ordererAdmin: number;
    /** Health and metrics of a peer or an orderer, by host name. */
    operations(host: string): number;
    /** Of the server that runs a chaincode for an organisation. */
    chaincode(server: string): number;
}

/** How many chaincode servers there are: one for all organisations, one for each, or one beside each peer. */
export type ChaincodeServers = 'shared' | 'per-organisation' | 'per-peer';

/** A chaincode server: for one peer, for one organisation's peers, or for those of all. */
export interface ServerPlan {
    readonly name: string;
    /** What a package calls the server's address. */
    readonly addressName: string;
    /** Undefined when it serves all organisations of the channel. */
    readonly owner: Organisation | undefined;
    /** Host name of the one peer that it serves. */
    readonly peer?: string;
}

export function plannedServers(
    { channels, organisations }: Consortium,
    servers: ChaincodeServers,
): readonly ServerPlan[] {
    return channels.flatMap((channel) => {
        const members = organisations.filter(({ name }) => channel.organisations.includes(name));
        const owners =
            servers === 'shared' ? [{ owner: undefined }] : members.flatMap((owner) => ownedBy(owner, servers));
        return channel.chaincodes.flatMap((chaincode) =>
            owners.map((whose: Pick<ServerPlan, 'owner' | 'peer'>) => {
                const parts = [channel.name, chaincode.name, whose.owner?.name, whose.peer];
                const name = parts.filter((part) => part !== undefined).join('/');
                return { name, addressName: addressName(channel, chaincode), ...whose };
            }),
        );
    });
}

function ownedBy(owner: Organisation, servers: ChaincodeServers): Pick<ServerPlan, 'owner' | 'peer'>[] {
    return servers === 'per-peer' ? owner.peers.map(({ name }) => ({ owner, peer: name })) : [{ owner }];
}

/** Whether a server is there for the chaincode calls of this peer. */
export function serves({ owner, peer }: ServerPlan, organisation: Organisation, host: string): boolean {
    return (owner === undefined || owner.name === organisation.name) && (peer === undefined || peer === host);
}

export function addressName(channel: Channel, chaincode: ChaincodeDefinition): string {
    return `${channel.name}/${chaincode.name}`;
}

/** @throws {NetworkRefusal} `PORT_TAKEN` */
export async function chooseAddresses(
    consortium: Consortium,
    servers: readonly ServerPlan[],
    file: string,
): Promise<Addresses> {
    const peers = consortium.organisations.flatMap((organisation) => organisation.peers);
    const orderer = ordererHost(consortium);
    const requests: readonly PortRequest[] = [
        ...peers.map(wantedPort),
        wantedPort({ name: orderer, ...consortium.orderer }),
        ...[
            adminOf(orderer),
            operationsOf(orderer),
            ...peers.map(({ name }) => operationsOf(name)),
            ...servers.map(({ name }) => name),
        ].map((name) => ({ name, isMovable: true })),
    ];
    const ports = await choosePorts(requests, file);
    const port = (name: string): number => {
        const found = ports.get(name);
        if (found === undefined) throw new Error(`No port was chosen for ${name}`);
        return found;
    };
    return {
        peers: new Map(peers.map(({ name }) => [name, port(name)])),
        orderer: port(orderer),
        ordererAdmin: port(adminOf(orderer)),
        operations: (host) => port(operationsOf(host)),
        chaincode: port,
    };
}

export function loopback(port: number): string {
    return `127.0.0.1:${String(port)}`;
}

function wantedPort({ name, port }: PeerDefinition): PortRequest {
    return port === undefined ? { name } : { name, wanted: port };
}

function adminOf(host: string): string {
    return `${host} administration`;
}

function operationsOf(host: string): string {
    return `${host} operations`;
}
