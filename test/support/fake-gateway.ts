import { verify, X509Certificate } from 'node:crypto';

import {
    Metadata,
    Server,
    ServerCredentials,
    status,
    type handleServerStreamingCall,
    type handleUnaryCall,
    type sendUnaryData,
    type ServerWritableStream,
} from '@grpc/grpc-js';
import { common, gateway, google, msp, peer } from '@hyperledger/fabric-protos';

/** A proposal as the gateway sees it. */
export interface ProposedCall {
    readonly transaction: string;
    readonly args: readonly string[];
    /** The argument, parsed. */
    readonly request: unknown;
    /** The entry `private` of the transient map, parsed. */
    readonly privatePart: unknown;
    readonly organisations: readonly string[];
    readonly transactionId: string;
}

/** An answer with a status of gRPC, and what each peer said. */
export class Answer extends Error {
    constructor(
        readonly code: status,
        message: string,
        readonly peers: readonly { readonly mspId: string; readonly message: string }[] = [],
    ) {
        super(message);
    }
}

export interface FakeEvent {
    readonly name: string;
    readonly transactionId: string;
    readonly block: number;
    readonly payload: object;
}

/** What the fake does at each step; throw an {@link Answer} to fail. */
export interface Behaviour {
    evaluate: (call: ProposedCall) => unknown;
    endorse: (call: ProposedCall) => unknown;
    submit: (transactionId: string) => void;
    /** The validation code. */
    commitStatus: (transactionId: string) => number;
    /** Events of one stream from its start block on; the stream ends after them where it says so. */
    events: (start: { readonly block: number; readonly after: string }) => {
        readonly events: readonly FakeEvent[];
        readonly end?: boolean;
    };
}

export interface FakeGateway {
    readonly address: string;
    readonly behaviour: Behaviour;
    /** Calls of every step in order, such as `endorse energy:SetPrice`. */
    readonly seen: string[];
    stop: () => Promise<void>;
}

/** A gateway on a loopback port that speaks the real protocol and checks every proposal's signature. */
export async function startFakeGateway(behaviour: Partial<Behaviour> = {}): Promise<FakeGateway> {
    const seen: string[] = [];
    const does: Behaviour = {
        evaluate: () => ({}),
        endorse: () => ({}),
        submit: () => undefined,
        commitStatus: () => peer.TxValidationCode.VALID,
        events: () => ({ events: [] }),
        ...behaviour,
    };
    const server = new Server();
    server.addService(gateway.GatewayService, {
        evaluate: unary((request: gateway.EvaluateRequest) => {
            const call = proposedCall(request.getProposedTransaction(), request.getTargetOrganizationsList());
            seen.push(`evaluate ${call.transaction}`);
            const response = new peer.Response();
            response.setPayload(bytesOf(does.evaluate(call)));
            const reply = new gateway.EvaluateResponse();
            reply.setResult(response);
            return reply;
        }),
        endorse: unary((request: gateway.EndorseRequest) => {
            const call = proposedCall(request.getProposedTransaction(), request.getEndorsingOrganizationsList());
            seen.push(`endorse ${call.transaction}`);
            const reply = new gateway.EndorseResponse();
            reply.setPreparedTransaction(preparedTransaction(request.getChannelId(), bytesOf(does.endorse(call))));
            return reply;
        }),
        submit: unary((request: gateway.SubmitRequest) => {
            seen.push('submit');
            does.submit(request.getTransactionId());
            return new gateway.SubmitResponse();
        }),
        commitStatus: unary((request: gateway.SignedCommitStatusRequest) => {
            seen.push('commitStatus');
            const asked = gateway.CommitStatusRequest.deserializeBinary(request.getRequest_asU8());
            const reply = new gateway.CommitStatusResponse();
            reply.setBlockNumber(7);
            reply.setResult(
                does.commitStatus(asked.getTransactionId()) as peer.TxValidationCodeMap[keyof peer.TxValidationCodeMap],
            );
            return reply;
        }),
        chaincodeEvents: ((stream: ServerWritableStream<gateway.SignedChaincodeEventsRequest, unknown>) => {
            const asked = gateway.ChaincodeEventsRequest.deserializeBinary(stream.request.getRequest_asU8());
            const block = asked.getStartPosition()?.getSpecified()?.getNumber() ?? -1;
            seen.push(`events ${String(block)} ${asked.getAfterTransactionId()}`.trim());
            const { events, end } = does.events({ block, after: asked.getAfterTransactionId() });
            for (const event of events) stream.write(eventResponse(event));
            if (end === true) stream.end();
        }) as handleServerStreamingCall<unknown, unknown>,
    });
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
            if (error === null) resolve(bound);
            else reject(error);
        });
    });
    return {
        address: `127.0.0.1:${String(port)}`,
        behaviour: does,
        seen,
        stop: () => {
            server.forceShutdown();
            return Promise.resolve();
        },
    };
}

