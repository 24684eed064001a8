import type * as grpc from '@grpc/grpc-js';
import { common, ledger, orderer, peer } from '@hyperledger/fabric-protos';
import { hasExpired, type Identity } from '../identity/membership.js';
import { isSatisfied } from '../policy/signature-policy.js';
import { message } from '../wire/message.js';
import { blocksFrom, filteredBlock } from './block-stream.js';
import type { Channel } from './channel.js';
import { toServiceError } from './gateway-error.js';
import { type Admission, cancellationOf, concurrencyLimit, sendAll } from './grpc-calls.js';
import { privateWritesPrefix, readPrivateWritesKey, startingWith } from '../ledger/ledger-keys.js';
import type { Metrics } from './metrics.js';
import { readPayload } from '../ledger/transaction.js';

const { Status } = common;

/** How far a request's timestamp may be from the peer's clock. */
const TIME_WINDOW_MS = 15 * 60 * 1000;

/** As many streams as a Fabric peer serves at once. */
const MAX_CONCURRENT = 2500;

type StatusCode = (typeof Status)[keyof typeof Status];

/** What is sent for a block, to a client with this identity, and at the end of a request. */
interface Presentation<Response> {
    readonly labels: { readonly filtered: 'true' | 'false'; readonly data_type: string };
    readonly of: (block: common.Block, channel: Channel, reader: Identity) => Response | Promise<Response>;
    readonly end: (status: StatusCode) => Response;
}

type Handler<Response> = grpc.handleBidiStreamingCall<common.Envelope, Response>;
type DeliverCall<Response> = Parameters<Handler<Response>>[0];

interface Served {
    readonly channel: (name: string) => Channel | undefined;
    readonly metrics: Metrics;
}

/** Fabric's Deliver service: a channel's blocks, whole, filtered, or with the private data the client may see. */
export function deliverService(served: Served): peer.IDeliverServer {
    const admitted = concurrencyLimit('/protos.Deliver', MAX_CONCURRENT);
    const serve = (present: Omit<Presentation<peer.DeliverResponse>, 'end'>): Handler<peer.DeliverResponse> =>
        blockDeliverer(served, { ...present, end: (status) => message(peer.DeliverResponse, { status }) }, admitted);
    return {
        deliver: serve({ labels: { filtered: 'false', data_type: 'block' }, of: wholeBlock }),
        deliverFiltered: serve({ labels: { filtered: 'true', data_type: 'filtered_block' }, of: filtered }),
        deliverWithPrivateData: serve({
            labels: { filtered: 'false', data_type: 'block_and_pvtdata' },
            of: withPrivateData,
        }),
    };
}

/** Handles a stream of requests for a channel's blocks. */
export function blockDeliverer<Response>(
    served: Served,
    present: Presentation<Response>,
    admitted: Admission = (run) => Promise.resolve(run()),
): Handler<Response> {
    return (call) => {
        served.metrics.deliverStreamsOpened.inc();
        admitted(() => deliver(call, served, present))
            .catch((error: unknown) => {
                call.emit('error', toServiceError(error));
            })
            .finally(() => {
                served.metrics.deliverStreamsClosed.inc();
            });
    };
}

/** Serves one request after another, as long as they succeed; the client keeps its side open. */
async function deliver<Response>(
    call: DeliverCall<Response>,
    served: Served,
    present: Presentation<Response>,
): Promise<void> {
    const cancelled = cancellationOf(call);
    // The stream outlives the loop: its end has still to be sent.
    for await (const envelope of call.iterator({ destroyOnReturn: false }) as AsyncIterable<common.Envelope>) {
        const status = await answerRequest(call, envelope, served, present, cancelled);
        if (cancelled.aborted) return;
        call.write(present.end(status));
        if (status !== Status.SUCCESS) break;
    }
    call.end();
}

async function answerRequest<Response>(
    call: DeliverCall<Response>,
    envelope: common.Envelope,
    { channel: channels, metrics }: Served,
    present: Presentation<Response>,
    signal: AbortSignal,
): Promise<StatusCode> {
    const request = readRequest(envelope);
    if (request === undefined) return Status.BAD_REQUEST;
    const channel = channels(request.channel);
    if (channel === undefined) return Status.NOT_FOUND;
    const labels = { channel: channel.name, ...present.labels };
    metrics.deliverReceived.inc(labels);
    const sent = (): void => {
        metrics.blocksSent.inc(labels);
    };
    const status = await deliverBlocks(call, { envelope, request, channel, present, sent }, signal);
    metrics.deliverCompleted.inc({ ...labels, success: String(status === Status.SUCCESS) });
    return status;
}

interface DeliverRequest<Response> {
    readonly envelope: common.Envelope;
    readonly request: { readonly creator: Buffer; readonly seek: orderer.SeekInfo };
    readonly channel: Channel;
    readonly present: Presentation<Response>;
    readonly sent: () => void;
}

