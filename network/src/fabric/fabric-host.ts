import type { Consortium } from '../consortium/definition.js';
import type { Addresses, ChaincodeServers, ServerPlan } from './addresses.js';
import type { FabricLayout } from './layout.js';
import type { FabricPrograms } from './programs.js';
import type { Watchdog } from './watchdog.js';

export interface FabricOptions {
    readonly consortium: Consortium;
    /** Identities in cryptogen's layout. */
    readonly cryptoDir: string;
    /** The network's data directory: configuration, ports and logs stand in it. */
    readonly root: string;
    /** Holds what peers and orderer keep; the same folder again continues where the network was. */
    readonly dataDir: string;
    readonly programs: FabricPrograms;
    readonly chaincodeServers: ChaincodeServers;
    readonly executeTimeoutMs: number;
    readonly log: (line: string) => void;
    readonly progress: (step: string) => void;
}

/** A network of Fabric's programs on this machine, as it is being started. */
export interface FabricHost extends FabricOptions {
    readonly layout: FabricLayout;
    readonly addresses: Addresses;
    readonly servers: readonly ServerPlan[];
    readonly watchdog: Watchdog;
    /** Keeps what was started, so that it can be stopped. */
    keep(started: { stop(): Promise<void> }): void;
}
