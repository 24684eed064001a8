import type { ChaincodeDefinition, Channel, Consortium } from '../consortium/definition.js';
import { type ForeignChaincode, readForeignChaincode } from '../consortium/foreign-chaincode.js';
import type { Deployment } from '../devnet/devnet.js';
import type { ControlRequest } from './control.js';
import { NetworkRefusal } from './network-refusal.js';

/** The peers of a network that runs, on either engine. */
export interface RunningPeers {
    /** By the peers' host names, on the loopback interface. */
    readonly ports: ReadonlyMap<string, number>;
    readonly ordererPort: number;
    stopPeer(host: string): void | Promise<void>;
    startPeer(host: string): Promise<void>;
    /** Only the embedded network takes other chaincode while it runs. */
    deployChaincode?(channel: string, definition: ChaincodeDefinition): Deployment;
}

/** What can be done to a network while it runs. */
export interface Operations {
    /**
     * Stops one peer; clients of its organisation find another.
     * @throws {NetworkRefusal} `UNKNOWN_PEER`
     */
    stopPeer(host: string): Promise<void>;
    /** @throws {NetworkRefusal} `UNKNOWN_PEER` */
    startPeer(host: string): Promise<void>;
    /**
     * Gives a channel a chaincode beside those of the definition, or another definition of one. `channel` may be left
     * out where there is only one.
     * @throws {DefinitionError} when the folder, the policy or the collections are not right
     * @throws {NetworkRefusal} `UNKNOWN_CHANNEL`, or `DEFINITION_DECIDES` on Fabric
     */
    deployChaincode(chaincode: ForeignChaincode, channel?: string): Promise<Deployment>;
}

/** @param deployed called after each deployment */
export function operationsOf(
    peers: RunningPeers,
    consortium: Consortium,
    deployed: () => Promise<unknown>,
): Operations {
    const known = (host: string): string => {
        if (peers.ports.has(host)) return host;
        const hosts = [...peers.ports.keys()].join(', ');
        throw new NetworkRefusal('UNKNOWN_PEER', `there is no peer ${host}; the network has ${hosts}`);
    };
    return {
        stopPeer: async (host) => {
            await peers.stopPeer(known(host));
        },
        startPeer: (host) => peers.startPeer(known(host)),
        deployChaincode: async (chaincode, name) => {
            if (peers.deployChaincode === undefined) {
                const advice = 'on Fabric, write the chaincode into the definition and start again';
                throw new NetworkRefusal('DEFINITION_DECIDES', advice);
            }
            const channel = channelOf(consortium, name);
            const definition = readForeignChaincode(chaincode, channel, consortium);
            const deployment = peers.deployChaincode(channel.name, definition);
            await deployed();
            return deployment;
        },
    };
}

export function answerControl(operations: Operations, request: ControlRequest): Promise<unknown> {
    switch (request.command) {
        case 'stop-peer':
            return operations.stopPeer(request.host);
        case 'start-peer':
            return operations.startPeer(request.host);
        case 'deploy':
            return operations.deployChaincode(request.chaincode, request.channel);
    }
}

/** The consortium with the chaincodes that were deployed while the network ran. */
export function withDeployments(consortium: Consortium, deployments: readonly Deployment[]): Consortium {
    return {
        ...consortium,
        channels: consortium.channels.map((channel) => {
            const added = deployments.filter((one) => one.channel === channel.name).map(({ definition }) => definition);
            const kept = channel.chaincodes.filter(({ name }) => !added.some((one) => one.name === name));
            return { ...channel, chaincodes: [...kept, ...added] };
        }),
    };
}

function channelOf({ channels }: Consortium, name: string | undefined): Channel {
    const [only, ...others] = channels;
    if (name === undefined && only !== undefined && others.length === 0) return only;
    const found = channels.find((channel) => channel.name === name);
    if (found !== undefined) return found;
    const problem = name === undefined ? 'name a channel' : `there is no channel ${name}`;
    const names = channels.map((channel) => channel.name).join(', ');
    throw new NetworkRefusal('UNKNOWN_CHANNEL', `${problem}; the network has ${names}`);
}
