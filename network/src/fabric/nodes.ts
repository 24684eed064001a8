import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Organisation } from '../consortium/definition.js';
import { orderingOrganisation } from '../consortium/ordering.js';
import { ordererOrganisationFolders, peerOrganisationFolders } from '../identity/crypto-layout.js';
import { replaceFile } from '../identity/staged-folder.js';
import { loopback, ordererHost } from './addresses.js';
import { startDaemon } from './daemon.js';
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
 * Writes the settings of the orderer and of every peer, and starts them.
 * @throws {NetworkRefusal} `PROCESS_ENDED`
 */
export async function startNodes(network: FabricHost): Promise<void> {
    // All are waited for, so that those that came up are stopped when another did not.
    const starts = await Promise.allSettled([
        startOrderer(network),
        ...network.consortium.organisations.flatMap((organisation) =>
            organisation.peers.map(({ name }) => startPeer(network, organisation, name)),
        ),
    ]);
    const failed = starts.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
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

async function startPeer(network: FabricHost, organisation: Organisation, host: string): Promise<void> {
    const { cryptoDir, addresses, layout, programs, executeTimeoutMs } = network;
    const identity = peerOrganisationFolders(cryptoDir, organisation.domain).node(host);
    const port = addresses.peers.get(host) ?? 0;
    const settings = peerSettings({
        host,
        mspId: organisation.mspId,
        address: loopback(port),
        operationsAddress: loopback(addresses.operations(host)),
        identity,
        data: layout.node(host),
        builder: await prepareBuilder(network, organisation.name, host),
        executeTimeoutMs,
        fabricVersion: programs.version,
    });
    const configuration = layout.configuration(host);
    await replaceFile(join(configuration, 'core.yaml'), stringify(settings));
    await run(network, { host, program: programs.peer, args: ['node', 'start'], configuration, identity, port });
}

/** A peer keeps what a builder released; it is to release anew, for the chaincode servers may be elsewhere now. */
async function prepareBuilder(
    { addresses, layout, servers }: FabricHost,
    organisation: string,
    host: string,
): Promise<string> {
    const own = servers.filter(({ owner }) => owner === undefined || owner.name === organisation);
    const folder = layout.builder(host);
    await writeExternalBuilder(
        folder,
        new Map(own.map((server) => [server.addressName, loopback(addresses.chaincode(server.name))])),
    );
    await rm(layout.builds(host), { recursive: true, force: true });
    return folder;
}

async function run(network: FabricHost, node: Node): Promise<void> {
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
