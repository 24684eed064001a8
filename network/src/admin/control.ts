import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { ForeignChaincode } from '../consortium/foreign-chaincode.js';
import { DefinitionError } from '../consortium/definition-error.js';
import { NetworkRefusal, type RefusalCode } from './network-refusal.js';

/** What can be asked of a network that runs. */
export type ControlRequest =
    | { readonly command: 'stop-peer' | 'start-peer'; readonly host: string }
    | { readonly command: 'deploy'; readonly chaincode: ForeignChaincode; readonly channel?: string };

type ControlReply =
    | { readonly result: unknown }
    | { readonly refusal: { readonly code: RefusalCode; readonly message: string } }
    | { readonly definition: { readonly file: string; readonly problems: readonly string[]; readonly what: string } }
    | { readonly failure: string };

/** Names the socket: a path in the data directory itself could be longer than sockets' may be. */
export const CONTROL_FILE = 'control';

/**
 * Lets other programs of the same user ask something of this network, one line of JSON at a time. The function
 * returned ends it.
 */
export async function openControl(
    root: string,
    answer: (request: ControlRequest) => Promise<unknown>,
): Promise<() => void> {
    const folder = mkdtempSync(join(tmpdir(), 'quartier-'));
    const socket = join(folder, 'control');
    const server = createServer((connection) => {
        connection.on('error', () => connection.destroy());
        createInterface({ input: connection }).on('line', (line) => {
            void replyTo(line, answer).then((reply) => connection.end(`${JSON.stringify(reply)}\n`));
        });
    });
    server.listen(socket);
    await once(server, 'listening');
    server.unref();
    writeFileSync(join(root, CONTROL_FILE), socket);
    return () => {
        server.close();
        rmSync(folder, { recursive: true, force: true });
        rmSync(join(root, CONTROL_FILE), { force: true });
    };
}

/**
 * Asks something of the network that runs in a data directory.
 * @throws {NetworkRefusal} `NETWORK_NOT_RUNNING`, or what the network refuses with
 * @throws {DefinitionError} when the chaincode cannot be deployed as it is
 */
export async function askNetwork(data: string, request: ControlRequest): Promise<unknown> {
    const connection = await connectTo(resolve(data));
    connection.write(`${JSON.stringify(request)}\n`);
    let text = '';
    for await (const chunk of connection.setEncoding('utf8')) text += String(chunk);
    const reply = JSON.parse(text) as ControlReply;
    if ('result' in reply) return reply.result;
    if ('refusal' in reply) throw new NetworkRefusal(reply.refusal.code, reply.refusal.message);
    if ('definition' in reply)
        throw new DefinitionError(reply.definition.file, reply.definition.problems, reply.definition.what);
    throw new Error(reply.failure);
}

async function connectTo(root: string): Promise<Socket> {
    try {
        const connection = connect(await readFile(join(root, CONTROL_FILE), 'utf8'));
        await once(connection, 'connect');
        return connection;
    } catch (error) {
        throw new NetworkRefusal('NETWORK_NOT_RUNNING', `no network runs in ${root}; start it first with "up"`, {
            cause: error,
        });
    }
}

async function replyTo(line: string, answer: (request: ControlRequest) => Promise<unknown>): Promise<ControlReply> {
    try {
        return { result: (await answer(JSON.parse(line) as ControlRequest)) ?? null };
    } catch (error) {
        if (error instanceof NetworkRefusal) return { refusal: { code: error.code, message: error.message } };
        if (error instanceof DefinitionError) {
            const { file, problems, what } = error;
            return { definition: { file, problems, what } };
        }
        return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
}
