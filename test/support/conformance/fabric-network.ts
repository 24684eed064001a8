import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { issueIdentities, ordererOrganisationFolders, orderingOrganisation } from '@quartier/network';
import type { ChaincodeDefinition, Consortium } from '@quartier/network';

import { CALLEE, CHAINCODES, CHANNEL, conformanceConsortium, MEMBERS } from './consortium.js';
import type { ConformanceNetwork, ConformancePeer } from './conformance-network.js';
import {
    administratorEnvironment,
    channelProfile,
    HOST,
    ordererEnvironment,
    peerEnvironment,
    serverOf,
    type FabricPlaces,
} from './fabric-configuration.js';
import { freePorts, keepRunning, listening, run, startProgram, type RunningProgram } from './fabric-process.js';

const BATCH_TIMEOUT_MS = 300;
/** Labels of the packages, each with a server of its own beside each peer. */
const PACKAGES = ['probe', CALLEE];

const packageOf = (chaincode: string): string => (chaincode === CALLEE ? CALLEE : 'probe');

interface Building extends FabricPlaces {
    readonly programs: string;
    readonly consortium: Consortium;
}

/** Fabric from its programs: one ordering node, the peers, and beside each peer a server of its own for the chaincode. */
export async function startFabricNetwork(programs: string): Promise<ConformanceNetwork> {
    const folder = mkdtempSync(path.join(tmpdir(), 'conformance-fabric-'));
    const consortium = conformanceConsortium(BATCH_TIMEOUT_MS);
    const cryptoDir = path.join(folder, 'crypto');
    await issueIdentities({ consortium, cryptoDir });
    const hosts = consortium.organisations.flatMap(({ peers }) => peers.map(({ name }) => name));
    const [orderer = ''] = orderingOrganisation(consortium).orderers;
    const ports = await freePorts([
        orderer,
        'admin',
        ...hosts.flatMap((host) => [host, `chaincode ${host}`, ...PACKAGES.map((label) => serverOf(label, host))]),
    ]);
    const building: Building = { programs, folder, cryptoDir, ports, consortium };
    writeConfiguration(building);
    const block = path.join(folder, 'genesis.block');
    await run(path.join(programs, 'configtxgen'), ['-profile', CHANNEL, '-channelID', CHANNEL, '-outputBlock', block], {
        FABRIC_CFG_PATH: folder,
    });
    const running = new Map<string, RunningProgram>();
    const stopAll = async (): Promise<void> => {
        await Promise.all([...running.values()].map((program) => program.stop()));
        if (process.env['KEEP_FABRIC'] === undefined) {
            rmSync(folder, { recursive: true, force: true });
        }
    };
    try {
        running.set(orderer, await startOrderer(building, orderer));
        for (const host of hosts) {
            running.set(host, await startPeer(building, host));
        }
        await joinChannel(building, orderer, block);
        const packageIds = await deployAll(building, orderer);
        for (const host of hosts) {
            for (const [label, id] of packageIds) {
                running.set(serverOf(label, host), startChaincode(building, host, label, id));
            }
        }
        await chaincodeListens(building, hosts);
        await sleep(2000);
    } catch (error) {
        await stopAll();
        throw error;
    }
    return {
        engine: 'fabric',
        peers: locate(building),
        cryptoDir,
        stopPeer: async (name) => {
            await running.get(name)?.stop();
        },
        startPeer: async (name) => {
            running.set(name, await startPeer(building, name));
        },
        chaincodeBack: () => chaincodeListens(building, hosts),
        close: stopAll,
    };
}

function locate({ consortium, ports }: Building): ConformancePeer[] {
    return MEMBERS.flatMap((member) =>
        (consortium.organisations.find(({ name }) => name === member)?.peers ?? []).map(({ name }) => {
            const port = ports.get(name) ?? 0;
            return { name, member, port, address: `${HOST}:${port}` };
        }),
    );
}

