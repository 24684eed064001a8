import * as grpc from '@grpc/grpc-js';
import { gateway } from '@hyperledger/fabric-protos';
import { chaincodeEvents } from './chaincode-events.js';
import type { Channel } from './channel.js';
import type { CommittedOutcome } from './commit-notifier.js';
import { concurrencyLimit } from './concurrency-limit.js';
import type { Gateway } from './gateway.js';
import { GatewayError, toServiceError } from './gateway-error.js';
import { sendAll } from './send-all.js';

/** As many requests, the waiting ones included, as a Fabric peer serves at once. */
const MAX_CONCURRENT = 500;

/** The gateway as a gRPC service. */
export function gatewayService(
    served: Gateway,
    channel: (name: string) => Channel | undefined,
): gateway.IGatewayServer {
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
        commitStatus: unary((request, signal) => commitStatus(request, signal, channel)),
        chaincodeEvents: (call) => {
            const signal = cancellationOf(call);
            admitted(async () => {
                await sendAll(call, openEvents(call.request, signal, channel), signal);
            }).then(
                () => call.end(),
                (error: unknown) => call.emit('error', toServiceError(error)),
            );
        },
    };
}

/** Aborts when the client cancels or its deadline passes. */
function cancellationOf(call: { on(event: 'cancelled', listener: () => void): unknown }): AbortSignal {
    const controller = new AbortController();
    call.on('cancelled', () => {
        controller.abort();
    });
    return controller.signal;
}

async function commitStatus(
    signed: gateway.SignedCommitStatusRequest,
    signal: AbortSignal,
    channels: (name: string) => Channel | undefined,
): Promise<gateway.CommitStatusResponse> {
    const data = signed.getRequest_asU8();
    if (data.length === 0) {
        throw new GatewayError(grpc.status.INVALID_ARGUMENT, 'a commit status request is required');
    }
    const request = gateway.CommitStatusRequest.deserializeBinary(data);
    const [identity, name, txId] = [request.getIdentity_asU8(), request.getChannelId(), request.getTransactionId()];
    // Fabric 3 checks these first; 2.5 finds out as it checks the access, or waits in vain.
    const missing =
        (identity.length === 0 && 'no identity provided') ||
        (name === '' && 'no channel ID provided') ||
        (txId === '' && 'transaction ID should not be empty');
    if (missing !== false) {
        throw new GatewayError(grpc.status.INVALID_ARGUMENT, missing);
    }
    const channel = channels(name);
    if (channel === undefined) {
        throw noPolicies(name);
    }
    const problem = channel.accessProblem('Readers', { identity, data, signature: signed.getSignature_asU8() });
    if (problem !== undefined) {
        throw new GatewayError(grpc.status.PERMISSION_DENIED, problem);
    }
    const outcome = await outcomeOf(channel, txId, signal);
    const response = new gateway.CommitStatusResponse();
    response.setResult(outcome.code as Parameters<typeof response.setResult>[0]);
    response.setBlockNumber(outcome.block);
    return response;
}

function noPolicies(channel: string): GatewayError {
    const message =
        channel === ''
            ? 'Invalid channel ID name during check policy on signed data. Name must be different from nil.'
            : `Failed to get policy manager for channel [${channel}]`;
    return new GatewayError(grpc.status.PERMISSION_DENIED, message);
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

function openEvents(
    signed: gateway.SignedChaincodeEventsRequest,
    signal: AbortSignal,
    channels: (name: string) => Channel | undefined,
): AsyncGenerator<gateway.ChaincodeEventsResponse> {
    const data = signed.getRequest_asU8();
    if (data.length === 0) {
        throw new GatewayError(grpc.status.INVALID_ARGUMENT, 'a chaincode events request is required');
    }
    const request = gateway.ChaincodeEventsRequest.deserializeBinary(data);
    const channel = channels(request.getChannelId());
    if (channel === undefined) {
        throw noPolicies(request.getChannelId());
    }
    const signature = signed.getSignature_asU8();
    const problem = channel.accessProblem('Readers', { identity: request.getIdentity_asU8(), data, signature });
    if (problem !== undefined) {
        throw new GatewayError(grpc.status.PERMISSION_DENIED, problem);
    }
    return chaincodeEvents(channel, request, signal);
}
