import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
    connect,
    openConnection,
    readProfile,
    type Area,
    type Connection,
    type Profile,
    type Quartier,
} from '@quartier/client';
import { peerOrganisationFolders, startNetwork, type Network, type NetworkOptions } from '@quartier/network';
import type { RefusalCatalogue } from '@quartier/rules/wire';

const CONSORTIA = path.resolve(__dirname, '../../support/consortia');

/** A definition file of this folder's `consortia`, by its name. */
export function consortiumFile(name: string): string {
    return path.join(CONSORTIA, `${name}.yaml`);
}

export interface AreaNetworkOptions extends Pick<NetworkOptions, 'log' | 'executeTimeoutMs'> {
    readonly consortiumFile: string;
    /** Name of the area's chaincode, unless a call for an area says another. */
    readonly chaincode: string;
    readonly catalogue: RefusalCatalogue;
    /** Kept at the end when given; otherwise a temporary folder, which is removed. */
    readonly dataDir?: string;
    /** One server for each organisation unless given, so that what differs between two of them fails. */
    readonly chaincodeServers?: NonNullable<NetworkOptions['chaincodeServers']>;
}

export interface AreaAccess {
    readonly user?: string;
    /** Whose peer is asked; the organisation's own unless given. */
    readonly through?: string;
    /** Name of the area's chaincode. */
    readonly chaincode?: string;
}

/** An embedded network with a business area, and clients of it that close with it. */
export interface AreaNetwork extends Pick<Network, 'consortium' | 'cryptoDir' | 'ports' | 'profiles'> {
    readonly dataDir: string;
    /** The client of an organisation's user, one each. */
    client(organisation: string, user?: string): Promise<Quartier>;
    /** The area without its typed client: any transaction with any request. */
    area(organisation: string, access?: AreaAccess): Promise<Area>;
    /** Folder of a user's certificate and key. */
    mspPath(organisation: string, user: string): string;
    stop(): Promise<void>;
}

export async function startAreaNetwork(options: AreaNetworkOptions): Promise<AreaNetwork> {
    const { dataDir: kept, chaincode: ofArea, catalogue, ...networkOptions } = options;
    const dataDir = kept ?? (await mkdtemp(path.join(tmpdir(), `quartier-${ofArea}-`)));
    const network = await startNetwork({ chaincodeServers: 'per-organisation', ...networkOptions, dataDir });
    const open = new Map<string, Promise<Quartier | Connection>>();
    const mspPath = (organisation: string, user: string): string => mspPathOf(network, organisation, user);

    return {
        consortium: network.consortium,
        cryptoDir: network.cryptoDir,
        ports: network.ports,
        profiles: network.profiles,
        dataDir,
        mspPath,
        client: (organisation, user = 'backoffice') =>
            once(open, `client ${organisation} ${user}`, () =>
                connect(profileFile(network, organisation), { mspPath: mspPath(organisation, user) }),
            ),
        area: async (organisation, { user = 'backoffice', through = organisation, chaincode = ofArea } = {}) => {
            const connection = await once(open, `connection ${organisation} ${user} ${through}`, async () =>
                openConnection(await profileThrough(network, organisation, through), {
                    mspPath: mspPath(organisation, user),
                }),
            );
            return connection.area(chaincode, catalogue);
        },
        stop: async () => {
            for (const connection of await Promise.all(open.values())) connection.close();
            await network.stop();
            if (kept === undefined) await rm(dataDir, { recursive: true, force: true });
        },
    };
}

function profileFile({ profiles }: Network, organisation: string): string {
    const file = profiles[organisation];
    if (file === undefined) throw new Error(`the consortium has no organisation ${organisation}`);
    return file;
}

/** The profile of the organisation whose peer is asked, with the caller's own MSP id. */
async function profileThrough(network: Network, organisation: string, through: string): Promise<Profile> {
    const profile = await readProfile(profileFile(network, through));
    return { ...profile, mspId: organisationOf(network, organisation).mspId };
}

function mspPathOf(network: Network, organisation: string, user: string): string {
    const { domain } = organisationOf(network, organisation);
    return path.join(peerOrganisationFolders(network.cryptoDir, domain).user(user), 'msp');
}

function organisationOf({ consortium }: Network, organisation: string): Network['consortium']['organisations'][number] {
    const found = consortium.organisations.find(({ name }) => name === organisation);
    if (found === undefined) throw new Error(`the consortium has no organisation ${organisation}`);
    return found;
}

/** Opened when first asked for, then the same one. */
function once<T extends Quartier | Connection>(
    open: Map<string, Promise<Quartier | Connection>>,
    key: string,
    create: () => Promise<T>,
): Promise<T> {
    const found = open.get(key) as Promise<T> | undefined;
    if (found !== undefined) return found;
    const created = create();
    open.set(key, created);
    return created;
}
