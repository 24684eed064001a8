import { join, resolve } from 'node:path';
import type { Consortium } from '../consortium/definition.js';
import { readConsortium } from '../consortium/read-definition.js';
import type { Devnet } from '../devnet/devnet.js';
import { writeProfiles } from '../identity/connection-profile.js';
import { issueIdentities } from '../identity/issue-identities.js';
import { LOG_FOLDER, openLog } from '../logs/index.js';
import { requireBuiltChaincode } from './built-chaincode.js';
import { openControl } from './control.js';
import { type DataDirectory, openDataDirectory } from './data-directory.js';
import { answerControl, type EmbeddedOperations, embeddedOperations, withDeployments } from './embedded-operations.js';

/** The sample consortium that comes with this package. */
export const SAMPLE_CONSORTIUM = resolve(__dirname, '../../consortium.yaml');

export interface NetworkOptions {
    /** The definition; the sample consortium's unless given. */
    readonly consortiumFile?: string;
    /** Where ledger, identities and profiles stand; created when it is not there. */
    readonly dataDir: string;
    /**
     * Where the identities stand instead, in the layout of Fabric's `cryptogen`; what is there already is used, the
     * rest is issued. The data directory remembers it.
     */
    readonly cryptoDir?: string;
    /** One chaincode server for all organisations of this machine (the default), or one for each. */
    readonly chaincodeServers?: 'shared' | 'per-organisation';
    /** Port of the operations service; the one of the last start, or any that is free, unless given. */
    readonly operationsPort?: number;
    /** How long a chaincode may take for one call. */
    readonly executeTimeoutMs?: number;
    /** Receives what the network and its chaincode log, line by line, besides the files in `logs`. */
    readonly log?: (line: string) => void;
    /** Told what is being done, while the network starts. */
    readonly progress?: (step: string) => void;
}

/** A network that runs in this process. */
export interface Network extends EmbeddedOperations {
    readonly consortium: Consortium;
    /** Connection profiles by organisation, absolute paths. */
    readonly profiles: Readonly<Record<string, string>>;
    /** Port of each peer on this machine, by host name. */
    readonly ports: ReadonlyMap<string, number>;
    /** Base address of the operations service: `/healthz`, `/version`, `/metrics`. */
    readonly operationsUrl: string;
    /** Where the identities stand, in the layout of Fabric's `cryptogen`. */
    readonly cryptoDir: string;
    /** Ends it; what was committed is on disk. */
    stop(): Promise<void>;
}

/**
 * Starts the embedded network of a consortium: issues the identities that are missing, opens a gateway for each
 * organisation, writes the connection profiles and founds the areas. Resolves when clients can connect.
 * @throws {DefinitionError} when the definition is not valid
 * @throws {NetworkRefusal} when chaincode is not built, or the data directory is another consortium's or in use
 */
export async function startNetwork(options: NetworkOptions): Promise<Network> {
    const consortium = readConsortium(options.consortiumFile ?? SAMPLE_CONSORTIUM);
    requireBuiltChaincode(consortium);
    const directory = await openDataDirectory(options.dataDir, consortium, options.cryptoDir);
    try {
        return await startIn(directory, consortium, options);
    } catch (error) {
        await directory.release();
        throw error;
    }
}

async function startIn(
    directory: DataDirectory,
    consortium: Consortium,
    { progress = () => undefined, ...options }: NetworkOptions,
): Promise<Network> {
    const cryptoDir = directory.identities;
    progress('Issuing identities');
    await issueIdentities({ consortium, cryptoDir });
    progress('Starting peers');
    const devnet = await startPeers(directory, consortium, options);
    try {
        const { ports } = devnet;
        const writeAllProfiles = (): ReturnType<typeof writeProfiles> => {
            const defined = withDeployments(consortium, devnet.deployments);
            return writeProfiles({ consortium: defined, cryptoDir, ports, folder: directory.profiles });
        };
        const profiles = await writeAllProfiles();
        progress('Founding areas');
        const { foundAreas } = await import('./found-areas.js');
        await foundAreas({ consortium, cryptoDir, ports, isNewLedger: directory.isNewLedger });
        const operations = embeddedOperations(devnet, consortium, writeAllProfiles);
        const closeControl = await openControl(directory.root, (request) => answerControl(operations, request));
        const stop = async (): Promise<void> => {
            closeControl();
            await devnet.stop();
            await directory.release();
        };
        const operationsUrl = `http://127.0.0.1:${String(devnet.operationsPort)}`;
        return { consortium, profiles, ports, operationsUrl, cryptoDir, ...operations, stop };
    } catch (error) {
        await devnet.stop();
        throw error;
    }
}

async function startPeers(
    directory: DataDirectory,
    consortium: Consortium,
    { chaincodeServers, executeTimeoutMs, operationsPort, log = () => undefined }: NetworkOptions,
): Promise<Devnet> {
    const { startDevnet } = await import('../devnet/devnet.js');
    const writeToFile = openLog(join(directory.root, LOG_FOLDER));
    return startDevnet({
        consortium,
        cryptoDir: directory.identities,
        dataDir: directory.ledger,
        ...(chaincodeServers === undefined ? {} : { chaincodeServers }),
        ...(executeTimeoutMs === undefined ? {} : { executeTimeoutMs }),
        ...(operationsPort === undefined ? {} : { operationsPort }),
        log: (line) => {
            writeToFile(line);
            log(line);
        },
    });
}
