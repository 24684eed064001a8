import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Organisation } from '../consortium/definition.js';
import { ordererHost, orderingOrganisation } from '../consortium/ordering.js';
import { ordererOrganisationFolders, peerOrganisationFolders } from '../identity/crypto-layout.js';
import { replaceFile } from '../identity/staged-folder.js';
import { loopback, serves } from './addresses.js';
import { type Daemon, startDaemon } from './daemon.js';
import { writeExternalBuilder } from './external-builder.js';
import type { FabricHost } from './fabric-host.js';
import { ordererSettings } from './orderer-settings.js';
import { peerSettings } from './peer-settings.js';
import { servesTls } from './tls-probe.js';

/** A process of Fabric. */
interface Node {
    readonly host: string;
    readonly program: string;
    readonly args: readonly string[];
    readonly configuration: string;
    /** `msp` and `tls`. */
    readonly identity: string;
    readonly port: number;
}

const LOG_FORMAT = '%{time:2006-01-02T15:04:05.000Z07:00} %{level:.4s} [%{module}] %{message}';

/**
 * Writes the settings of the orderer and of every peer, and starts them. Resolves to the peers' processes, by host name.
 * @throws {NetworkRefusal} `PROCESS_ENDED`
 */
export async function startNodes(network: FabricHost): Promise<Map<string, Daemon>> {
    const hosts = network.consortium.organisations.flatMap(({ peers }) => peers.map(({ name }) => name));
    // All are waited for, so that those that came up are stopped when another did not.
    const [orderer, ...peers] = await Promise.allSettled([
        startOrderer(network),
        ...hosts.map((host) => startPeer(network, host)),
    ]);
    const failed = [orderer, ...peers].find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    const started = peers.filter((one) => one.status === 'fulfilled').map(({ value }) => value);
    return new Map(started.map((daemon) => [daemon.name, daemon]));
}

async function startOrderer(network: FabricHost): Promise<void> {
    const { consortium, cryptoDir, addresses, layout, programs } = network;
    const { mspId, domain } = orderingOrganisation(consortium);
    const host = ordererHost(consortium);
    const identity = ordererOrganisationFolders(cryptoDir, domain).node(host);
    const settings = ordererSettings({
        mspId,
        port: addresses.orderer,
        adminAddress: loopback(addresses.ordererAdmin),
        operationsAddress: loopback(addresses.operations(host)),
        identity,
        data: layout.node(host),
    });
    const configuration = layout.configuration(host);
    await replaceFile(join(configuration, 'orderer.yaml'), stringify(settings));
    await run(network, { host, program: programs.orderer, args: [], configuration, identity, port: addresses.orderer });
}

/** @throws {NetworkRefusal} `PROCESS_ENDED` */
export async function startPeer(network: FabricHost, host: string): Promise<Daemon> {
    const { cryptoDir, addresses, layout, programs, executeTimeoutMs } = network;
    const organisation = organisationOf(network, host);
    const identity = peerOrganisationFolders(cryptoDir, organisation.domain).node(host);
    const port = addresses.peers.get(host) ?? 0;
    const settings = peerSettings({
        host,
        mspId: organisation.mspId,
        address: loopback(port),
        operationsAddress: loopback(addresses.operations(host)),
        identity,
        data: layout.node(host),
        builder: await prepareBuilder(network, organisation, host),
        executeTimeoutMs,
        fabricVersion: programs.version,
    });
    const configuration = layout.configuration(host);
    await replaceFile(join(configuration, 'core.yaml'), stringify(settings));
    return run(network, { host, program: programs.peer, args: ['node', 'start'], configuration, identity, port });
}

function organisationOf({ consortium }: FabricHost, host: string): Organisation {
    const found = consortium.organisations.find(({ peers }) => peers.some(({ name }) => name === host));
    if (found === undefined) throw new Error(`There is no peer ${host}`);
    return found;
}

/** A peer keeps what a builder released; it is to release anew, for the chaincode servers may be elsewhere now. */
async function prepareBuilder(
    { addresses, layout, servers }: FabricHost,
    organisation: Organisation,
    host: string,
): Promise<string> {
    const own = servers.filter((server) => serves(server, organisation, host));
    const folder = layout.builder(host);
    await writeExternalBuilder(
        folder,
        new Map(own.map((server) => [server.addressName, loopback(addresses.chaincode(server.name))])),
    );
    await rm(layout.builds(host), { recursive: true, force: true });
    return folder;
}

async function run(network: FabricHost, node: Node): Promise<Daemon> {
    const { layout, log, watchdog } = network;
    const { host, port } = node;
    const daemon = await startDaemon({
        name: host,
        program: node.program,
        args: node.args,
        environment: environmentOf(node.configuration),
        logFile: layout.log(host),
        records: layout.processes,
        watchdog,
        isReady: () => servesTls({ port, host, caFile: join(node.identity, 'tls', 'ca.crt') }),
        log,
    });
    network.keep(daemon);
    return daemon;
}

/** Fabric's programs take settings from variables too, and those of this process are meant for other nodes. */
function environmentOf(configuration: string): Readonly<Record<string, string>> {
    const kept = Object.entries(process.env).filter(([name]) => !/^(?:CORE|ORDERER|FABRIC|CONFIGTX)_/.test(name));
    return {
        ...(Object.fromEntries(kept) as Record<string, string>),
        FABRIC_CFG_PATH: configuration,
        FABRIC_LOGGING_FORMAT: LOG_FORMAT,
        FABRIC_LOGGING_SPEC: process.env['FABRIC_LOGGING_SPEC'] ?? 'warning',
    };
}
