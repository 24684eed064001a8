import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text as bodyOf } from 'node:stream/consumers';
import { messageOf } from './gateway-error.js';
import type { LogSpecification } from '../logs/log-specification.js';
import type { Metrics } from './metrics.js';

export interface OperationsOptions {
    /** 0 is any that is free. */
    readonly port: number;
    readonly metrics: Metrics;
    readonly logging: LogSpecification;
    /** What is out of order now. */
    readonly failures: () => readonly FailedCheck[];
}

export interface FailedCheck {
    readonly component: string;
    readonly reason: string;
}

export interface OperationsServer {
    readonly port: number;
    stop(): void;
}

interface Answer {
    readonly status: number;
    readonly contentType?: string;
    readonly body?: string;
}

const HOST = '127.0.0.1';

export const PROGRAM_VERSION = (
    JSON.parse(readFileSync(path.join(__dirname, '../../package.json'), 'utf8')) as { readonly version: string }
).version;

/**
 * Serves `/healthz`, `/version`, `/metrics` and `/logspec` on the loopback interface, as the operations service of a Fabric node.
 * @throws {Error} when the port is taken
 */
export async function openOperations(options: OperationsOptions): Promise<OperationsServer> {
    const server = createServer((request, response) => {
        answer(request, options).then(
            (content) => {
                send(response, content);
            },
            (error: unknown) => {
                send(response, json(500, { Error: String(error) }));
            },
        );
    });
    server.listen(options.port, HOST);
    await once(server, 'listening');
    return {
        port: (server.address() as AddressInfo).port,
        stop: () => {
            server.close();
            server.closeAllConnections();
        },
    };
}

async function answer(request: IncomingMessage, options: OperationsOptions): Promise<Answer> {
    const { method, url } = request;
    const isGet = method === 'GET';
    switch (new URL(url ?? '/', 'http://operations').pathname) {
        case '/logspec':
            return logSpecification(request, options.logging);
        case '/healthz':
            return isGet ? health(options.failures()) : { status: 405 };
        case '/version':
            return isGet
                ? json(200, { Version: PROGRAM_VERSION })
                : json(400, { Error: `invalid request method: ${method ?? ''}` });
        case '/metrics': {
            const { contentType, text } = await options.metrics.exposition();
            return { status: 200, contentType, body: text };
        }
        default:
            return { status: 404, contentType: 'text/plain; charset=utf-8', body: '404 page not found\n' };
    }
}

async function logSpecification(request: IncomingMessage, logging: LogSpecification): Promise<Answer> {
    if (request.method === 'GET') return line({ spec: logging.text });
    if (request.method !== 'PUT') return line({ error: `invalid request method: ${request.method ?? ''}` }, 400);
    try {
        logging.activate(specIn(await bodyOf(request)));
        return { status: 204 };
    } catch (error) {
        return line({ error: messageOf(error) }, 400);
    }
}

/** @throws {Error} with Go's words for what is not such an object */
function specIn(body: string): string {
    if (body.trim() === '') throw new Error('EOF');
    const content: unknown = JSON.parse(body);
    if (content === null) return '';
    if (typeof content !== 'object' || Array.isArray(content)) {
        throw new Error(`json: cannot unmarshal ${kindOf(content)} into Go value of type httpadmin.LogSpec`);
    }
    const spec: unknown = 'spec' in content ? content.spec : undefined;
    if (typeof spec === 'string') return spec;
    if (spec === undefined || spec === null) return '';
    throw new Error(`json: cannot unmarshal ${kindOf(spec)} into Go struct field LogSpec.spec of type string`);
}

function kindOf(value: unknown): string {
    if (Array.isArray(value)) return 'array';
    return typeof value === 'boolean' ? 'bool' : typeof value;
}

function health(failures: readonly FailedCheck[]): Answer {
    const time = new Date().toISOString();
    return failures.length === 0
        ? json(200, { status: 'OK', time })
        : json(503, { status: 'Service Unavailable', time, failed_checks: failures });
}

function json(status: number, content: unknown): Answer {
    return { status, contentType: 'application/json', body: JSON.stringify(content) };
}

/** As Go's encoder ends it. */
function line(content: unknown, status = 200): Answer {
    return { status, contentType: 'application/json', body: `${JSON.stringify(content)}\n` };
}

function send(response: ServerResponse, { status, contentType, body }: Answer): void {
    response.writeHead(status, contentType === undefined ? {} : { 'Content-Type': contentType });
    response.end(body);
}
