import type { FastifyInstance, FastifyRequest } from 'fastify';

/** So many requests in so long. */
export interface RequestLimit {
    readonly most: number;
    readonly inMs: number;
}

/** The client has asked too often; it may again after so many seconds. */
export class TooManyRequests extends Error {
    override readonly name = 'TooManyRequests';
    readonly statusCode = 429;

    constructor(readonly seconds: number) {
        super('Too many requests');
    }
}

/** Client addresses that are counted at a time; beyond it those that were idle longest are forgotten. */
const ADDRESSES = 50_000;

/**
 * Holds every client to limits, together for all the routes that the result is put before. A client is an IPv4 address,
 * or the network of an IPv6 one (/64), of which a household has all.
 *
 * @throws TooManyRequests
 */
export function limited(
    server: FastifyInstance,
    limits: readonly RequestLimit[],
): (request: FastifyRequest) => Promise<void> {
    const counters = limits.map(({ most, inMs }) => {
        const options = { max: most, timeWindow: inMs, cache: ADDRESSES };
        return server.createRateLimit(options);
    });
    return async (request) => {
        for (const count of counters) {
            const counted = await count(request);
            if (!counted.isAllowed && counted.isExceeded) throw new TooManyRequests(counted.ttlInSeconds);
        }
    };
}
