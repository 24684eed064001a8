import { createPrivateKey } from 'node:crypto';

import { Client, credentials } from '@grpc/grpc-js';
import { connect, type Contract, hash, signers } from '@hyperledger/fabric-gateway';
import { nativeSigner, readProfile } from '@quartier/client';

import { mspFiles } from '../support/msp-files.js';

import { bestRate, type Rate, type RateSearch } from './best-rate.js';

/** Which of the two signs: Node's own crypto as the client does, or the gateway package's JavaScript. */
export type SignerKind = 'native' | 'plain';

/** The gateway package alone, without the client library around it. */
export interface GatewayClient {
    readonly probe: Contract;
    close(): void;
}

export async function openGatewayClient(
    profilePath: string,
    signerKind: SignerKind,
    channel = 'energy',
): Promise<GatewayClient> {
    const profile = await readProfile(profilePath);
    const [peer] = profile.peers;
    if (peer?.tlsRoots === undefined || profile.mspPath === undefined) throw new Error(`${profilePath} lacks a peer`);
    const client = new Client(peer.address, credentials.createSsl(peer.tlsRoots), { ...peer.channelOptions });
    const gateway = connect({
        client,
        identity: { mspId: profile.mspId, credentials: mspFiles(profile.mspPath).certificate },
        ...signerOf(profile.mspPath, signerKind),
    });
    return {
        probe: gateway.getNetwork(channel).getContract('probe'),
        close: () => {
            gateway.close();
            client.close();
        },
    };
}

/** Transactions of the channel that do nothing: what one costs before it does anything. */
export async function noopRate(
    profilePath: string,
    { channel, ...search }: Omit<RateSearch, 'call'> & { readonly channel: string },
): Promise<Rate> {
    const client = await openGatewayClient(profilePath, 'native', channel);
    const call = (): Promise<unknown> => client.probe.submitTransaction('noop');
    try {
        await call();
        return await bestRate({ ...search, call });
    } finally {
        client.close();
    }
}

/** Each signer with the hash that it is used with. */
export function signerOf(
    mspPath: string,
    kind: SignerKind,
): { readonly signer: (bytes: Uint8Array) => Promise<Uint8Array>; readonly hash: (bytes: Uint8Array) => Uint8Array } {
    const key = createPrivateKey(mspFiles(mspPath).key);
    return kind === 'native'
        ? { signer: nativeSigner(key), hash: hash.none }
        : { signer: signers.newPrivateKeySigner(key), hash: hash.sha256 };
}
