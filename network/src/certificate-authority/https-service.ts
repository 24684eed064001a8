import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Authority, Handler } from './authority.js';
import { info } from './authority-info.js';
import { addAffiliation, affiliations, identities } from './directory.js';
import { enrol, reenrol } from './enrolment.js';
import { register } from './registration.js';
import { RequestBody } from './request-body.js';
import { generateList, revoke } from './revocation.js';
import { ServiceError } from './service-error.js';

const HOST = '127.0.0.1';
const MAX_BODY_BYTES = 256 * 1024;
const OK = 200;
const CREATED = 201;

interface Route {
    readonly handler: Handler;
    readonly success: number;
}

/** By resource and method. */
const ROUTES: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
    cainfo: { GET: { handler: info, success: OK }, POST: { handler: info, success: OK } },
    enroll: { POST: { handler: enrol, success: CREATED } },
    reenroll: { POST: { handler: reenrol, success: CREATED } },
    register: { POST: { handler: register, success: CREATED } },
    revoke: { POST: { handler: revoke, success: OK } },
    gencrl: { POST: { handler: generateList, success: OK } },
    identities: { GET: { handler: identities, success: OK } },
    affiliations: { GET: { handler: affiliations, success: OK }, POST: { handler: addAffiliation, success: CREATED } },
};

export interface HttpsOptions {
    readonly authority: Authority;
    readonly port: number;
    /** The server's certificate and key, PEM. */
    readonly tls: { readonly cert: string; readonly key: string };
    readonly log: (line: string) => void;
}

/**
 * Serves an authority by the REST interface of Fabric CA, as far as its clients use it to enrol, renew, register and
 * revoke, on the loopback interface.
 * @throws {Error} when the port is taken
 */
export async function serveAuthority({ authority, port, tls, log }: HttpsOptions): Promise<{ close(): void }> {
    const server = createServer(tls, (request, response) => {
        answer(authority, request).then(
            ({ status, result }) => {
                send(response, status, { result, errors: [], messages: [], success: true });
            },
            (error: unknown) => {
                const refusal =
                    error instanceof ServiceError ? error : new ServiceError(500, 'unknown', 'the service has failed');
                if (refusal !== error) log(`[${authority.name}] ${String(error)}`);
                const { status, code, message } = refusal;
                send(response, status, { result: '', errors: [{ code, message }], messages: [], success: false });
            },
        );
    });
    server.listen(port, HOST);
    await once(server, 'listening');
    return {
        close: () => {
            server.close();
            server.closeAllConnections();
        },
    };
}

async function answer(
    authority: Authority,
    request: IncomingMessage,
): Promise<{ readonly status: number; readonly result: object }> {
    const { method = 'GET', url: uri = '/', headers } = request;
    const url = new URL(uri, 'https://authority');
    const [resource = '', ...rest] = url.pathname.replace(/^(\/api\/v1)?\//, '').split('/');
    const { handler, success } = routeOf(resource, method);
    const body = await bodyOf(request);
    const content = RequestBody.read(body);
    const named = url.searchParams.get('ca') ?? content.text('caname') ?? '';
    if (!['', authority.name].includes(named)) {
        throw new ServiceError(404, 'caNotFound', `CA '${named}' does not exist`);
    }
    const item = rest.length === 0 ? undefined : decoded(rest.join('/'));
    const received = { method, uri, body, authorization: headers.authorization, content, item };
    return { status: success, result: await handler(authority, received) };
}

function routeOf(resource: string, method: string): Route {
    const methods = Object.hasOwn(ROUTES, resource) ? ROUTES[resource] : undefined;
    if (methods === undefined) throw new ServiceError(404, 'unknown', '404 page not found');
    const route = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (route === undefined) throw new ServiceError(405, 'methodNotAllowed', `Method ${method} is not allowed`);
    return route;
}

function decoded(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        throw new ServiceError(400, 'badBody', 'the path is not well-formed');
    }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > MAX_BODY_BYTES) {
            throw new ServiceError(413, 'badBody', `the request body is longer than ${String(MAX_BODY_BYTES)} bytes`);
        }
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, reply: object): void {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(reply));
}
