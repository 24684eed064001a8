import type * as grpc from '@grpc/grpc-js';
import { common, orderer } from '@hyperledger/fabric-protos';
import { readPayload } from '../ledger/transaction.js';
import { asBuffer } from '../wire/bytes.js';
import { message } from '../wire/message.js';
import type { Channel } from './channel.js';
import { blockDeliverer } from './deliver-service.js';
import { messageOf, toServiceError } from './gateway-error.js';
import { cancellationOf, sendAll } from './grpc-calls.js';
import type { Metrics } from './metrics.js';
import type { OrderingRefusal } from './orderer.js';

interface Served {
    readonly channel: (name: string) => Channel | undefined;
    readonly metrics: Metrics;
}

type BroadcastCall = grpc.ServerDuplexStream<common.Envelope, orderer.BroadcastResponse>;

/** Fabric's AtomicBroadcast service: takes what is to be ordered, one envelope after another, and gives the blocks. */
export function atomicBroadcastService(served: Served): orderer.IAtomicBroadcastServer {
    return {
        broadcast: (call) => {
            broadcast(call, served).catch((error: unknown) => {
                call.emit('error', toServiceError(error));
            });
        },
        deliver: blockDeliverer(served, {
            labels: { filtered: 'false', data_type: 'block' },
            of: (block) => message(orderer.DeliverResponse, { block }),
            end: (status) => message(orderer.DeliverResponse, { status }),
        }),
    };
}

async function broadcast(call: BroadcastCall, served: Served): Promise<void> {
    const cancelled = cancellationOf(call);
    await sendAll(call, answersTo(call, served), cancelled);
    if (!cancelled.aborted) call.end();
}

/** They end with the first envelope that is refused. */
async function* answersTo(call: BroadcastCall, served: Served): AsyncGenerator<orderer.BroadcastResponse> {
    for await (const envelope of call.iterator({ destroyOnReturn: false }) as AsyncIterable<common.Envelope>) {
        const refusal = order(envelope, served);
        const status = common.Status[refusal?.status ?? 'SUCCESS'];
        yield message(orderer.BroadcastResponse, { status, info: refusal?.info ?? '' });
        if (refusal !== undefined) return;
    }
}

function order(envelope: common.Envelope, { channel, metrics }: Served): OrderingRefusal | undefined {
    const refused = (info: string): OrderingRefusal => {
        metrics.broadcastsProcessed.inc({ channel: 'unknown', type: 'unknown', status: 'BAD_REQUEST' });
        return { status: 'BAD_REQUEST', info };
    };
    try {
        const { header } = readPayload(envelope.getPayload_asU8());
        const found = channel(header.channel);
        return found === undefined
            ? refused('channel does not exist')
            : found.order(asBuffer(envelope.serializeBinary()));
    } catch (error) {
        return refused(`could not determine channel ID: ${messageOf(error)}`);
    }
}
