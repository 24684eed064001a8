import { common, peer } from '@hyperledger/fabric-protos';
import { asBuffer, sha256 } from '../wire/bytes.js';
import type { Identity, IdentityChecker } from '../identity/membership.js';

/** A signed proposal, taken apart. The parts that are hashed are the bytes that came. */
export interface Proposal {
    readonly signed: peer.SignedProposal;
    readonly header: Header;
    /** As the header names it: what an endorser runs. */
    readonly chaincode: string;
    /** As the call names it: what endorsement is planned for. Undefined when nothing is called. */
    readonly calls: string | undefined;
    /** Why an endorser cannot take it. */
    readonly defect: string | undefined;
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

/** @throws {Error} when the bytes are not a proposal; the reasons are Fabric's words */
export function readProposal(signed: peer.SignedProposal): Proposal {
    const proposal = parsed(peer.Proposal, 'Proposal', signed.getProposalBytes_asU8());
    const header = readHeader(parsed(common.Header, 'Header', proposal.getHeader_asU8()));
    const payload = parsed(peer.ChaincodeProposalPayload, 'ChaincodeProposalPayload', proposal.getPayload_asU8());
    const spec = parsed(
        peer.ChaincodeInvocationSpec,
        'ChaincodeInvocationSpec',
        payload.getInput_asU8(),
    ).getChaincodeSpec();
    const hasTransient = payload.getTransientmapMap().getLength() > 0;
    payload.clearTransientmapMap();
    const publicPayload = asBuffer(payload.serializeBinary());
    return {
        signed,
        header,
        ...readTarget(header.extension, spec),
        calls: spec && (spec.getChaincodeId()?.getName() ?? ''),
        input: asBuffer((spec?.getInput() ?? new peer.ChaincodeInput()).serializeBinary()),
        publicPayload,
        hasTransient,
        hash: proposalHash(header, publicPayload),
    };
}

/** The chaincode that an endorser runs, and what keeps it from running it. */
function readTarget(
    extension: Uint8Array,
    spec: peer.ChaincodeSpec | undefined,
): Pick<Proposal, 'chaincode' | 'defect'> {
    try {
        const id = parsed(peer.ChaincodeHeaderExtension, 'ChaincodeHeaderExtension', extension).getChaincodeId();
        return { chaincode: id?.getName() ?? '', defect: targetDefect(id, spec) };
    } catch (error) {
        return { chaincode: '', defect: error instanceof Error ? error.message : String(error) };
    }
}

function targetDefect(id: peer.ChaincodeID | undefined, spec: peer.ChaincodeSpec | undefined): string | undefined {
    if (id === undefined) return 'ChaincodeHeaderExtension.ChaincodeId is nil';
    if (id.getName() === '') return 'ChaincodeHeaderExtension.ChaincodeId.Name is empty';
    if (spec === undefined) return 'chaincode invocation spec did not contain chaincode spec';
    return spec.getInput() === undefined ? 'chaincode input did not contain any input' : undefined;
}

/** @throws {Error} with Fabric's words for bytes that are no such message */
export function parsed<Message>(
    type: { deserializeBinary(bytes: Uint8Array): Message },
    name: string,
    bytes: Uint8Array,
): Message {
    try {
        return type.deserializeBinary(bytes);
    } catch {
        throw new Error(`error unmarshalling ${name}: proto: cannot parse invalid wire-format data`);
    }
}

/** @throws {Error} when either half is not what it should be */
export function readHeader(header: common.Header): Header {
    const channelHeader = asBuffer(header.getChannelHeader_asU8());
    const signatureHeader = asBuffer(header.getSignatureHeader_asU8());
    const channel = parsed(common.ChannelHeader, 'ChannelHeader', channelHeader);
    const signature = parsed(common.SignatureHeader, 'SignatureHeader', signatureHeader);
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
    if (proposal.defect !== undefined) return { accepted: false, reason: proposal.defect };
    const refuse = (reason: string): ProposalCheck => ({
        accepted: false,
        reason: `error validating proposal: ${reason}`,
    });
    const problem = headerProblem(proposal.header);
    if (problem !== undefined) return refuse(problem);
    const { channel, creator } = proposal.header;
    const check = checkIdentity(creator);
    if (check.status === 'unknown') {
        return refuse(`access denied: channel [${channel}] creator org unknown, creator is malformed`);
    }
    const signed = proposal.signed.getProposalBytes_asU8();
    if (check.status === 'invalid' || !check.identity.verify(signed, proposal.signed.getSignature_asU8())) {
        const mspId = check.status === 'invalid' ? check.mspId : check.identity.mspId;
        return refuse(`access denied: channel [${channel}] creator org [${mspId}]`);
    }
    return { accepted: true, creator: check.identity };
}

function headerProblem(header: Header): string | undefined {
    if (header.type !== common.HeaderType.ENDORSER_TRANSACTION) {
        const name = Object.entries(common.HeaderType).find(([, value]) => value === header.type)?.[0];
        return `invalid header type ${name ?? header.type}`;
    }
    if (header.epoch !== 0) return 'epoch is non-zero';
    if (header.nonce.length === 0) return 'nonce is empty';
    if (header.creator.length === 0) return 'creator is empty';
    const expected = transactionIdOf(header);
    return header.txId === expected
        ? undefined
        : `incorrectly computed txid '${header.txId}' -- expected '${expected}'`;
}
