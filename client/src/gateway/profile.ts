import { readFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';

import { parse as parseYaml } from 'yaml';

import { isDocument, textAt, documentAt, textsAt, type Document } from './document.js';
import { ProfileInvalid } from './failures.js';

/** One peer of the caller's organisation, through whose gateway it works. */
export interface ProfilePeer {
    readonly name: string;
    /** `host:port`. */
    readonly address: string;
    /** Root certificates in PEM; without them the connection is not encrypted (`grpc://`). */
    readonly tlsRoots?: Buffer;
    /** gRPC channel options of the profile, such as the name that the peer's certificate must carry. */
    readonly channelOptions: Readonly<Record<string, string | number>>;
}

/** What a connection needs of a Fabric connection profile. */
export interface Profile {
    readonly organisation: string;
    readonly mspId: string;
    /** Peers of the organisation, in the profile's order of preference. */
    readonly peers: readonly ProfilePeer[];
    /** Chaincodes of each channel. */
    readonly channels: ReadonlyMap<string, readonly string[]>;
    /** MSP folder of the caller: `signcerts/` and `keystore/`. Extension `x-quartier.identity.mspPath`. */
    readonly mspPath?: string;
}

/**
 * Reads a Fabric connection profile, JSON or YAML, as Fabric's own tools write it: `client.organization`,
 * `organizations`, `peers` (with `tlsCACerts.pem` or `.path`) and `channels.<name>.chaincodes`. Paths in it are relative
 * to its own folder.
 *
 * @throws ProfileInvalid naming the file and the member that is missing or not of the documented shape.
 */
export async function readProfile(path: string): Promise<Profile> {
    const document = await readDocument(path);
    try {
        return await profileOf(document, dirname(resolve(path)));
    } catch (error) {
        throw error instanceof ProfileInvalid ? new ProfileInvalid(`${path}: ${error.message}`) : error;
    }
}

async function readDocument(path: string): Promise<Document> {
    let text: string;
    try {
        text = await readFile(path, 'utf8');
    } catch (error) {
        throw new ProfileInvalid(`The connection profile ${path} cannot be read: ${(error as Error).message}`);
    }
    try {
        const document: unknown = extname(path) === '.json' ? JSON.parse(text) : parseYaml(text);
        if (isDocument(document)) return document;
    } catch (error) {
        throw new ProfileInvalid(`The connection profile ${path} is not JSON or YAML: ${(error as Error).message}`);
    }
    throw new ProfileInvalid(`The connection profile ${path} is not an object.`);
}

async function profileOf(document: Document, folder: string): Promise<Profile> {
    const organisation = textAt(document, 'client.organization');
    const members = documentAt(document, `organizations`)[organisation];
    if (!isDocument(members)) throw new ProfileInvalid(`organizations.${organisation} is missing`);
    const at = `organizations.${organisation}`;
    const names = textsAt(members, 'peers', at);
    if (names.length === 0) throw new ProfileInvalid(`${at}.peers names no peer`);
    const mspPath = mspPathOf(document);
    return {
        organisation,
        mspId: textAt(members, 'mspid', at),
        peers: await Promise.all(names.map((name) => peerOf(document, name, folder))),
        channels: channelsOf(document),
        ...(mspPath === undefined ? {} : { mspPath: resolve(folder, mspPath) }),
    };
}

async function peerOf(document: Document, name: string, folder: string): Promise<ProfilePeer> {
    const at = `peers.${name}`;
    const peer = documentAt(document, 'peers')[name];
    if (!isDocument(peer)) throw new ProfileInvalid(`${at} is missing`);
    const url = textAt(peer, 'url', at);
    const found = /^(grpcs?):\/\/(.+:\d+)$/u.exec(url);
    if (found === null) throw new ProfileInvalid(`${at}.url is ${url}, not grpcs://host:port`);
    const [, scheme, address = ''] = found;
    return {
        name,
        address,
        channelOptions: channelOptionsOf(peer['grpcOptions']),
        ...(scheme === 'grpcs' ? { tlsRoots: await tlsRootsOf(peer, at, folder) } : {}),
    };
}

async function tlsRootsOf(peer: Document, at: string, folder: string): Promise<Buffer> {
    const certificates = documentAt(peer, 'tlsCACerts', at);
    const pem = certificates['pem'];
    if (typeof pem === 'string') return Buffer.from(pem);
    if (Array.isArray(pem)) return Buffer.from(pem.map(String).join('\n'));
    const path = resolve(folder, textAt(certificates, 'path', `${at}.tlsCACerts`));
    try {
        return await readFile(path);
    } catch (error) {
        throw new ProfileInvalid(`${at}.tlsCACerts.path cannot be read: ${(error as Error).message}`);
    }
}

/** Fabric's tools write the name override in three spellings; every other option of gRPC goes through as it is. */
function channelOptionsOf(options: unknown): Record<string, string | number> {
    if (!isDocument(options)) return {};
    const read: Record<string, string | number> = {};
    for (const [name, value] of Object.entries(options)) {
        if (typeof value !== 'string' && typeof value !== 'number') continue;
        if (NAME_OVERRIDES.has(name)) read['grpc.ssl_target_name_override'] = value;
        else if (name.startsWith('grpc.')) read[name] = value;
    }
    return read;
}
const NAME_OVERRIDES = new Set(['ssl-target-name-override', 'hostnameOverride', 'grpc.ssl_target_name_override']);

function channelsOf(document: Document): ReadonlyMap<string, readonly string[]> {
    const channels = document['channels'];
    if (!isDocument(channels)) return new Map();
    return new Map(
        Object.entries(channels).map(([name, channel]) => {
            const chaincodes = isDocument(channel) ? channel['chaincodes'] : undefined;
            const named = Array.isArray(chaincodes) ? chaincodes.filter((item) => typeof item === 'string') : [];
            // Older profiles write name:version.
            return [name, named.map((chaincode) => chaincode.replace(/:.*$/u, ''))];
        }),
    );
}

function mspPathOf(document: Document): string | undefined {
    const extension = document['x-quartier'];
    const identity = isDocument(extension) ? extension['identity'] : undefined;
    const path = isDocument(identity) ? identity['mspPath'] : undefined;
    if (path !== undefined && typeof path !== 'string') {
        throw new ProfileInvalid('x-quartier.identity.mspPath is not a text');
    }
    return path;
}
