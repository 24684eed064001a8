import { common, peer } from '@hyperledger/fabric-protos';
import type { Proposal } from './proposal.js';

/** The transaction a client signs: the proposal without its transient data, and what the endorsers agreed on. */
export function prepareTransaction(
    proposal: Proposal,
    payload: Uint8Array,
    endorsements: readonly peer.Endorsement[],
): common.Envelope {
    const endorsed = new peer.ChaincodeEndorsedAction();
    endorsed.setProposalResponsePayload(payload);
    endorsed.setEndorsementsList([...endorsements]);
    const actionPayload = new peer.ChaincodeActionPayload();
    actionPayload.setChaincodeProposalPayload(proposal.publicPayload);
    actionPayload.setAction(endorsed);
    const action = new peer.TransactionAction();
    action.setHeader(proposal.header.signatureHeader);
    action.setPayload(actionPayload.serializeBinary());
    const transaction = new peer.Transaction();
    transaction.setActionsList([action]);
    const header = new common.Header();
    header.setChannelHeader(proposal.header.channelHeader);
    header.setSignatureHeader(proposal.header.signatureHeader);
    const envelopePayload = new common.Payload();
    envelopePayload.setHeader(header);
    envelopePayload.setData(transaction.serializeBinary());
    const envelope = new common.Envelope();
    envelope.setPayload(envelopePayload.serializeBinary());
    return envelope;
}