/** The settings the programs come with, and where they find the builder for chaincode that runs as a service. */
function writeConfiguration(building: Building): void {
    const { folder, programs } = building;
    const settings = path.join(folder, 'config');
    cpSync(path.join(programs, '../config'), settings, { recursive: true });
    const file = path.join(settings, 'core.yaml');
    const builder = path.resolve(programs, '../builders/ccaas');
    writeFileSync(file, readFileSync(file, 'utf8').replace('/opt/hyperledger/ccaas_builder', builder));
    writeFileSync(path.join(folder, 'configtx.yaml'), channelProfile(building.consortium, building));
    mkdirSync(path.join(folder, 'logs'));
}

function startOrderer(building: Building, name: string): Promise<RunningProgram> {
    return startProgram({
        command: path.join(building.programs, 'orderer'),
        args: [],
        env: {
            FABRIC_CFG_PATH: path.join(building.folder, 'config'),
            ...ordererEnvironment(building.consortium, building),
        },
        logFile: path.join(building.folder, 'logs', `${name}.log`),
        port: building.ports.get(name) ?? 0,
    });
}

function startPeer(building: Building, name: string): Promise<RunningProgram> {
    return startProgram({
        command: path.join(building.programs, 'peer'),
        args: ['node', 'start'],
        env: {
            FABRIC_CFG_PATH: path.join(building.folder, 'config'),
            ...peerEnvironment(organisationOf(building, name), name, building),
        },
        logFile: path.join(building.folder, 'logs', `${name}.log`),
        port: building.ports.get(name) ?? 0,
    });
}

function startChaincode(building: Building, host: string, label: string, packageId: string): RunningProgram {
    const port = building.ports.get(serverOf(label, host)) ?? 0;
    return keepRunning({
        command: process.execPath,
        args: [
            require.resolve('fabric-shim/cli.js'),
            'server',
            `--chaincode-address=${HOST}:${port}`,
            `--chaincode-id=${packageId}`,
            `--module-path=${CHAINCODES[0]?.path ?? ''}`,
        ],
        env: { CORE_PEER_LOCALMSPID: organisationOf(building, host).mspId, NODE_NO_WARNINGS: '1' },
        logFile: path.join(building.folder, 'logs', `${label}-${host}.log`),
        port,
    });
}

async function chaincodeListens({ ports }: Building, hosts: readonly string[]): Promise<void> {
    const servers = hosts.flatMap((host) => PACKAGES.map((label) => serverOf(label, host)));
    await Promise.all(servers.map((server) => listening(ports.get(server) ?? 0)));
}

function organisationOf({ consortium }: Building, host: string): Consortium['organisations'][number] {
    const organisation = consortium.organisations.find(({ peers }) => peers.some(({ name }) => name === host));
    if (organisation === undefined) {
        throw new Error(`${host} is nobody's peer`);
    }
    return organisation;
}

async function joinChannel(building: Building, orderer: string, block: string): Promise<void> {
    const { programs, ports, consortium } = building;
    const tls = ordererTls(building, orderer);
    await run(
        path.join(programs, 'osnadmin'),
        [
            ...['channel', 'join', '--channelID', CHANNEL, '--config-block', block],
            ...['-o', `${HOST}:${ports.get('admin') ?? 0}`, '--ca-file', path.join(tls, 'ca.crt')],
            ...['--client-cert', path.join(tls, 'server.crt'), '--client-key', path.join(tls, 'server.key')],
        ],
        {},
    );
    for (const organisation of consortium.organisations) {
        for (const { name } of organisation.peers) {
            await peerCommand(building, organisation, ['channel', 'join', '-b', block], name);
        }
    }
}

function ordererTls({ cryptoDir, consortium }: Building, orderer: string): string {
    return path.join(
        ordererOrganisationFolders(cryptoDir, orderingOrganisation(consortium).domain).node(orderer),
        'tls',
    );
}

