import type { FastifyInstance } from 'fastify';

/** How long an answer of the ledger stands, so that who asks for health puts no load on it. */
const FRESH_MS = 5_000;

/** `GET /health`: 200 `{"status":"ok"}` where the ledger answers, else 503 `{"status":"ledger-unreachable"}`. */
export function serveHealth(server: FastifyInstance, probe: () => Promise<unknown>): void {
    let known: { readonly at: number; readonly healthy: Promise<boolean> } | undefined;
    server.get('/health', async (_, reply) => {
        const now = Date.now();
        if (known === undefined || now - known.at > FRESH_MS) known = { at: now, healthy: answers(probe) };
        const healthy = await known.healthy;
        return reply
            .code(healthy ? 200 : 503)
            .header('cache-control', 'no-store')
            .send({ status: healthy ? 'ok' : 'ledger-unreachable' });
    });
}

async function answers(probe: () => Promise<unknown>): Promise<boolean> {
    try {
        await probe();
        return true;
    } catch {
        return false;
    }
}
