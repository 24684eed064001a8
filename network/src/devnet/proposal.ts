import { common, peer } from '@hyperledger/fabric-protos';
import { asBuffer, sha256 } from './bytes.js';
import type { Identity, IdentityChecker } from './membership.js';

/** A signed proposal, taken apart. The parts that are hashed are the bytes that came. */
export interface Proposal {
    readonly signed: peer.SignedProposal;
    readonly header: Header;
    readonly chaincode: string;
    /** A serialised ChaincodeInput. */
    readonly input: Buffer;
    /** The payload without the transient data: what goes into the transaction. */
    readonly publicPayload: Buffer;
    readonly hasTransient: boolean;
    readonly hash: Buffer;
}

/** The header of a proposal or transaction: its two halves as they came, and what they say. */
export interface Header {
    readonly channelHeader: Buffer;
    readonly signatureHeader: Buffer;
    readonly type: number;
    readonly channel: string;
    readonly txId: string;
    readonly epoch: number;
    /** The client's clock: a serialised Timestamp's message. */
    readonly timestamp: ReturnType<common.ChannelHeader['getTimestamp']>;
    readonly extension: Buffer;
    readonly creator: Buffer;
    readonly nonce: Buffer;
}

/** @throws {Error} when the bytes are not a proposal to a chaincode */
export function readProposal(signed: peer.SignedProposal): Proposal {
    const proposal = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8());
    const header = readHeader(common.Header.deserializeBinary(proposal.getHeader_asU8()));
    const chaincode =
        peer.ChaincodeHeaderExtension.deserializeBinary(header.extension).getChaincodeId()?.getName() ?? '';
    if (chaincode === '') {
        throw new Error('ChaincodeHeaderExtension.ChaincodeId.Name is empty');
    }
    const payload = peer.ChaincodeProposalPayload.deserializeBinary(proposal.getPayload_asU8());
    const spec = peer.ChaincodeInvocationSpec.deserializeBinary(payload.getInput_asU8()).getChaincodeSpec();
    if (spec === undefined) {
        throw new Error('chaincode invocation spec did not contain chaincode spec');
    }
    const input = spec.getInput();
    if (input === undefined) {
        throw new Error('chaincode input did not contain any input');
    }
    const hasTransient = payload.getTransientmapMap().getLength() > 0;
    payload.clearTransientmapMap();
    const publicPayload = asBuffer(payload.serializeBinary());
    return {
        signed,
        header,
        chaincode,
        input: asBuffer(input.serializeBinary()),
        publicPayload,
        hasTransient,
        hash: proposalHash(header, publicPayload),
    };
}

/** @throws {Error} when either half is not what it should be */
export function readHeader(header: common.Header): Header {
    const channelHeader = asBuffer(header.getChannelHeader_asU8());
    const signatureHeader = asBuffer(header.getSignatureHeader_asU8());
    const channel = common.ChannelHeader.deserializeBinary(channelHeader);
    const signature = common.SignatureHeader.deserializeBinary(signatureHeader);
    return {
        channelHeader,
        signatureHeader,
        type: channel.getType(),
        channel: channel.getChannelId(),
        txId: channel.getTxId(),
        epoch: channel.getEpoch(),
        timestamp: channel.getTimestamp(),
        extension: asBuffer(channel.getExtension_asU8()),
        creator: asBuffer(signature.getCreator_asU8()),
        nonce: asBuffer(signature.getNonce_asU8()),
    };
}

export function proposalHash(
    header: Pick<Header, 'channelHeader' | 'signatureHeader'>,
    publicPayload: Uint8Array,
): Buffer {
    return sha256(header.channelHeader, header.signatureHeader, publicPayload);
}

export const transactionIdOf = ({ nonce, creator }: Pick<Header, 'nonce' | 'creator'>): string =>
    sha256(nonce, creator).toString('hex');

export type ProposalCheck =
    { readonly accepted: true; readonly creator: Identity } | { readonly accepted: false; readonly reason: string };

/** The checks an endorser makes before it runs a proposal; the reasons are Fabric's words. */
export function checkProposal(proposal: Proposal, checkIdentity: IdentityChecker): ProposalCheck {
    const problem = headerProblem(proposal.header);
    if (problem !== undefined) {
        return refuse(`error validating proposal: ${problem}`);
    }
    const { channel, creator } = proposal.header;
    const check = checkIdentity(creator);
    if (check.status === 'unknown') {
        return refuse(
            `error validating proposal: access denied: channel [${channel}] creator org unknown, creator is malformed`,
        );
    }
    const signed = proposal.signed.getProposalBytes_asU8();
    if (check.status === 'invalid' || !check.identity.verify(signed, proposal.signed.getSignature_asU8())) {
        const mspId = check.status === 'invalid' ? check.mspId : check.identity.mspId;
        return refuse(`error validating proposal: access denied: channel [${channel}] creator org [${mspId}]`);
    }
    return { accepted: true, creator: check.identity };
}

const refuse = (reason: string): ProposalCheck => ({ accepted: false, reason });

function headerProblem(header: Header): string | undefined {
    if (header.type !== common.HeaderType.ENDORSER_TRANSACTION) {
        return `invalid header type ${header.type}`;
    }
    if (header.epoch !== 0) {
        return 'epoch is non-zero';
    }
    if (header.nonce.length === 0) {
        return 'nonce is empty';
    }
    if (header.creator.length === 0) {
        return 'creator is empty';
    }
    const expected = transactionIdOf(header);
    return header.txId === expected
        ? undefined
        : `incorrectly computed txid '${header.txId}' -- expected '${expected}'`;
}
