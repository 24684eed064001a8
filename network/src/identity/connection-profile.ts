import { join } from 'node:path';
import type { Consortium, Organisation } from '../consortium/definition.js';
import { peerOrganisationFolders } from './crypto-layout.js';
import { replaceFile } from './staged-folder.js';

/**
 * Writes a Fabric connection profile for each organisation, `<folder>/<organisation>.json`: its peers with their
 * addresses and TLS authorities, the channels it has joined with their chaincodes and, as the one extension,
 * `x-quartier.identity.mspPath`, the MSP folder of its first client user. All paths are absolute.
 * @param options.ports port of each peer on this machine, by host name
 * @returns the files by organisation
 */
export async function writeProfiles(options: {
    readonly consortium: Consortium;
    readonly cryptoDir: string;
    readonly folder: string;
    readonly ports: ReadonlyMap<string, number>;
}): Promise<Readonly<Record<string, string>>> {
    const written = options.consortium.organisations.map(async (organisation) => {
        const file = join(options.folder, `${organisation.name}.json`);
        const profile = connectionProfile(organisation, options.consortium, options.cryptoDir, options.ports);
        await replaceFile(file, `${JSON.stringify(profile, undefined, 2)}\n`);
        return [organisation.name, file] as const;
    });
    return Object.fromEntries(await Promise.all(written));
}

function connectionProfile(
    organisation: Organisation,
    consortium: Consortium,
    cryptoDir: string,
    ports: ReadonlyMap<string, number>,
): object {
    const folders = peerOrganisationFolders(cryptoDir, organisation.domain);
    const hosts = organisation.peers.map((peer) => peer.name);
    const user = organisation.users.find(({ unit }) => unit === 'client');
    return {
        name: `${consortium.name}-${organisation.name}`,
        version: '1.0.0',
        client: { organization: organisation.name },
        channels: channelsOf(organisation, consortium, hosts),
        organizations: { [organisation.name]: { mspid: organisation.mspId, peers: hosts } },
        peers: Object.fromEntries(
            hosts.map((host) => {
                const peer = {
                    url: `grpcs://localhost:${String(portOf(host, ports))}`,
                    tlsCACerts: { path: join(folders.node(host), 'tls', 'ca.crt') },
                    grpcOptions: { 'ssl-target-name-override': host },
                };
                return [host, peer];
            }),
        ),
        ...(user === undefined
            ? {}
            : { 'x-quartier': { identity: { mspPath: join(folders.user(user.name), 'msp') } } }),
    };
}

function channelsOf(
    organisation: Organisation,
    consortium: Consortium,
    hosts: readonly string[],
): Readonly<Record<string, object>> {
    const joined = consortium.channels.filter((channel) => channel.organisations.includes(organisation.name));
    return Object.fromEntries(
        joined.map((channel) => {
            const peers = Object.fromEntries(hosts.map((host) => [host, {}]));
            return [channel.name, { peers, chaincodes: channel.chaincodes.map((chaincode) => chaincode.name) }];
        }),
    );
}

function portOf(host: string, ports: ReadonlyMap<string, number>): number {
    const port = ports.get(host);
    if (port === undefined) throw new Error(`The network gave no port for ${host}`);
    return port;
}
