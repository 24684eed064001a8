import * as grpc from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { answerRequest, isRequest, nameOfRequest, type TransactionContext } from './chaincode-requests.js';

const { Type } = peer.ChaincodeMessage;

type Message = peer.ChaincodeMessage;

/** Ends the message of a failed call whose chaincode went away; clients tell by it that another peer may be tried. */
const STREAM_TERMINATED = 'chaincode stream terminated';

export interface ChaincodeStream {
    /** Runs a transaction. Rejects when it takes too long or the chaincode goes away. */
    execute(context: TransactionContext, input: Uint8Array, timeoutMs: number): Promise<Message>;
    /** Resolves when no transaction runs. */
    idle(): Promise<void>;
    /** Resolves when the chaincode has gone away or the stream was closed. */
    readonly ended: Promise<void>;
    close(): void;
}

interface Running {
    readonly context: TransactionContext;
    settle(outcome: Message | Error): void;
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
 * Takes a chaincode that connects to a peer by itself, and the name it registers with.
 * @throws {Error} when it does not register
 */
export async function acceptChaincodeStream(
    call: grpc.ServerDuplexStream<Message, Message>,
): Promise<{ readonly name: string; readonly handled: ChaincodeStream }> {
    return handleChaincode(call, () => {
        call.end();
    });
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
        for (const transaction of running.values()) {
            transaction.settle(new Error(STREAM_TERMINATED));
        }
        close();
    };
    stream.on('error', end);
    stream.on('end', end);
    stream.on('cancelled', end);
    const name = await registered(stream, ended);
    stream.on('data', (message: Message) => {
        void receive(message, running.get(idOf(message)), (reply) => {
            if (open) {
                stream.write(reply);
            }
        });
    });
    const handled: ChaincodeStream = {
        execute: async (context, input, timeoutMs) => {
            if (!open) {
                throw new Error(STREAM_TERMINATED);
            }
            try {
                return await execute(stream, running, context, input, timeoutMs);
            } finally {
                if (running.size === 0) {
                    whenIdle.splice(0).forEach((resolve) => {
                        resolve();
                    });
                }
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
    input: Uint8Array,
    timeoutMs: number,
): Promise<Message> {
    const message = newMessage(Type.TRANSACTION, context);
    message.setPayload(input);
    message.setProposal(context.signedProposal);
    const id = idOf(message);
    if (running.has(id)) {
        throw new Error(`txid: ${context.txId}(${context.channel}) exists`);
    }
    let timer: NodeJS.Timeout | undefined;
    try {
        return await new Promise<Message>((resolve, reject) => {
            const settle = (outcome: Message | Error): void => {
                if (outcome instanceof Error) {
                    reject(outcome);
                } else {
                    resolve(outcome);
                }
            };
            timer = setTimeout(() => {
                context.metrics.chaincodeTimeouts.inc({ chaincode: context.packageId });
                reject(new Error('timeout expired while executing transaction'));
            }, timeoutMs);
            running.set(id, { context, settle });
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
    if (type === Type.COMPLETED || type === Type.ERROR) {
        transaction?.settle(message);
        return;
    }
    if (!isRequest(type)) {
        return;
    }
    const ids = { channel: message.getChannelId(), txId: message.getTxid() };
    try {
        if (transaction === undefined) {
            throw new Error('no ledger context');
        }
        const response = newMessage(Type.RESPONSE, ids);
        response.setPayload(await answerRequest(type, message.getPayload_asU8(), transaction.context));
        reply(response);
    } catch (error) {
        const failure = newMessage(Type.ERROR, ids);
        const name = nameOfRequest(type);
        const reason = error instanceof Error ? error.message : String(error);
        failure.setPayload(Buffer.from(`${name} failed: transaction ID: ${ids.txId}: ${reason}`));
        reply(failure);
    }
}

type MessageType = Parameters<Message['setType']>[0];

function newMessage(type: MessageType, ids?: { readonly channel: string; readonly txId: string }): Message {
    const message = new peer.ChaincodeMessage();
    message.setType(type);
    message.setChannelId(ids?.channel ?? '');
    message.setTxid(ids?.txId ?? '');
    return message;
}

function idOf(message: Message): string {
    return `${message.getChannelId()}\0${message.getTxid()}`;
}