function peerCommand(
    building: Building,
    organisation: Consortium['organisations'][number],
    args: readonly string[],
    peer?: string,
): Promise<string> {
    const env = administratorEnvironment(organisation, building, peer);
    return run(path.join(building.programs, 'peer'), args, env);
}

/** Installs the packages on every peer and defines all chaincodes with them; gives the packages' ids by their labels. */
async function deployAll(building: Building, orderer: string): Promise<ReadonlyMap<string, string>> {
    const { consortium, ports } = building;
    const packageIds = new Map<string, string>();
    for (const label of PACKAGES) {
        packageIds.set(label, await install(building, label));
    }
    const ordering = [
        ...['-o', `${HOST}:${ports.get(orderer) ?? 0}`, '--tls'],
        ...['--cafile', path.join(ordererTls(building, orderer), 'ca.crt')],
    ];
    const endorsers = consortium.organisations.flatMap((organisation) => {
        const env = administratorEnvironment(organisation, building);
        const rootCertificate = env['CORE_PEER_TLS_ROOTCERT_FILE'] ?? '';
        return ['--peerAddresses', env['CORE_PEER_ADDRESS'] ?? '', '--tlsRootCertFiles', rootCertificate];
    });
    for (const chaincode of CHAINCODES) {
        const definition = [...ordering, ...definitionOf(chaincode, building.folder)];
        const packageId = packageIds.get(packageOf(chaincode.name)) ?? '';
        const approve = ['lifecycle', 'chaincode', 'approveformyorg', ...definition, '--package-id', packageId];
        await Promise.all(
            consortium.organisations.map((organisation) =>
                onceOrdered(() => peerCommand(building, organisation, approve)),
            ),
        );
        const [first] = consortium.organisations;
        if (first !== undefined) {
            await peerCommand(building, first, ['lifecycle', 'chaincode', 'commit', ...definition, ...endorsers]);
        }
    }
    return packageIds;
}

async function install(building: Building, label: string): Promise<string> {
    const file = await packageChaincode(building.folder, label);
    const calculate = ['lifecycle', 'chaincode', 'calculatepackageid', file];
    let packageId = '';
    for (const organisation of building.consortium.organisations) {
        packageId = (await peerCommand(building, organisation, calculate)).trim();
        for (const { name } of organisation.peers) {
            await peerCommand(building, organisation, ['lifecycle', 'chaincode', 'install', file], name);
        }
    }
    return packageId;
}

/** A new ordering service takes nothing until it has elected its leader. */
async function onceOrdered<T>(command: () => Promise<T>): Promise<T> {
    for (const deadline = Date.now() + 20_000; ;) {
        try {
            return await command();
        } catch (error) {
            if (Date.now() > deadline || !String(error).includes('no Raft leader')) {
                throw error;
            }
            await sleep(200);
        }
    }
}

function definitionOf({ name, version, policy, collections }: ChaincodeDefinition, folder: string): string[] {
    const file = path.join(folder, `${name}-collections.json`);
    writeFileSync(file, JSON.stringify(collections));
    return [
        ...['--channelID', CHANNEL, '--name', name, '--version', version, '--sequence', '1'],
        ...['--signature-policy', policy],
        ...(collections.length === 0 ? [] : ['--collections-config', file]),
    ];
}

async function packageChaincode(folder: string, label: string): Promise<string> {
    const content = path.join(folder, `${label}-package`);
    mkdirSync(content);
    const connection = { address: `{{.${label}}}`, dial_timeout: '10s', tls_required: false };
    writeFileSync(path.join(content, 'connection.json'), JSON.stringify(connection));
    writeFileSync(path.join(content, 'metadata.json'), JSON.stringify({ type: 'ccaas', label }));
    await run('tar', ['-C', content, '-czf', path.join(content, 'code.tar.gz'), 'connection.json'], {});
    const file = path.join(folder, `${label}.tgz`);
    await run('tar', ['-C', content, '-czf', file, 'metadata.json', 'code.tar.gz'], {});
    return file;
}
