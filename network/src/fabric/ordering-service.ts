import { readFile } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The administration of an orderer: Fabric's channel participation API. */
export interface OrdererAdministration {
    readonly host: string;
    readonly port: number;
    readonly operationsPort: number;
    /** TLS material of an administrator of the ordering organisation: `ca.crt`, `client.crt`, `client.key`. */
    readonly tls: string;
}

interface Reply {
    readonly status: number;
    readonly body: string;
}

const CHANNELS = '/participation/v1/channels';
const CREATED = 201;
const OK = 200;
const BOUNDARY = 'quartier-config-block';
const LEADER_MS = 30_000;
const POLL_MS = 100;

/** Has the orderer join a channel by its first block. */
export async function joinOrderer(orderer: OrdererAdministration, block: Buffer): Promise<void> {
    const head =
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="config-block"; filename="config.block"\r\n` +
        'Content-Type: application/octet-stream\r\n\r\n';
    const body = Buffer.concat([Buffer.from(head), block, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
    const headers = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`, 'Content-Length': body.length };
    const reply = await administer(orderer, { method: 'POST', headers }, body);
    if (reply.status !== CREATED) throw new Error(`The orderer does not join the channel: ${reply.body}`);
}

/** The names of the channels that the orderer has joined. */
export async function channelsOfOrderer(orderer: OrdererAdministration): Promise<readonly string[]> {
    const reply = await administer(orderer, { method: 'GET' });
    if (reply.status !== OK) throw new Error(`The orderer does not tell its channels: ${reply.body}`);
    const { channels } = JSON.parse(reply.body) as { readonly channels: readonly { readonly name: string }[] | null };
    return (channels ?? []).map(({ name }) => name);
}

/** Waits until the orderer leads each channel and so takes transactions; its metrics tell. */
export async function untilLeading(
    { operationsPort }: OrdererAdministration,
    channels: readonly string[],
): Promise<void> {
    const deadline = Date.now() + LEADER_MS;
    for (;;) {
        const metrics = await sent((done) =>
            httpRequest({ host: '127.0.0.1', port: operationsPort, path: '/metrics' }, done),
        );
        const waiting = channels.filter(
            (name) => !metrics.body.includes(`consensus_etcdraft_is_leader{channel="${name}"} 1`),
        );
        if (waiting.length === 0) return;
        if (Date.now() > deadline) throw new Error(`The orderer does not lead the channels ${waiting.join(', ')}`);
        await sleep(POLL_MS);
    }
}

async function administer(
    { host, port, tls }: OrdererAdministration,
    options: RequestOptions,
    body?: Buffer,
): Promise<Reply> {
    const [ca, cert, key] = await Promise.all(
        ['ca.crt', 'client.crt', 'client.key'].map((file) => readFile(join(tls, file))),
    );
    const address = { host: '127.0.0.1', port, servername: host, path: CHANNELS };
    // Each call has a connection of its own: kept ones would hold the program up as it ends.
    return sent((done) => httpsRequest({ ...options, ...address, ca, cert, key, agent: false }, done), body);
}

type Send = (done: (response: IncomingMessage) => void) => ClientRequest;

function sent(send: Send, body?: Buffer): Promise<Reply> {
    return new Promise((resolve, reject) => {
        const request = send((response) => {
            const parts: Buffer[] = [];
            response.on('data', (part: Buffer) => parts.push(part));
            response.on('end', () => {
                resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() });
            });
            response.on('error', reject);
        });
        request.on('error', reject);
        request.end(body);
    });
}
