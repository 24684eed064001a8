import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash, signers, type Gateway, type Proposal } from '@hyperledger/fabric-gateway';
import { common, gateway as gatewayMessages, peer } from '@hyperledger/fabric-protos';

import { readProfile } from '@quartier/client';

import type { AreaNetwork } from './area-network.js';

/** Fabric's own gateway client of an organisation's back office. */
export interface RawGateway {
    readonly gateway: Gateway;
    readonly close: () => void;
}

export async function rawGateway(network: AreaNetwork, organisation: string): Promise<RawGateway> {
    const profile = await readProfile(network.profiles[organisation] ?? '');
    const [peerOfProfile] = profile.peers;
    const msp = network.mspPath(organisation, 'backoffice');
    const only = (folder: string): Buffer => {
        const [file = ''] = readdirSync(path.join(msp, folder));
        return readFileSync(path.join(msp, folder, file));
    };
    const client = new Client(
        peerOfProfile?.address ?? '',
        credentials.createSsl(peerOfProfile?.tlsRoots ?? null),
        peerOfProfile?.channelOptions ?? {},
    );
    const gateway = connect({
        client,
        identity: { mspId: profile.mspId, credentials: only('signcerts') },
        signer: signers.newPrivateKeySigner(createPrivateKey(only('keystore'))),
        hash: hash.sha256,
    });
    return {
        gateway,
        close: () => {
            gateway.close();
            client.close();
        },
    };
}

/** The proposal with another timestamp, to be signed anew. */
export function proposedAt({ gateway }: RawGateway, proposal: Proposal, secondsAhead: number): Proposal {
    const transaction = gatewayMessages.ProposedTransaction.deserializeBinary(proposal.getBytes());
    const signed = transaction.getProposal() ?? new peer.SignedProposal();
    const inner = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8());
    const header = common.Header.deserializeBinary(inner.getHeader_asU8());
    const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
    const timestamp = channelHeader.getTimestamp();
    timestamp?.setSeconds(timestamp.getSeconds() + secondsAhead);
    channelHeader.setTimestamp(timestamp);
    header.setChannelHeader(channelHeader.serializeBinary());
    inner.setHeader(header.serializeBinary());
    signed.setProposalBytes(inner.serializeBinary());
    signed.setSignature('');
    transaction.setProposal(signed);
    return gateway.newProposal(transaction.serializeBinary());
}
