import { randomUUID } from 'node:crypto';
import { peer } from '@hyperledger/fabric-protos';
import type { Identity } from '../../identity/membership.js';
import { NO_BYTES } from '../../wire/bytes.js';
import { encoded, message } from '../../wire/message.js';
import { canRead, canWrite, type DeployedChaincode } from '../../ledger/deployed-chaincode.js';
import { secondsSince, type Metrics } from '../metrics.js';
import { historyRows, QueryResults, stateRows } from './query-results.js';
import type { Simulator } from './simulator.js';

const { Type } = peer.ChaincodeMessage;

/** One transaction as it runs in one chaincode on one peer. */
export interface TransactionContext {
    readonly channel: string;
    readonly txId: string;
    readonly chaincode: DeployedChaincode;
    readonly simulator: Simulator;
    readonly creator: Identity;
    readonly signedProposal: peer.SignedProposal;
    /** As the metrics name the chaincode. */
    readonly packageId: string;
    readonly metrics: Metrics;
    /** Queries that are not read to their end. */
    readonly queries: Map<string, QueryResults>;
    /** Calls another chaincode; the reply is what its chaincode stream answered. */
    readonly invoke: (name: string, input: peer.ChaincodeInput) => Promise<peer.ChaincodeMessage>;
}

type Answer = (payload: Uint8Array, context: TransactionContext) => Uint8Array | Promise<Uint8Array>;

const ANSWERS: ReadonlyMap<number, Answer> = new Map<number, Answer>([
    [Type.GET_STATE, getState],
    [Type.PUT_STATE, putState],
    [Type.DEL_STATE, deleteState],
    [Type.GET_STATE_METADATA, getMetadata],
    [Type.PUT_STATE_METADATA, putMetadata],
    [Type.GET_PRIVATE_DATA_HASH, getPrivateHash],
    [Type.PURGE_PRIVATE_DATA, purge],
    [Type.GET_STATE_BY_RANGE, getRange],
    [Type.GET_HISTORY_FOR_KEY, getHistory],
    [Type.GET_QUERY_RESULT, refuseRichQuery],
    [Type.QUERY_STATE_NEXT, nextBatch],
    [Type.QUERY_STATE_CLOSE, closeQuery],
    [Type.INVOKE_CHAINCODE, invokeChaincode],
]);

export function isRequest(type: number): boolean {
    return ANSWERS.has(type);
}

/** @throws {Error} with the words a Fabric peer would answer with */
export async function answerRequest(
    type: number,
    payload: Uint8Array,
    context: TransactionContext,
): Promise<Uint8Array> {
    const { metrics, channel, packageId } = context;
    const labels = { type: nameOfRequest(type), channel, chaincode: packageId };
    const started = performance.now();
    metrics.shimReceived.inc(labels);
    let success = 'false';
    try {
        const bytes = await (ANSWERS.get(type) ?? unknownRequest)(payload, context);
        success = 'true';
        return bytes;
    } finally {
        metrics.shimCompleted.inc({ ...labels, success });
        metrics.shimDuration.observe({ ...labels, success }, secondsSince(started));
    }
}

export function nameOfRequest(type: number): string {
    return Object.entries(Type).find(([, value]) => value === type)?.[0] ?? '';
}

function unknownRequest(): never {
    throw new Error('cannot handle message');
}

function getState(payload: Uint8Array, context: TransactionContext): Uint8Array {
    const request = peer.GetState.deserializeBinary(payload);
    const place = placeOf(request, 'read', context);
    return context.simulator.get(...place) ?? NO_BYTES;
}

function putState(payload: Uint8Array, context: TransactionContext): Uint8Array {
    const request = peer.PutState.deserializeBinary(payload);
    context.simulator.put(...placeOf(request, 'write', context), request.getValue_asU8());
    return NO_BYTES;
}

function deleteState(payload: Uint8Array, context: TransactionContext): Uint8Array {
    const request = peer.DelState.deserializeBinary(payload);
    context.simulator.put(...placeOf(request, 'write', context), NO_BYTES);
    return NO_BYTES;
}

function getMetadata(payload: Uint8Array, context: TransactionContext): Uint8Array {
    const request = peer.GetStateMetadata.deserializeBinary(payload);
    const metadata = context.simulator.getMetadata(...placeOf(request, 'read', context));
    const entriesList = [...metadata].map(([metakey, value]) => message(peer.StateMetadata, { metakey, value }));
    return encoded(peer.StateMetadataResult, { entriesList });
}

function putMetadata(payload: Uint8Array, context: TransactionContext): Uint8Array {
    const request = peer.PutStateMetadata.deserializeBinary(payload);
    const entry = request.getMetadata();
    const metadata = new Map(entry === undefined ? [] : [[entry.getMetakey(), entry.getValue_asU8()]]);
    context.simulator.putMetadata(...placeOf(request, 'write', context), metadata);
    return NO_BYTES;
}

