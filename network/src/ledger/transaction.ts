import { common, peer } from '@hyperledger/fabric-protos';
import { asBuffer } from '../wire/bytes.js';
import { encoded, message } from '../wire/message.js';
import { parsed, readHeader, type Header, type Proposal } from './proposal.js';
import { decodeReadWriteSet, type ReadWriteSet } from './read-write-set.js';

export interface SignedEnvelope {
    readonly payload: Buffer;
    readonly signature: Buffer;
}

/** What the endorsers agreed on, and their signatures. */
export interface EndorsedAction {
    /** The signature header the proposal's hash was made with. */
    readonly signatureHeader: Buffer;
    /** The proposal's payload without transient data. */
    readonly publicPayload: Buffer;
    /** The serialised ProposalResponsePayload that was signed. */
    readonly response: Buffer;
    readonly endorsements: readonly Endorsement[];
}

export interface Endorsement {
    readonly endorser: Buffer;
    readonly signature: Buffer;
}

export interface ChaincodeAction {
    readonly proposalHash: Buffer;
    readonly chaincode: { readonly name: string; readonly version: string } | undefined;
    readonly event: peer.ChaincodeEvent | undefined;
    /** The serialised TxReadWriteSet. */
    readonly results: Buffer;
}

/**
 * A transaction as it stands in a block.
 * @throws {Error} for anything but a well-formed transaction of a chaincode
 */
export function readTransaction(envelope: Uint8Array): {
    readonly header: Header;
    readonly sets: readonly ReadWriteSet[];
} {
    const { header, data } = readPayload(readEnvelope(envelope).payload);
    return { header, sets: decodeReadWriteSet(readChaincodeAction(readEndorsedAction(data).response).results) };
}

export function readEnvelope(bytes: Uint8Array): SignedEnvelope {
    const envelope = common.Envelope.deserializeBinary(bytes);
    return { payload: asBuffer(envelope.getPayload_asU8()), signature: asBuffer(envelope.getSignature_asU8()) };
}

export function readPayload(bytes: Uint8Array): { readonly header: Header; readonly data: Buffer } {
    const payload = parsed(common.Payload, 'Payload', bytes);
    const header = payload.getHeader();
    if (header === undefined) {
        throw new Error('header not set');
    }
    return { header: readHeader(header), data: asBuffer(payload.getData_asU8()) };
}

export function readEndorsedAction(data: Uint8Array): EndorsedAction {
    const actions = peer.Transaction.deserializeBinary(data).getActionsList();
    const [action] = actions;
    if (action === undefined || actions.length !== 1) {
        throw new Error(`only one action per transaction is supported, tx contains ${actions.length}`);
    }
    const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
    const endorsed = payload.getAction();
    if (endorsed === undefined) {
        throw new Error('the transaction has no endorsed action');
    }
    return {
        signatureHeader: asBuffer(action.getHeader_asU8()),
        publicPayload: asBuffer(payload.getChaincodeProposalPayload_asU8()),
        response: asBuffer(endorsed.getProposalResponsePayload_asU8()),
        endorsements: endorsed.getEndorsementsList().map((endorsement) => ({
            endorser: asBuffer(endorsement.getEndorser_asU8()),
            signature: asBuffer(endorsement.getSignature_asU8()),
        })),
    };
}

export function readChaincodeAction(response: Uint8Array): ChaincodeAction {
    const payload = peer.ProposalResponsePayload.deserializeBinary(response);
    const action = peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8());
    const id = action.getChaincodeId();
    const event = action.getEvents_asU8();
    return {
        proposalHash: asBuffer(payload.getProposalHash_asU8()),
        chaincode: id === undefined ? undefined : { name: id.getName(), version: id.getVersion() },
        event: event.length === 0 ? undefined : peer.ChaincodeEvent.deserializeBinary(event),
        results: asBuffer(action.getResults_asU8()),
    };
}

/** The transaction a client signs: the proposal without its transient data, and what the endorsers agreed on. */
export function prepareTransaction(
    { header, publicPayload }: Proposal,
    response: Uint8Array,
    endorsementsList: readonly peer.Endorsement[],
): common.Envelope {
    const { channelHeader, signatureHeader } = header;
    const action = message(peer.ChaincodeEndorsedAction, { proposalResponsePayload: response, endorsementsList });
    const payload = encoded(peer.ChaincodeActionPayload, { chaincodeProposalPayload: publicPayload, action });
    const actionsList = [message(peer.TransactionAction, { header: signatureHeader, payload })];
    return message(common.Envelope, {
        payload: encoded(common.Payload, {
            header: message(common.Header, { channelHeader, signatureHeader }),
            data: encoded(peer.Transaction, { actionsList }),
        }),
    });
}
