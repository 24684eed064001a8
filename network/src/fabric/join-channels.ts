import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Administrator } from '../admin/administrator.js';
import type { Channel } from '../consortium/definition.js';
import { ordererHost, orderingOrganisation } from '../consortium/ordering.js';
import { ordererOrganisationFolders } from '../identity/crypto-layout.js';
import type { FabricHost } from './fabric-host.js';
import { channelsOfOrderer, joinOrderer, type OrdererAdministration, untilLeading } from './ordering-service.js';
import { channelsOfPeer, joinPeer } from './peer-calls.js';

/** The administrators of an organisation, one connected to each of its peers. */
export type Administrators = ReadonlyMap<string, readonly Administrator[]>;

/** Has the orderer and the peers join the channels that they have not joined yet, and waits until the orderer leads. */
export async function joinChannels(network: FabricHost, administrators: Administrators): Promise<void> {
    const { consortium, layout } = network;
    const orderer = administrationOf(network);
    const ordered = await channelsOfOrderer(orderer);
    for (const { name } of consortium.channels) {
        if (!ordered.includes(name)) await joinOrderer(orderer, await readFile(layout.genesisBlock(name)));
    }
    await untilLeading(
        orderer,
        consortium.channels.map(({ name }) => name),
    );
    await Promise.all(
        [...administrators].flatMap(([organisation, ofPeers]) => {
            const own = consortium.channels.filter((channel) => channel.organisations.includes(organisation));
            return ofPeers.map((administrator) => joinAll(network, administrator, own));
        }),
    );
}

async function joinAll({ layout }: FabricHost, peer: Administrator, channels: readonly Channel[]): Promise<void> {
    const joined = await channelsOfPeer(peer);
    for (const { name } of channels) {
        if (!joined.includes(name)) await joinPeer(peer, await readFile(layout.genesisBlock(name)));
    }
}

function administrationOf({ consortium, cryptoDir, addresses }: FabricHost): OrdererAdministration {
    const host = ordererHost(consortium);
    const folders = ordererOrganisationFolders(cryptoDir, orderingOrganisation(consortium).domain);
    return {
        host,
        port: addresses.ordererAdmin,
        operationsPort: addresses.operations(host),
        tls: join(folders.user('Admin'), 'tls'),
    };
}