function unary<Request, Reply>(answer: (request: Request) => Reply): handleUnaryCall<Request, Reply> {
    return ({ request }, callback: sendUnaryData<Reply>) => {
        try {
            callback(null, answer(request));
        } catch (error) {
            const failure = error instanceof Answer ? error : new Answer(status.INTERNAL, String(error));
            callback({ code: failure.code, details: failure.message, metadata: detailsOf(failure) });
        }
    };
}

function detailsOf({ code, message, peers }: Answer): Metadata {
    const rpc = new google.rpc.Status();
    rpc.setCode(code);
    rpc.setMessage(message);
    for (const said of peers) {
        const detail = new gateway.ErrorDetail();
        detail.setAddress(`peer0.${said.mspId}`);
        detail.setMspId(said.mspId);
        detail.setMessage(said.message);
        const any = rpc.addDetails();
        any.setTypeUrl('type.googleapis.com/gateway.ErrorDetail');
        any.setValue(detail.serializeBinary());
    }
    const metadata = new Metadata();
    metadata.set('grpc-status-details-bin', Buffer.from(rpc.serializeBinary()));
    return metadata;
}

function proposedCall(signed: peer.SignedProposal | undefined, organisations: readonly string[]): ProposedCall {
    if (signed === undefined) throw new Answer(status.INVALID_ARGUMENT, 'no proposal');
    const proposal = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8());
    const header = common.Header.deserializeBinary(proposal.getHeader_asU8());
    checkSignature(signed, header);
    const payload = peer.ChaincodeProposalPayload.deserializeBinary(proposal.getPayload_asU8());
    const input = peer.ChaincodeInvocationSpec.deserializeBinary(payload.getInput_asU8());
    const [transaction = '', ...args] = (input.getChaincodeSpec()?.getInput()?.getArgsList_asU8() ?? []).map((arg) =>
        Buffer.from(arg).toString(),
    );
    const hidden = payload.getTransientmapMap().get('private') as Uint8Array | undefined;
    const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
    return {
        transaction,
        args,
        request: args[0] === undefined ? undefined : JSON.parse(args[0]),
        privatePart: hidden === undefined ? undefined : JSON.parse(Buffer.from(hidden).toString()),
        organisations,
        transactionId: channelHeader.getTxId(),
    };
}

function checkSignature(signed: peer.SignedProposal, header: common.Header): void {
    const signatureHeader = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8());
    const creator = msp.SerializedIdentity.deserializeBinary(signatureHeader.getCreator_asU8());
    const { publicKey } = new X509Certificate(creator.getIdBytes_asU8());
    if (!verify('sha256', signed.getProposalBytes_asU8(), publicKey, signed.getSignature_asU8())) {
        throw new Answer(status.PERMISSION_DENIED, 'the signature is not of the creator');
    }
}

function preparedTransaction(channel: string, reply: Uint8Array): common.Envelope {
    const channelHeader = new common.ChannelHeader();
    channelHeader.setChannelId(channel);
    const header = new common.Header();
    header.setChannelHeader(channelHeader.serializeBinary());

    const response = new peer.Response();
    response.setStatus(200);
    response.setPayload(reply);
    const action = new peer.ChaincodeAction();
    action.setResponse(response);
    const responsePayload = new peer.ProposalResponsePayload();
    responsePayload.setExtension$(action.serializeBinary());
    const endorsed = new peer.ChaincodeEndorsedAction();
    endorsed.setProposalResponsePayload(responsePayload.serializeBinary());
    const actionPayload = new peer.ChaincodeActionPayload();
    actionPayload.setAction(endorsed);
    const transactionAction = new peer.TransactionAction();
    transactionAction.setPayload(actionPayload.serializeBinary());
    const transaction = new peer.Transaction();
    transaction.setActionsList([transactionAction]);

    const payload = new common.Payload();
    payload.setHeader(header);
    payload.setData(transaction.serializeBinary());
    const envelope = new common.Envelope();
    envelope.setPayload(payload.serializeBinary());
    return envelope;
}

function eventResponse({ name, transactionId, block, payload }: FakeEvent): gateway.ChaincodeEventsResponse {
    const event = new peer.ChaincodeEvent();
    event.setChaincodeId('energy');
    event.setEventName(name);
    event.setTxId(transactionId);
    event.setPayload(bytesOf(payload));
    const response = new gateway.ChaincodeEventsResponse();
    response.setBlockNumber(block);
    response.setEventsList([event]);
    return response;
}

function bytesOf(value: unknown): Uint8Array {
    return value === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(value));
}
