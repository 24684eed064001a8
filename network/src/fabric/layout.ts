import { join } from 'node:path';
import { LOG_FOLDER } from '../logs/index.js';

/** Where the files of Fabric's processes stand. What is under `run` is written anew at every start, ports apart. */
export interface FabricLayout {
    readonly ports: string;
    /** One file for each process that runs. */
    readonly processes: string;
    /** The configuration folder of a node, or of the channels' generator. */
    configuration(name: string): string;
    /** A peer's external builder. */
    builder(host: string): string;
    /** Where a stub of a chaincode's module may be written, for one of its servers. */
    chaincode(server: string): string;
    log(name: string): string;
    /** What a peer or an orderer keeps. */
    node(host: string): string;
    /** What a peer's external builder released, the addresses of chaincode servers among it. */
    builds(host: string): string;
    /** What each channel began with. */
    readonly channels: string;
    genesisBlock(channel: string): string;
}

/** Name of the folder in the data directory that holds configuration, ports and notes of running processes. */
export const RUN_FOLDER = 'run';

export function fabricLayout(root: string, ledger: string): FabricLayout {
    const run = join(root, RUN_FOLDER);
    const channels = join(ledger, 'channels');
    const node = (host: string): string => join(ledger, 'nodes', host);
    return {
        ports: join(run, 'ports.json'),
        processes: processRecords(root),
        configuration: (name) => join(run, 'configuration', name),
        builder: (host) => join(run, 'builders', host),
        chaincode: (server) => join(run, 'chaincode', server),
        log: (name) => join(root, LOG_FOLDER, `${name}.log`),
        node,
        builds: (host) => join(node(host), 'externalbuilder', 'builds'),
        channels: join(channels, 'channels.json'),
        genesisBlock: (channel) => join(channels, `${channel}.block`),
    };
}

export function processRecords(root: string): string {
    return join(root, RUN_FOLDER, 'processes');
}
