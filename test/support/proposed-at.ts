import type { Proposal } from '@hyperledger/fabric-gateway';
import { common, gateway as gatewayMessages, peer } from '@hyperledger/fabric-protos';

import type { PlainGateway } from './plain-gateway.js';

/** The proposal with another timestamp, to be signed anew. */
export function proposedAt(
    { gateway }: Pick<PlainGateway, 'gateway'>,
    proposal: Proposal,
    secondsAhead: number,
): Proposal {
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
