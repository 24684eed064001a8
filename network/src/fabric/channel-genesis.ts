import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { NetworkRefusal } from '../admin/network-refusal.js';
import type { BatchSettings, Channel, Consortium } from '../consortium/definition.js';
import { ordererHost, orderingOrganisation } from '../consortium/ordering.js';
import { ordererOrganisationFolders, peerOrganisationFolders } from '../identity/crypto-layout.js';
import { replaceFile } from '../identity/staged-folder.js';
import { type Addresses, loopback } from './addresses.js';
import { type ChannelMember, channelProfile } from './channel-profile.js';
import type { FabricLayout } from './layout.js';

/** What a channel's first block fixes. */
interface ChannelOrigin {
    /** Addresses of the anchor peers by MSP id. */
    readonly members: Readonly<Record<string, string>>;
    readonly orderer: string;
    readonly batch: BatchSettings;
}

type Origins = Readonly<Record<string, ChannelOrigin>>;

export interface GenesisOptions {
    readonly consortium: Consortium;
    readonly cryptoDir: string;
    readonly addresses: Addresses;
    readonly layout: FabricLayout;
    readonly configtxgen: string;
}

/**
 * Makes the first block of each channel that has none yet, with Fabric's `configtxgen`.
 * @throws {NetworkRefusal} `CHANNEL_DIFFERS` when the definition changes what an existing channel began with
 */
export async function makeGenesisBlocks(options: GenesisOptions): Promise<void> {
    const { consortium, layout } = options;
    const origins = await readOrigins(layout.channels);
    const wanted = Object.fromEntries(consortium.channels.map((channel) => [channel.name, originOf(channel, options)]));
    for (const [name, origin] of Object.entries(wanted)) requireSame(name, origin, origins[name]);
    const missing = consortium.channels.filter(({ name }) => !existsSync(layout.genesisBlock(name)));
    if (missing.length === 0) return;
    await replaceFile(layout.channels, `${JSON.stringify({ ...origins, ...wanted }, undefined, 2)}\n`);
    const configuration = layout.configuration('channels');
    const Profiles = Object.fromEntries(missing.map((channel) => [channel.name, profileOf(channel, options)]));
    await replaceFile(join(configuration, 'configtx.yaml'), stringify({ Profiles }));
    for (const { name } of missing) await generate(name, configuration, options);
}

async function generate(channel: string, configuration: string, options: GenesisOptions): Promise<void> {
    const block = options.layout.genesisBlock(channel);
    await mkdir(dirname(block), { recursive: true });
    const args = ['-profile', channel, '-channelID', channel, '-outputBlock', `${block}.new`];
    await promisify(execFile)(options.configtxgen, args, {
        env: { ...process.env, FABRIC_CFG_PATH: configuration, FABRIC_LOGGING_SPEC: 'warning' },
    });
    await rename(`${block}.new`, block);
}

function profileOf(channel: Channel, { consortium, cryptoDir, addresses }: GenesisOptions): object {
    const ordering = orderingOrganisation(consortium);
    const folders = ordererOrganisationFolders(cryptoDir, ordering.domain);
    return channelProfile({
        channel,
        members: membersOf(channel, consortium, cryptoDir, addresses),
        ordering: {
            mspId: ordering.mspId,
            mspFolder: folders.msp,
            port: addresses.orderer,
            tlsCertificate: join(folders.node(ordererHost(consortium)), 'tls', 'server.crt'),
        },
    });
}

function originOf(channel: Channel, { consortium, cryptoDir, addresses }: GenesisOptions): ChannelOrigin {
    const members = membersOf(channel, consortium, cryptoDir, addresses);
    return {
        members: Object.fromEntries(
            members.map(({ organisation, anchorPort }) => [organisation.mspId, loopback(anchorPort)]),
        ),
        orderer: loopback(addresses.orderer),
        batch: channel.fabric.batch,
    };
}

function membersOf(
    channel: Channel,
    { organisations }: Consortium,
    cryptoDir: string,
    { peers }: Addresses,
): readonly ChannelMember[] {
    const joined = organisations.filter(({ name }) => channel.organisations.includes(name));
    return joined.map((organisation) => ({
        organisation,
        mspFolder: peerOrganisationFolders(cryptoDir, organisation.domain).msp,
        anchorPort: peers.get(organisation.peers[0]?.name ?? '') ?? 0,
    }));
}

function requireSame(name: string, wanted: ChannelOrigin, before: ChannelOrigin | undefined): void {
    if (before === undefined || canonical(before) === canonical(wanted)) return;
    throw new NetworkRefusal(
        'CHANNEL_DIFFERS',
        `the channel ${name} was created with ${canonical(before)}, and the definition says ${canonical(wanted)}: ` +
            'members, addresses and batch settings of a channel change by a decision of its members, not by a restart. ' +
            'Put the definition back, or use another data directory',
    );
}

function canonical({ members, orderer, batch }: ChannelOrigin): string {
    const sorted = Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
    const { timeoutMs, maxMessages, preferredMaxBytes, absoluteMaxBytes } = batch;
    return JSON.stringify({
        members: sorted,
        orderer,
        batch: { timeoutMs, maxMessages, preferredMaxBytes, absoluteMaxBytes },
    });
}

async function readOrigins(file: string): Promise<Origins> {
    if (!existsSync(file)) return {};
    return JSON.parse(await readFile(file, 'utf8')) as Origins;
}
