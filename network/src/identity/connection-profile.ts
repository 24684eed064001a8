import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Consortium, Organisation } from '../consortium/definition.js';
import { ordererHost, orderingOrganisation } from '../consortium/ordering.js';
import { ordererOrganisationFolders, peerOrganisationFolders } from './crypto-layout.js';
import { replaceFile } from './staged-folder.js';

/**
 * Writes a Fabric connection profile for each organisation, `<folder>/<organisation>.json`: its peers with their
 * addresses and TLS authorities, the channels it has joined with their chaincodes and, as the one extension,
 * `x-quartier.identity.mspPath`, the MSP folder of its first client user. All paths are absolute.
 * The orderer and the certificate authority's service, where there is one, are for clients that need them.
 * @param options.ports port of each peer on this machine, by host name
 * @returns the files by organisation
 */
export async function writeProfiles(options: {
    readonly consortium: Consortium;
    readonly cryptoDir: string;
    readonly folder: string;
    readonly ports: ReadonlyMap<string, number>;
    readonly ordererPort: number;
    /** Port of each certificate authority's service, by organisation. */
    readonly authorityPorts?: ReadonlyMap<string, number>;
}): Promise<Readonly<Record<string, string>>> {
    const written = options.consortium.organisations.map(async (organisation) => {
        const file = join(options.folder, `${organisation.name}.json`);
        const profile = connectionProfile(organisation, options);
        await replaceFile(file, `${JSON.stringify(profile, undefined, 2)}\n`);
        return [organisation.name, file] as const;
    });
    return Object.fromEntries(await Promise.all(written));
}

type ProfileOptions = Parameters<typeof writeProfiles>[0];

function connectionProfile(organisation: Organisation, options: ProfileOptions): object {
    const { consortium, cryptoDir, ports } = options;
    const folders = peerOrganisationFolders(cryptoDir, organisation.domain);
    const hosts = organisation.peers.map((peer) => peer.name);
    const user = organisation.users.find(({ unit }) => unit === 'client');
    const { organisationAuthorities, certificateAuthorities } = authoritiesOf(organisation, options);
    return {
        name: `${consortium.name}-${organisation.name}`,
        version: '1.0.0',
        client: { organization: organisation.name },
        channels: channelsOf(organisation, consortium, hosts),
        organizations: {
            [organisation.name]: { mspid: organisation.mspId, peers: hosts, ...organisationAuthorities },
        },
        orderers: ordererOf(options),
        peers: Object.fromEntries(
            hosts.map((host) => [host, node(host, portOf(host, ports), join(folders.node(host), 'tls', 'ca.crt'))]),
        ),
        ...certificateAuthorities,
        ...(user === undefined
            ? {}
            : { 'x-quartier': { identity: { mspPath: join(folders.user(user.name), 'msp') } } }),
    };
}

function node(host: string, port: number, caFile: string): object {
    return {
        url: `grpcs://localhost:${String(port)}`,
        tlsCACerts: { path: caFile },
        grpcOptions: { 'ssl-target-name-override': host },
    };
}

function ordererOf({ consortium, cryptoDir, ordererPort }: ProfileOptions): object {
    const host = ordererHost(consortium);
    const folders = ordererOrganisationFolders(cryptoDir, orderingOrganisation(consortium).domain);
    return { [host]: node(host, ordererPort, join(folders.node(host), 'tls', 'ca.crt')) };
}

/** The certificate stands in the profile itself: clients of the service look for it nowhere else. */
function authoritiesOf(
    { name, domain, ca, peers: [peer] }: Organisation,
    { authorityPorts, cryptoDir }: ProfileOptions,
): { readonly organisationAuthorities?: object; readonly certificateAuthorities?: object } {
    const port = authorityPorts?.get(name);
    if (ca === undefined || port === undefined || peer === undefined) return {};
    const file = join(peerOrganisationFolders(cryptoDir, domain).node(peer.name), 'tls', 'ca.crt');
    const host = `ca.${domain}`;
    const authority = {
        url: `https://localhost:${String(port)}`,
        caName: ca.name,
        tlsCACerts: { pem: [readFileSync(file, 'utf8')] },
    };
    return {
        organisationAuthorities: { certificateAuthorities: [host] },
        certificateAuthorities: { certificateAuthorities: { [host]: authority } },
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
            const chaincodes = channel.chaincodes.map((chaincode) => chaincode.name);
            return [channel.name, { orderers: [ordererHost(consortium)], peers, chaincodes }];
        }),
    );
}

function portOf(host: string, ports: ReadonlyMap<string, number>): number {
    const port = ports.get(host);
    if (port === undefined) throw new Error(`The network gave no port for ${host}`);
    return port;
}
