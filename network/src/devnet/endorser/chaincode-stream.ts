import * as grpc from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { message as built } from '../../wire/message.js';
import { answerRequest, isRequest, nameOfRequest, type TransactionContext } from './chaincode-requests.js';
import { messageOf } from '../gateway-error.js';

const { Type } = peer.ChaincodeMessage;

type Message = peer.ChaincodeMessage;

/** Ends the message of a failed call whose chaincode went away; clients tell by it that another peer may be tried. */
const STREAM_TERMINATED = 'chaincode stream terminated';

export interface ChaincodeStream {
    /** Runs a transaction. Rejects when it takes too long or the chaincode goes away. */
    execute(
        kind: 'INIT' | 'TRANSACTION',
        context: TransactionContext,
        input: Uint8Array,
        timeoutMs: number,
    ): Promise<Message>;
    /** Resolves when no transaction runs. */
    idle(): Promise<void>;
    /** Resolves when the chaincode has gone away or the stream was closed. */
    readonly ended: Promise<void>;
    close(): void;
}

interface Running {
    readonly context: TransactionContext;
    readonly resolve: (outcome: Message) => void;
    readonly reject: (failure: Error) => void;
}

const CONNECTION_OPTIONS: grpc.ClientOptions = {
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
    'grpc.enable_retries': 0,
};

/**
 * Connects a peer to a chaincode server, as a Fabric peer does with chaincode that runs as a service.
 * @throws {Error} when the chaincode does not register
 */
export async function openChaincodeStream(address: string): Promise<ChaincodeStream> {
    const client = new peer.ChaincodeClient(address, grpc.credentials.createInsecure(), CONNECTION_OPTIONS);
    const stream = client.connect();
    const { handled } = await handleChaincode(stream, () => {
        stream.cancel();
        client.close();
    });
    return handled;
}

/**
 * Fabric's ChaincodeSupport service: takes a chaincode that was started by hand and connects to the peer under its
 * package's id, if the peer knows that.
 */
export function chaincodeSupport(
    isKnown: (packageId: string) => boolean,
    accept: (packageId: string, stream: ChaincodeStream) => void,
): peer.IChaincodeSupportServer {
    return {
        register: (call) => {
            const end = (): unknown => call.end();
            handleChaincode(call, end).then(({ name, handled }) => {
                if (isKnown(name)) {
                    accept(name, handled);
                } else {
                    const details = `no chaincode of the channels has the package ${name}`;
                    call.destroy(Object.assign(new Error(details), { code: grpc.status.NOT_FOUND, details }));
                }
            }, end);
        },
    };
}

/** A peer's end of the wire, whoever has opened it. */
interface Wire {
    on(event: 'data' | 'error' | 'end' | 'cancelled', listener: (message: Message) => void): unknown;
    once(event: 'data', listener: (message: Message) => void): unknown;
    write(message: Message): unknown;
}

async function handleChaincode(
    stream: Wire,
    close: () => void,
): Promise<{ readonly name: string; readonly handled: ChaincodeStream }> {
    const running = new Map<string, Running>();
    const whenIdle: (() => void)[] = [];
    let open = true;
    let markEnded: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
        markEnded = resolve;
    });
    const end = (): void => {
        open = false;
        markEnded();
        for (const transaction of running.values()) transaction.reject(new Error(STREAM_TERMINATED));
        close();
    };
    for (const event of ['error', 'end', 'cancelled'] as const) stream.on(event, end);
    const name = await registered(stream, ended);
    stream.on('data', (message: Message) => {
        void receive(message, running.get(idOf(message)), (reply) => {
            if (open) stream.write(reply);
        });
    });
    const handled: ChaincodeStream = {
        execute: async (kind, context, input, timeoutMs) => {
            if (!open) throw new Error(STREAM_TERMINATED);
            try {
                const message = newMessage(Type[kind], context, input);
                message.setProposal(context.signedProposal);
                return await execute(stream, running, context, message, timeoutMs);
            } finally {
                if (running.size === 0)
                    whenIdle.splice(0).forEach((resolve) => {
                        resolve();
                    });
            }
        },
        idle: () => (running.size === 0 ? Promise.resolve() : new Promise((resolve) => whenIdle.push(resolve))),
        ended,
        close: end,
    };
    return { name, handled };
}

async function registered(stream: Wire, ended: Promise<void>): Promise<string> {
    const message = await Promise.race([first(stream), ended]);
    if (message?.getType() !== Type.REGISTER) {
        throw new Error(message === undefined ? STREAM_TERMINATED : 'the chaincode does not register');
    }
    stream.write(newMessage(Type.REGISTERED));
    stream.write(newMessage(Type.READY));
    return peer.ChaincodeID.deserializeBinary(message.getPayload_asU8()).getName();
}

function first(stream: Wire): Promise<Message> {
    return new Promise((resolve) => {
        stream.once('data', resolve);
    });
}

async function execute(
    stream: Wire,
    running: Map<string, Running>,
    context: TransactionContext,
    message: Message,
    timeoutMs: number,
): Promise<Message> {
    const id = idOf(message);
    if (running.has(id)) throw new Error(`txid: ${context.txId}(${context.channel}) exists`);
    let timer: NodeJS.Timeout | undefined;
    try {
        return await new Promise<Message>((resolve, reject) => {
            timer = setTimeout(() => {
                context.metrics.chaincodeTimeouts.inc({ chaincode: context.packageId });
                reject(new Error('timeout expired while executing transaction'));
            }, timeoutMs);
            running.set(id, { context, resolve, reject });
            stream.write(message);
        });
    } finally {
        clearTimeout(timer);
        running.delete(id);
        await Promise.all([...context.queries.values()].map((query) => query.close()));
    }
}

async function receive(
    message: Message,
    transaction: Running | undefined,
    reply: (message: Message) => void,
): Promise<void> {
    const type = message.getType();
    if (type === Type.COMPLETED || type === Type.ERROR) transaction?.resolve(message);
    if (!isRequest(type)) return;
    const ids = { channel: message.getChannelId(), txId: message.getTxid() };
    try {
        if (transaction === undefined) throw new Error('no ledger context');
        reply(
            newMessage(Type.RESPONSE, ids, await answerRequest(type, message.getPayload_asU8(), transaction.context)),
        );
    } catch (error) {
        const reason = `${nameOfRequest(type)} failed: transaction ID: ${ids.txId}: ${messageOf(error)}`;
        reply(newMessage(Type.ERROR, ids, Buffer.from(reason)));
    }
}

function newMessage(
    type: ReturnType<Message['getType']>,
    { channel, txId }: { readonly channel: string; readonly txId: string } = { channel: '', txId: '' },
    payload: Uint8Array | string = '',
): Message {
    return built(peer.ChaincodeMessage, { type, channelId: channel, txid: txId, payload });
}

function idOf(message: Message): string {
    return `${message.getChannelId()}\0${message.getTxid()}`;
}
