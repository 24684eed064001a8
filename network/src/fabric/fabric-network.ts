import { type Administrator, connectAdministrator } from '../admin/administrator.js';
import { chooseAddresses, plannedServers } from './addresses.js';
import { deployChaincodes, serveChaincodes } from './chaincodes.js';
import { makeGenesisBlocks } from './channel-genesis.js';
import type { Daemon } from './daemon.js';
import type { FabricHost, FabricOptions } from './fabric-host.js';
import { joinChannels } from './join-channels.js';
import { fabricLayout } from './layout.js';
import { startNodes, startPeer } from './nodes.js';
import { endRecordedProcesses } from './process-record.js';
import { startWatchdog } from './watchdog.js';

export interface FabricNetwork {
    /** By the peers' host names, on the loopback interface. */
    readonly ports: ReadonlyMap<string, number>;
    readonly ordererPort: number;
    /** Ends one peer, by its host name, as if its machine had failed. Its ledger stays. */
    stopPeer(host: string): Promise<void>;
    /**
     * Starts a peer that was stopped, at the port it had.
     * @throws {NetworkRefusal} `PROCESS_ENDED`
     */
    startPeer(host: string): Promise<void>;
    stop(): Promise<void>;
}

/**
 * Runs a consortium with Fabric's own programs on this machine: an orderer, every peer, the chaincode as a service.
 * Resolves when each gateway knows the endorsers of its channels.
 * @throws {NetworkRefusal} `PORT_TAKEN`, `CHANNEL_DIFFERS` or `PROCESS_ENDED`
 */
export async function startFabric(options: FabricOptions): Promise<FabricNetwork> {
    const layout = fabricLayout(options.root, options.dataDir);
    const left = await endRecordedProcesses(layout.processes);
    if (left.length > 0) options.log(`Ended what a killed run had left: ${left.join(', ')}`);
    const servers = plannedServers(options.consortium, options.chaincodeServers);
    const addresses = await chooseAddresses(options.consortium, servers, layout.ports);
    const watchdog = startWatchdog();
    const started: { stop(): Promise<void> }[] = [];
    const stop = async (): Promise<void> => {
        await Promise.all(started.map((one) => one.stop()));
        await watchdog.stop();
    };
    try {
        const keep = (one: { stop(): Promise<void> }): unknown => started.push(one);
        const network = { ...options, layout, addresses, servers, watchdog, keep };
        const nodes = await start(network);
        return {
            ports: addresses.peers,
            ordererPort: addresses.orderer,
            stopPeer: async (host) => {
                await nodes.get(host)?.kill();
                nodes.delete(host);
            },
            startPeer: async (host) => {
                if (!nodes.has(host)) nodes.set(host, await startPeer(network, host));
            },
            stop,
        };
    } catch (error) {
        await stop();
        throw error;
    }
}

/** Resolves to the peers' processes, by host name. */
async function start(network: FabricHost): Promise<Map<string, Daemon>> {
    const { consortium, cryptoDir, addresses, layout, programs, progress } = network;
    await makeGenesisBlocks({ consortium, cryptoDir, addresses, layout, configtxgen: programs.configtxgen });
    progress('Starting chaincode, orderer and peers');
    const packaged = await serveChaincodes(network);
    const nodes = await startNodes(network);
    const administrators = new Map<string, readonly Administrator[]>();
    try {
        for (const organisation of consortium.organisations) {
            const connected = organisation.peers.map(({ name }) =>
                connectAdministrator(organisation, cryptoDir, addresses.peers, name),
            );
            administrators.set(organisation.name, await Promise.all(connected));
        }
        progress('Joining channels');
        await joinChannels(network, administrators);
        progress('Deploying chaincode');
        await deployChaincodes(packaged, administrators);
        return nodes;
    } finally {
        for (const administrator of [...administrators.values()].flat()) administrator.close();
    }
}
