import type { Channel, Consortium } from '../consortium/definition.js';
import { type ForeignChaincode, readForeignChaincode } from '../consortium/foreign-chaincode.js';
import type { Deployment, Devnet } from '../devnet/devnet.js';
import type { ControlRequest } from './control.js';
import { NetworkRefusal } from './network-refusal.js';

/** What can be done to an embedded network while it runs. */
export interface EmbeddedOperations {
    /**
     * Stops one peer; clients of its organisation find another.
     * @throws {NetworkRefusal} `UNKNOWN_PEER`
     */
    stopPeer(host: string): void;
    /** @throws {NetworkRefusal} `UNKNOWN_PEER` */
    startPeer(host: string): Promise<void>;
    /**
     * Gives a channel a chaincode beside those of the definition, or another definition of one. `channel` may be left
     * out where there is only one.
     * @throws {DefinitionError} when the folder, the policy or the collections are not right
     * @throws {NetworkRefusal} `UNKNOWN_CHANNEL`
     */
    deployChaincode(chaincode: ForeignChaincode, channel?: string): Promise<Deployment>;
}

/** @param deployed called after each deployment */
export function embeddedOperations(
    devnet: Devnet,
    consortium: Consortium,
    deployed: () => Promise<unknown>,
): EmbeddedOperations {
    const known = (host: string): string => {
        if (devnet.ports.has(host)) return host;
        const hosts = [...devnet.ports.keys()].join(', ');
        throw new NetworkRefusal('UNKNOWN_PEER', `there is no peer ${host}; the network has ${hosts}`);
    };
    return {
        stopPeer: (host) => {
            devnet.stopPeer(known(host));
        },
        startPeer: (host) => devnet.startPeer(known(host)),
        deployChaincode: async (chaincode, name) => {
            const channel = channelOf(consortium, name);
            const definition = readForeignChaincode(chaincode, channel, consortium);
            const deployment = devnet.deployChaincode(channel.name, definition);
            await deployed();
            return deployment;
        },
    };
}

export async function answerControl(operations: EmbeddedOperations, request: ControlRequest): Promise<unknown> {
    switch (request.command) {
        case 'stop-peer':
            operations.stopPeer(request.host);
            return undefined;
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
