import { join, resolve } from 'node:path';
import type { Consortium } from '../consortium/definition.js';
import { readConsortium } from '../consortium/read-definition.js';
import { choosePorts } from '../fabric/ports.js';
import { findFabricPrograms, type FabricPrograms } from '../fabric/programs.js';
import { writeProfiles } from '../identity/connection-profile.js';
import { issueIdentities } from '../identity/issue-identities.js';
import { LOG_FOLDER, openLog } from '../logs/index.js';
import type { Devnet } from '../devnet/devnet.js';
import { requireBuiltChaincode } from './built-chaincode.js';
import type { Engine } from './consortium-record.js';
import { openControl } from './control.js';
import { AUTHORITIES_FOLDER, type DataDirectory, openDataDirectory } from './data-directory.js';
import { answerControl, operationsOf, type RunningPeers, withDeployments } from './operations.js';

/** The sample consortium that comes with this package. */
export const SAMPLE_CONSORTIUM = resolve(__dirname, '../../consortium.yaml');

/** As Fabric has it. */
const EXECUTE_TIMEOUT_MS = 30_000;

export interface NetworkOptions {
    /** The definition; the sample consortium's unless given. */
    readonly consortiumFile?: string;
    /** Where ledger, identities and profiles stand; created when it is not there. */
    readonly dataDir: string;
    /** What runs the peers: this process (the default), or Fabric's own programs beside it. */
    readonly engine?: Engine;
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

/** A network that runs as long as this process does. */
export interface Network {
    readonly consortium: Consortium;
    /** Connection profiles by organisation, absolute paths. */
    readonly profiles: Readonly<Record<string, string>>;
    /** Port of each peer on this machine, by host name. */
    readonly ports: ReadonlyMap<string, number>;
    /** Base address of the embedded network's operations service: `/healthz`, `/version`, `/metrics`. */
    readonly operationsUrl?: string;
    /** Where the identities stand, in the layout of Fabric's `cryptogen`. */
    readonly cryptoDir: string;
    /** Ends it; what was committed is on disk. */
    stop(): Promise<void>;
}

/**
 * Starts the network of a consortium: issues the identities that are missing, runs the peers with a gateway for each
 * organisation, writes the connection profiles and founds the areas. Resolves when clients can connect.
 * @throws {DefinitionError} when the definition is not valid
 * @throws {NetworkRefusal} when chaincode is not built, the data directory is another consortium's or in use, or
 * Fabric's programs are wanted and missing
 */
export async function startNetwork(options: NetworkOptions): Promise<Network> {
    const consortium = readConsortium(options.consortiumFile ?? SAMPLE_CONSORTIUM);
    requireBuiltChaincode(consortium);
    const { engine = 'embedded', cryptoDir } = options;
    const programs = engine === 'fabric' ? await findFabricPrograms() : undefined;
    const directory = await openDataDirectory(options.dataDir, consortium, { engine, cryptoDir });
    try {
        return await startIn(directory, consortium, programs, options);
    } catch (error) {
        await directory.release();
        throw error;
    }
}

async function startIn(
    directory: DataDirectory,
    consortium: Consortium,
    programs: FabricPrograms | undefined,
    { progress = () => undefined, ...options }: NetworkOptions,
): Promise<Network> {
    const cryptoDir = directory.identities;
    progress('Issuing identities');
    await issueIdentities({ consortium, cryptoDir });
    const peers =
        programs === undefined
            ? await startEmbedded(directory, consortium, { progress, ...options })
            : await startOnFabric(directory, consortium, programs, { progress, ...options });
    const { ports, ordererPort } = peers;
    let authorities: StartedAuthorities | undefined;
    try {
        authorities = await startAuthoritiesOf(directory, consortium, peers, options.log);
        const authorityPorts = authorities.ports;
        const writeAllProfiles = (): ReturnType<typeof writeProfiles> => {
            const defined = withDeployments(consortium, peers.deployments ?? []);
            const addresses = { ports, ordererPort, authorityPorts };
            return writeProfiles({ consortium: defined, cryptoDir, folder: directory.profiles, ...addresses });
        };
        const profiles = await writeAllProfiles();
        progress('Founding areas');
        const { foundAreas } = await import('./found-areas.js');
        await foundAreas({ consortium, cryptoDir, ports, isNewLedger: directory.isNewLedger });
        const operations = operationsOf(peers, consortium, writeAllProfiles);
        const closeControl = await openControl(directory.root, (request) => answerControl(operations, request));
        const stop = async (): Promise<void> => {
            closeControl();
            await authorities?.stop();
            await peers.stop();
            await directory.release();
        };
        const { operationsPort } = peers;
        const operationsUrl = operationsPort === undefined ? undefined : `http://127.0.0.1:${String(operationsPort)}`;
        return { consortium, profiles, ports, cryptoDir, stop, ...(operationsUrl && { operationsUrl }) };
    } catch (error) {
        await authorities?.stop();
        await peers.stop();
        throw error;
    }
}

interface StartedAuthorities {
    /** By organisation. */
    readonly ports: ReadonlyMap<string, number>;
    stop(): Promise<void>;
}

/** The certificate authorities that the definition asks for, on ports that stay the same from start to start. */
async function startAuthoritiesOf(
    { root, identities }: DataDirectory,
    consortium: Consortium,
    peers: StartedPeers,
    log: (line: string) => void = () => undefined,
): Promise<StartedAuthorities> {
    const requests = consortium.organisations.flatMap(({ name, ca }) =>
        ca === undefined ? [] : [ca.port === undefined ? { name, isMovable: true } : { name, wanted: ca.port }],
    );
    if (requests.length === 0) return { ports: new Map(), stop: () => Promise.resolve() };
    // The certificate library takes a tenth of a second to load.
    const { startAuthorities } = await import('../certificate-authority/index.js');
    const folder = join(root, AUTHORITIES_FOLDER);
    const ports = await choosePorts(requests, join(folder, 'ports.json'));
    const revoked = (): Promise<void> => peers.refreshMembers?.() ?? Promise.resolve();
    const started = await startAuthorities({ consortium, cryptoDir: identities, folder, ports, revoked, log });
    return { ports, stop: () => started.stop() };
}

/** What both engines give, and what the embedded network gives besides. */
interface StartedPeers
    extends RunningPeers, Partial<Pick<Devnet, 'operationsPort' | 'deployments' | 'refreshMembers'>> {
    stop(): Promise<void>;
}

async function startEmbedded(
    directory: DataDirectory,
    consortium: Consortium,
    { chaincodeServers, executeTimeoutMs, operationsPort, log = () => undefined, progress }: NetworkOptions,
): Promise<StartedPeers> {
    progress?.('Starting peers');
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

async function startOnFabric(
    directory: DataDirectory,
    consortium: Consortium,
    programs: FabricPrograms,
    {
        chaincodeServers = 'shared',
        executeTimeoutMs = EXECUTE_TIMEOUT_MS,
        log = () => undefined,
        progress = () => undefined,
    }: NetworkOptions,
): Promise<StartedPeers> {
    const { startFabric } = await import('../fabric/fabric-network.js');
    return startFabric({
        consortium,
        cryptoDir: directory.identities,
        root: directory.root,
        dataDir: directory.ledger,
        programs,
        chaincodeServers,
        executeTimeoutMs,
        log,
        progress,
    });
}
