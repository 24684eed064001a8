import { createHash, createPrivateKey, hash, randomBytes } from 'node:crypto';

import { signers } from '@hyperledger/fabric-gateway';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';

import type { Credentials } from './conformance-network.js';
import { CHANNEL } from './consortium.js';

/** The parts of a proposal, each of which a test may spoil before it is put together. */
export interface ProposalParts {
    readonly channelHeader: common.ChannelHeader;
    readonly signatureHeader: common.SignatureHeader;
    readonly extension: peer.ChaincodeHeaderExtension;
    readonly spec: peer.ChaincodeInvocationSpec;
    readonly payload: peer.ChaincodeProposalPayload;
}

export interface RawProposal {
    readonly txId: string;
    readonly signed: peer.SignedProposal;
}

/** A proposal to call `any`, built by hand and signed; `spoil` may change any part. */
export async function rawProposal(
    credentials: Credentials,
    args: readonly string[],
    spoil: (parts: ProposalParts) => void = () => undefined,
): Promise<RawProposal> {
    const parts = soundParts(credentials, args);
    const { channelHeader, signatureHeader } = parts;
    channelHeader.setTxId(transactionIdOf(signatureHeader));
    spoil(parts);
    const header = new common.Header();
    if (channelHeader.getExtension_asU8().length === 0) {
        channelHeader.setExtension$(parts.extension.serializeBinary());
    }
    header.setChannelHeader(channelHeader.serializeBinary());
    header.setSignatureHeader(signatureHeader.serializeBinary());
    if (parts.payload.getInput_asU8().length === 0) {
        parts.payload.setInput(parts.spec.serializeBinary());
    }
    const proposal = new peer.Proposal();
    proposal.setHeader(header.serializeBinary());
    proposal.setPayload(parts.payload.serializeBinary());
    return { txId: channelHeader.getTxId(), signed: await signProposal(credentials, proposal.serializeBinary()) };
}

export function transactionIdOf(header: common.SignatureHeader): string {
    return createHash('sha256').update(header.getNonce_asU8()).update(header.getCreator_asU8()).digest('hex');
}

export async function signProposal(credentials: Credentials, bytes: Uint8Array): Promise<peer.SignedProposal> {
    const signed = new peer.SignedProposal();
    signed.setProposalBytes(bytes);
    signed.setSignature(await sign(credentials, bytes));
    return signed;
}

export function sign({ key }: Credentials, bytes: Uint8Array): Promise<Uint8Array> {
    return signers.newPrivateKeySigner(createPrivateKey(key))(hash('sha256', bytes, 'buffer'));
}

export function serializedIdentity({ mspId, certificate }: Credentials): Uint8Array {
    const identity = new msp.SerializedIdentity();
    identity.setMspid(mspId);
    identity.setIdBytes(certificate);
    return identity.serializeBinary();
}

function soundParts(credentials: Credentials, args: readonly string[]): ProposalParts {
    const signatureHeader = new common.SignatureHeader();
    signatureHeader.setCreator(serializedIdentity(credentials));
    signatureHeader.setNonce(randomBytes(24));
    const channelHeader = new common.ChannelHeader();
    channelHeader.setType(common.HeaderType.ENDORSER_TRANSACTION);
    channelHeader.setTimestamp(Timestamp.fromDate(new Date()));
    channelHeader.setChannelId(CHANNEL);
    const id = new peer.ChaincodeID();
    id.setName('any');
    const extension = new peer.ChaincodeHeaderExtension();
    extension.setChaincodeId(id);
    const input = new peer.ChaincodeInput();
    input.setArgsList(args.map((arg) => Buffer.from(arg)));
    const chaincodeSpec = new peer.ChaincodeSpec();
    chaincodeSpec.setType(peer.ChaincodeSpec.Type.NODE);
    chaincodeSpec.setChaincodeId(id);
    chaincodeSpec.setInput(input);
    const spec = new peer.ChaincodeInvocationSpec();
    spec.setChaincodeSpec(chaincodeSpec);
    return { channelHeader, signatureHeader, extension, spec, payload: new peer.ChaincodeProposalPayload() };
}
