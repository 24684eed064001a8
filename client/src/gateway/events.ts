import { setTimeout as pause } from 'node:timers/promises';

import { GatewayError, type ChaincodeEvent, type Network } from '@hyperledger/fabric-gateway';

import { ConnectionFailed } from './failures.js';
import { pauseMs, type RetryPolicy } from './retry.js';

/** One event of an area, as committed. */
export interface AreaEvent {
    readonly name: string;
    readonly payload: unknown;
    readonly transactionId: string;
    readonly blockNumber: bigint;
    /** To be stored with what the event changed: a stream opened from it goes on after this event. */
    readonly checkpoint: EventCheckpoint;
}

/** A place in the stream of events, in a form that JSON keeps. */
export interface EventCheckpoint {
    readonly blockNumber: string;
    /** The last event taken into account; without it the whole block is still to come. */
    readonly transactionId?: string;
}

export interface EventOptions {
    /** Where to go on: without it the first block; `now` is the next one to come, whatever was before. */
    readonly from?: EventCheckpoint | 'now';
    /** Ends the stream. */
    readonly signal?: AbortSignal;
}

export interface EventSource {
    readonly network: Network;
    readonly chaincode: string;
    readonly retry: RetryPolicy;
}

/**
 * Events from a checkpoint on. When the gateway ends the stream or cannot be reached, it is opened again after the last
 * event that the reader is done with, so every event comes at least once.
 */
export async function* eventStream(
    source: EventSource,
    { from = { blockNumber: '0' }, signal }: EventOptions,
): AsyncGenerator<AreaEvent, void> {
    let checkpoint = from;
    for (let failures = 0; !aborted(signal);) {
        let failure: unknown = new ConnectionFailed('The gateway ended the stream of events');
        try {
            for await (const event of chaincodeEvents(source, checkpoint, signal)) {
                failures = 0;
                const read = areaEvent(event);
                yield read;
                checkpoint = read.checkpoint;
            }
        } catch (error) {
            if (!(error instanceof GatewayError)) throw error;
            failure = error;
        }
        failures += 1;
        if (aborted(signal)) return;
        if (failures >= source.retry.attempts) throw failure;
        await pause(pauseMs(source.retry, failures));
    }
}

async function* chaincodeEvents(
    { network, chaincode }: EventSource,
    from: EventCheckpoint | 'now',
    signal: AbortSignal | undefined,
): AsyncGenerator<ChaincodeEvent, void> {
    const events = await network.getChaincodeEvents(chaincode, from === 'now' ? {} : seek(from));
    const close = (): void => {
        events.close();
    };
    signal?.addEventListener('abort', close, { once: true });
    if (aborted(signal)) close();
    try {
        yield* events;
    } finally {
        signal?.removeEventListener('abort', close);
        close();
    }
}

function seek({ blockNumber, transactionId }: EventCheckpoint): {
    checkpoint: { getBlockNumber(): bigint; getTransactionId(): string | undefined };
} {
    return { checkpoint: { getBlockNumber: () => BigInt(blockNumber), getTransactionId: () => transactionId } };
}

function areaEvent({ eventName, payload, transactionId, blockNumber }: ChaincodeEvent): AreaEvent {
    return {
        name: eventName,
        payload: JSON.parse(Buffer.from(payload).toString('utf8')),
        transactionId,
        blockNumber,
        checkpoint: { blockNumber: blockNumber.toString(), transactionId },
    };
}

function aborted(signal: AbortSignal | undefined): boolean {
    return signal?.aborted === true;
}
