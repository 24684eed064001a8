import { connect as connectGateway, hash, type Gateway } from '@hyperledger/fabric-gateway';

import type { RefusalCatalogue } from '@quartier/rules/wire';

import { openArea, type Area } from './area.js';
import { defaultDeadlines, within, type Deadlines } from './deadlines.js';
import { ProfileInvalid } from './failures.js';
import { openChannel } from './grpc-channel.js';
import { readIdentity, readPrivateKey, type EnrolledIdentity } from './identity.js';
import { openPkcs11Signer, type Pkcs11Key } from './pkcs11-signer.js';
import { readProfile, type Profile } from './profile.js';
import { defaultRetryPolicy, type RetryPolicy } from './retry.js';
import type { Signatory } from './signatory.js';
import { nativeSigner, type MessageSigner } from './signer.js';

export interface ConnectionOptions {
    /** MSP folder of the caller, where the profile's own is not to be used. */
    readonly mspPath?: string;
    /** Key in a hardware security module; without it the key of the MSP folder signs. */
    readonly pkcs11?: Pkcs11Key;
    /** Channel of an area, where the profile has several channels with its chaincode. */
    readonly channels?: Readonly<Record<string, string>>;
    readonly deadlines?: Partial<Deadlines>;
    readonly retry?: Partial<RetryPolicy>;
    /** How long to wait for a peer before the next is tried. Default 10 s. */
    readonly connectMs?: number;
}

/** A connection to the gateway of the caller's own organisation. */
export interface Connection {
    readonly mspId: string;
    /** Name of the peer in use. */
    readonly peer: string;
    readonly signatory: Signatory;
    /**
     * The area of a name, with the catalogue of the refusals that its calls can meet.
     *
     * @throws ProfileInvalid when no channel of the profile, or more than one, has its chaincode.
     */
    readonly area: (name: string, catalogue: RefusalCatalogue) => Area;
    readonly close: () => void;
}

/**
 * Connects by a Fabric connection profile and an MSP folder. Only peers of the caller's organisation are used: the
 * gateway that plans an endorsement sees private parts in clear.
 *
 * @throws ProfileInvalid, ConnectionFailed
 */
export async function openConnection(
    profileOrPath: Profile | string,
    options: ConnectionOptions = {},
): Promise<Connection> {
    const profile = typeof profileOrPath === 'string' ? await readProfile(profileOrPath) : profileOrPath;
    const mspPath = options.mspPath ?? profile.mspPath;
    if (mspPath === undefined) {
        throw new ProfileInvalid('The profile names no MSP folder: set x-quartier.identity.mspPath, or give mspPath');
    }
    const identity = await readIdentity(profile.mspId, mspPath);
    const { signer, close: closeSigner } = await openSigner(mspPath, identity, options.pkcs11);
    try {
        const { client, peer } = await openChannel(profile.peers, options.connectMs ?? 10_000);
        const deadlines = { ...defaultDeadlines, ...options.deadlines };
        const gateway = connectGateway({
            client,
            identity: { mspId: identity.mspId, credentials: identity.certificatePem },
            signer,
            hash: hash.none,
            evaluateOptions: () => within(deadlines.evaluateMs),
            endorseOptions: () => within(deadlines.endorseMs),
            submitOptions: () => within(deadlines.submitMs),
            commitStatusOptions: () => within(deadlines.commitMs),
        });
        const retry = { ...defaultRetryPolicy, ...options.retry };
        return {
            mspId: identity.mspId,
            peer: peer.name,
            signatory: {
                mspId: identity.mspId,
                chain: [identity.certificate, ...identity.intermediates],
                sign: signer,
            },
            area: newAreas({ gateway, profile, channels: options.channels ?? {}, deadlines, retry }),
            close: () => {
                gateway.close();
                client.close();
                closeSigner();
            },
        };
    } catch (error) {
        closeSigner();
        throw error;
    }
}

async function openSigner(
    mspPath: string,
    { certificate }: EnrolledIdentity,
    pkcs11: Pkcs11Key | undefined,
): Promise<{ readonly signer: MessageSigner; readonly close: () => void }> {
    if (pkcs11 !== undefined) return openPkcs11Signer(pkcs11, certificate);
    const key = await readPrivateKey(mspPath, certificate);
    try {
        return { signer: nativeSigner(key), close: () => undefined };
    } catch (error) {
        throw new ProfileInvalid(`${mspPath}: ${(error as Error).message}`);
    }
}

interface AreaSource {
    readonly gateway: Gateway;
    readonly profile: Profile;
    readonly channels: Readonly<Record<string, string>>;
    readonly deadlines: Deadlines;
    readonly retry: RetryPolicy;
}

function newAreas({ profile, channels, ...source }: AreaSource): Connection['area'] {
    const areas = new Map<string, Area>();
    return (name, catalogue) => {
        const known = areas.get(name);
        if (known !== undefined) return known;
        const channel = channels[name] ?? channelOf(profile, name);
        const area = openArea({ ...source, catalogue, name, channel });
        areas.set(name, area);
        return area;
    };
}

function channelOf({ channels }: Profile, area: string): string {
    const found = [...channels].filter(([, chaincodes]) => chaincodes.includes(area)).map(([channel]) => channel);
    const [channel, ...others] = found;
    if (channel === undefined) {
        throw new ProfileInvalid(`No channel of the profile lists the chaincode ${area} (channels.<name>.chaincodes)`);
    }
    if (others.length > 0) {
        throw new ProfileInvalid(`The chaincode ${area} is on the channels ${found.join(', ')}: say which`);
    }
    return channel;
}