function getPrivateHash(payload: Uint8Array, { simulator, chaincode }: TransactionContext): Uint8Array {
    const request = peer.GetState.deserializeBinary(payload);
    return simulator.getHash(chaincode.name, request.getCollection(), request.getKey()) ?? NO_BYTES;
}

function purge(payload: Uint8Array, context: TransactionContext): Uint8Array {
    const request = peer.DelState.deserializeBinary(payload);
    if (request.getCollection() === '') throw new Error('only applicable for private data');
    context.simulator.put(...placeOf(request, 'write', context), NO_BYTES, true);
    return NO_BYTES;
}

function getRange(payload: Uint8Array, context: TransactionContext): Promise<Uint8Array> {
    const request = peer.GetStateByRange.deserializeBinary(payload);
    const { simulator, chaincode } = context;
    const [collection, start, end] = [request.getCollection(), request.getStartkey(), request.getEndkey()];
    if (collection !== '') {
        demandAccess('read', collection, context);
        const rows = stateRows(chaincode.name, simulator.privateRange(chaincode.name, collection, start, end));
        return openQuery(context, (id) => new QueryResults(id, rows));
    }
    const page = peer.QueryMetadata.deserializeBinary(request.getMetadata_asU8());
    const [size, bookmark] = [page.getPagesize(), page.getBookmark()];
    if (size === 0 && bookmark === '') {
        const { entries } = simulator.range(chaincode.name, start, end);
        return openQuery(context, (id) => new QueryResults(id, stateRows(chaincode.name, entries)));
    }
    const range = simulator.pagedRange(chaincode.name, bookmark === '' ? start : bookmark, end);
    const paged = { size, nextKey: () => range.nextKey() };
    return openQuery(context, (id) => new QueryResults(id, stateRows(chaincode.name, range.entries), paged));
}

function getHistory(payload: Uint8Array, context: TransactionContext): Promise<Uint8Array> {
    const key = peer.GetHistoryForKey.deserializeBinary(payload).getKey();
    const { simulator, chaincode } = context;
    return openQuery(context, (id) => new QueryResults(id, historyRows(simulator.reader, chaincode.name, key)));
}

function refuseRichQuery(): never {
    throw new Error('ExecuteQuery not supported for leveldb');
}

async function openQuery(context: TransactionContext, open: (id: string) => QueryResults): Promise<Uint8Array> {
    const id = randomUUID();
    const query = open(id);
    context.queries.set(id, query);
    return readBatch(id, query, context);
}

function nextBatch(payload: Uint8Array, context: TransactionContext): Promise<Uint8Array> {
    const id = peer.QueryStateNext.deserializeBinary(payload).getId();
    const query = context.queries.get(id);
    if (query === undefined) throw new Error('query iterator not found');
    return readBatch(id, query, context);
}

async function readBatch(id: string, query: QueryResults, context: TransactionContext): Promise<Uint8Array> {
    const { bytes, isLast } = await query.nextBatch();
    if (isLast) await closeById(id, context);
    return bytes;
}

async function closeQuery(payload: Uint8Array, context: TransactionContext): Promise<Uint8Array> {
    const id = peer.QueryStateClose.deserializeBinary(payload).getId();
    await closeById(id, context);
    return encoded(peer.QueryResponse, { id });
}

async function closeById(id: string, { queries }: TransactionContext): Promise<void> {
    const query = queries.get(id);
    queries.delete(id);
    await query?.close();
}

async function invokeChaincode(payload: Uint8Array, context: TransactionContext): Promise<Uint8Array> {
    const spec = peer.ChaincodeSpec.deserializeBinary(payload);
    const name = spec.getChaincodeId()?.getName() ?? '';
    const reply = await context.invoke(name, spec.getInput() ?? new peer.ChaincodeInput());
    return reply.serializeBinary();
}

/** Namespace, collection and key that a request is about, when its transaction's creator may do this there. */
function placeOf(
    request: { getCollection(): string; getKey(): string },
    access: 'read' | 'write',
    context: TransactionContext,
): [namespace: string, collection: string, key: string] {
    const collection = request.getCollection();
    if (collection !== '') demandAccess(access, collection, context);
    return [context.chaincode.name, collection, request.getKey()];
}

function demandAccess(
    access: 'read' | 'write',
    name: string,
    { chaincode, creator, channel }: TransactionContext,
): void {
    const collection = chaincode.collection(name);
    if (collection === undefined) {
        throw new Error(`collection ${channel}/${chaincode.name}/${name} could not be found`);
    }
    const isAllowed = access === 'read' ? canRead(collection, creator) : canWrite(collection, creator);
    if (!isAllowed) {
        throw new Error(
            `tx creator does not have ${access} access permission on privatedata in ` +
                `chaincodeName:${chaincode.name} collectionName: ${name}`,
        );
    }
}
