import * as grpc from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import { message } from '../../wire/message.js';
import { chaincodeEvents } from './chaincode-events.js';
import type { Channel } from '../channel.js';
import type { CommittedOutcome } from '../commit-notifier.js';
import type { Gateway } from './gateway.js';
import { GatewayError, toServiceError } from '../gateway-error.js';
import { cancellationOf, concurrencyLimit, sendAll } from '../grpc-calls.js';

/** As many requests, the waiting ones included, as a Fabric peer serves at once. */
const MAX_CONCURRENT = 500;

type Channels = (name: string) => Channel | undefined;

/** The gateway as a gRPC service. */
export function gatewayService(served: Gateway, channels: Channels): gateway.IGatewayServer {
    const admitted = concurrencyLimit('/gateway.Gateway', MAX_CONCURRENT);
    const unary =
        <Request, Response>(
            handle: (request: Request, signal: AbortSignal) => Response | Promise<Response>,
        ): grpc.handleUnaryCall<Request, Response> =>
        (call, callback) => {
            admitted(() => handle(call.request, cancellationOf(call))).then(
                (response) => {
                    callback(null, response);
                },
                (error: unknown) => {
                    callback(toServiceError(error));
                },
            );
        };
    return {
        evaluate: unary((request) => served.evaluate(request)),
        endorse: unary((request) => served.endorse(request)),
        submit: unary((request) => served.submit(request)),
        commitStatus: unary((request, signal) => commitStatus(request, signal, channels)),
        chaincodeEvents: (call) => {
            const signal = cancellationOf(call);
            admitted(() => sendAll(call, openEvents(call.request, signal, channels), signal)).then(
                () => call.end(),
                (error: unknown) => call.emit('error', toServiceError(error)),
            );
        },
    };
}

async function commitStatus(
    signed: gateway.SignedCommitStatusRequest,
    signal: AbortSignal,
    channels: Channels,
): Promise<gateway.CommitStatusResponse> {
    const request = gateway.CommitStatusRequest.deserializeBinary(contentOf(signed, 'a commit status request'));
    const txId = request.getTransactionId();
    // Fabric 3 checks these first; 2.5 finds out as it checks the access, or waits in vain.
    const missing =
        (request.getIdentity_asU8().length === 0 && 'no identity provided') ||
        (request.getChannelId() === '' && 'no channel ID provided') ||
        (txId === '' && 'transaction ID should not be empty');
    if (missing !== false) throw new GatewayError(grpc.status.INVALID_ARGUMENT, missing);
    const { code, block } = await outcomeOf(readable(channels, request, signed), txId, signal);
    return message(gateway.CommitStatusResponse, { result: code as 0, blockNumber: block });
}

function openEvents(
    signed: gateway.SignedChaincodeEventsRequest,
    signal: AbortSignal,
    channels: Channels,
): AsyncGenerator<gateway.ChaincodeEventsResponse> {
    const request = gateway.ChaincodeEventsRequest.deserializeBinary(contentOf(signed, 'a chaincode events request'));
    return chaincodeEvents(readable(channels, request, signed), request, signal);
}

interface SignedRequest {
    getRequest_asU8(): Uint8Array;
    getSignature_asU8(): Uint8Array;
}

function contentOf(signed: SignedRequest, what: string): Uint8Array {
    const content = signed.getRequest_asU8();
    if (content.length === 0) throw new GatewayError(grpc.status.INVALID_ARGUMENT, `${what} is required`);
    return content;
}

/** The channel that a request is about, when its signer may read from it. */
function readable(
    channels: Channels,
    request: { getChannelId(): string; getIdentity_asU8(): Uint8Array },
    signed: SignedRequest,
): Channel {
    const name = request.getChannelId();
    const channel = channels(name);
    if (channel === undefined) {
        const reason =
            name === ''
                ? 'Invalid channel ID name during check policy on signed data. Name must be different from nil.'
                : `Failed to get policy manager for channel [${name}]`;
        throw new GatewayError(grpc.status.PERMISSION_DENIED, reason);
    }
    const problem = channel.accessProblem('Readers', {
        identity: request.getIdentity_asU8(),
        data: signed.getRequest_asU8(),
        signature: signed.getSignature_asU8(),
    });
    if (problem !== undefined) throw new GatewayError(grpc.status.PERMISSION_DENIED, problem);
    return channel;
}

/** Waits for the transaction; the wait begins before the ledger is asked, so that no commit slips between. */
function outcomeOf(channel: Channel, txId: string, signal: AbortSignal): Promise<CommittedOutcome> {
    return new Promise((resolve, reject) => {
        const cancel = channel.commits.onTransaction(txId, resolve);
        const known = channel.store.transaction(txId);
        if (known !== undefined) {
            cancel();
            resolve({ txId, code: known.code, block: known.at.block });
            return;
        }
        signal.addEventListener('abort', () => {
            cancel();
            reject(new GatewayError(grpc.status.CANCELLED, 'context canceled'));
        });
    });
}