async function deliverBlocks<Response>(
    call: DeliverCall<Response>,
    asked: DeliverRequest<Response>,
    signal: AbortSignal,
): Promise<StatusCode> {
    const { envelope, request, channel } = asked;
    const data = envelope.getPayload_asU8();
    const signature = envelope.getSignature_asU8();
    const check = channel.checkIdentity(request.creator);
    if (
        check.status !== 'valid' ||
        hasExpired(check.identity) ||
        channel.accessProblem('Readers', { identity: request.creator, data, signature }) !== undefined
    ) {
        return Status.FORBIDDEN;
    }
    const range = rangeOf(request.seek, channel.store.height);
    if (range === undefined) return Status.BAD_REQUEST;
    if (range.first > channel.store.height || (range.failsIfNotReady && range.first === channel.store.height)) {
        return Status.NOT_FOUND;
    }
    const responses = presented(asked, check.identity, range, signal);
    try {
        await sendAll(call, responses, signal);
    } catch {
        // A transaction that cannot be read keeps its block, which holds it as invalid, out of the filtered ones.
        return Status.BAD_REQUEST;
    }
    if (hasExpired(check.identity)) return Status.FORBIDDEN;
    const isComplete = !range.failsIfNotReady || range.last < channel.store.height;
    return isComplete ? Status.SUCCESS : Status.NOT_FOUND;
}

interface SeekRange {
    readonly first: number;
    readonly last: number;
    readonly failsIfNotReady: boolean;
}

async function* presented<Response>(
    { channel, present, sent }: DeliverRequest<Response>,
    reader: Identity,
    { first, last, failsIfNotReady }: SeekRange,
    signal: AbortSignal,
): AsyncGenerator<Response> {
    for await (const block of blocksFrom(channel, first, signal)) {
        const number = block.getHeader()?.getNumber() ?? 0;
        if (hasExpired(reader)) return;
        yield await present.of(block, channel, reader);
        sent();
        if (number >= last || (failsIfNotReady && number + 1 >= channel.store.height)) {
            return;
        }
    }
}

function readRequest(
    envelope: common.Envelope,
): { readonly channel: string; readonly creator: Buffer; readonly seek: orderer.SeekInfo } | undefined {
    try {
        const { header, data } = readPayload(envelope.getPayload_asU8());
        const time = header.timestamp?.toDate().getTime() ?? Number.NaN;
        return Math.abs(Date.now() - time) <= TIME_WINDOW_MS
            ? { channel: header.channel, creator: header.creator, seek: orderer.SeekInfo.deserializeBinary(data) }
            : undefined;
    } catch {
        return undefined;
    }
}

function rangeOf(seek: orderer.SeekInfo, height: number): SeekRange | undefined {
    const first = positionOf(seek.getStart(), height);
    const last = seek.getStop()?.hasOldest() === true ? first : positionOf(seek.getStop(), height);
    const failsIfNotReady = seek.getBehavior() === orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY;
    return first === undefined || last === undefined || last < first ? undefined : { first, last, failsIfNotReady };
}

function positionOf(position: orderer.SeekPosition | undefined, height: number): number | undefined {
    if (position?.hasOldest() === true) return 0;
    if (position?.hasNewest() === true) return height - 1;
    return position?.hasNextCommit() === true ? height : position?.getSpecified()?.getNumber();
}

const wholeBlock = (block: common.Block): peer.DeliverResponse => message(peer.DeliverResponse, { block });

function filtered(block: common.Block, channel: Channel): peer.DeliverResponse {
    return message(peer.DeliverResponse, { filteredBlock: filteredBlock(block, channel.name) });
}

async function withPrivateData(block: common.Block, channel: Channel, reader: Identity): Promise<peer.DeliverResponse> {
    const blockAndPrivateData = message(peer.BlockAndPrivateData, { block });
    const sets = blockAndPrivateData.getPrivateDataMapMap();
    const number = block.getHeader()?.getNumber() ?? 0;
    for (const [key, rwset] of await channel.store.entries(startingWith(privateWritesPrefix(number)))) {
        const { version, namespace, collection } = readPrivateWritesKey(key);
        const deployed = channel.chaincode(namespace)?.collection(collection);
        if (deployed === undefined || !isSatisfied(deployed.memberPolicy, [reader])) continue;
        const set = sets.get(version.tx) ?? new ledger.rwset.TxPvtReadWriteSet();
        const ofNamespace =
            set.getNsPvtRwsetList().find((one) => one.getNamespace() === namespace) ??
            set.addNsPvtRwset(message(ledger.rwset.NsPvtReadWriteSet, { namespace }));
        ofNamespace.addCollectionPvtRwset(
            message(ledger.rwset.CollectionPvtReadWriteSet, { collectionName: collection, rwset }),
        );
        sets.set(version.tx, set);
    }
    return message(peer.DeliverResponse, { blockAndPrivateData });
}
