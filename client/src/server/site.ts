import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';

import { pageAssets, serveAssets } from './asset.js';
import { NotFound, sendFailure } from './failures.js';
import { serveHealth } from './health.js';
import type { Language } from './language.js';

export interface SiteOptions {
    /** Of readers whose browsers ask for none that the site has. */
    readonly language: Language;
    /** Where readers reach the site; without it, where it listens. Without a slash at the end. */
    readonly baseUrl?: string;
    /** Proxies whose word on the client's address is taken: addresses or networks. None unless given. */
    readonly trustedProxies?: readonly string[];
    /** Asks the ledger something small; throws where it does not answer. */
    readonly probe: () => Promise<unknown>;
    readonly logger?: FastifyServerOptions['logger'];
}

/** What the pages of an area are put into. */
export interface Site {
    readonly server: FastifyInstance;
    readonly language: Language;
    /** Of the site as its readers see it. */
    readonly baseUrl: () => string;
}

const BODY_BYTES = 8_192;
const REQUEST_MS = 30_000;

/**
 * A site that shows a ledger: it asks and never records, keeps no session and sets no cookie. Its pages work without a
 * script and load nothing from elsewhere; the content security policy says so to browsers.
 */
export async function newSite(options: SiteOptions): Promise<Site> {
    const { language, trustedProxies = [], logger = false } = options;
    const server = fastify({
        logger,
        // Its own line for each request would have the query.
        logController: new LogController({ disableRequestLogging: true }),
        bodyLimit: BODY_BYTES,
        requestTimeout: REQUEST_MS,
        trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
        routerOptions: { ignoreTrailingSlash: true },
    });
    const baseUrl = (): string => options.baseUrl ?? listeningAt(server);
    await server.register(helmet, securityHeaders(options.baseUrl?.startsWith('https:') === true));
    await server.register(rateLimit, { global: false });
    readForms(server);
    logRequests(server);
    keepFromSearchEngines(server);
    server.setErrorHandler((error, request, reply) => sendFailure(error, request, reply, language));
    server.setNotFoundHandler((request, reply) => sendFailure(new NotFound(), request, reply, language));
    serveAssets(server, Object.values(pageAssets));
    serveHealth(server, options.probe);
    return { server, language, baseUrl };
}

function securityHeaders(isEncrypted: boolean): Parameters<typeof helmet>[1] {
    return {
        contentSecurityPolicy: {
            useDefaults: false,
            directives: {
                defaultSrc: ["'none'"],
                styleSrc: ["'self'"],
                imgSrc: ["'self'"],
                formAction: ["'self'"],
                baseUri: ["'none'"],
                frameAncestors: ["'none'"],
            },
        },
        referrerPolicy: { policy: 'no-referrer' },
        strictTransportSecurity: isEncrypted ? { maxAge: 31_536_000 } : false,
    };
}

function readForms(server: FastifyInstance): void {
    server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) => {
        done(null, Object.fromEntries(new URLSearchParams(String(body))));
    });
}

/** The pattern of the address, never the address, the query or the client. */
function logRequests(server: FastifyInstance): void {
    server.addHook('onResponse', (request, reply, done) => {
        const route = request.routeOptions.url ?? 'none';
        const ms = Math.round(reply.elapsedTime);
        request.log.info({ method: request.method, route, status: reply.statusCode, ms }, 'answered');
        done();
    });
}

function keepFromSearchEngines(server: FastifyInstance): void {
    server.addHook('onRequest', (_, reply, done) => {
        reply.header('x-robots-tag', 'noindex, nofollow');
        done();
    });
    server.get('/robots.txt', (_, reply) => reply.type('text/plain').send('User-agent: *\nDisallow: /\n'));
}

function listeningAt(server: FastifyInstance): string {
    const address = server.server.address();
    if (address === null || typeof address === 'string') return 'http://localhost';
    const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    return `http://${host}:${String(address.port)}`;
}
