import { hash } from 'node:crypto';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { pageAssets } from '../asset.js';
import type { Visit } from '../visit.js';

/** May be kept, and shown again only once the ledger says that nothing changed. */
const REVALIDATE = 'public, max-age=0, must-revalidate';

/**
 * Marks a reply with an entity tag of what it shows: the head link and the judgement of a passport, say, for a change of
 * parameters judges anew without a new link. True where the client has it already; the reply is then sent.
 */
export async function isUnchanged(
    {
        visit,
        request,
        reply,
    }: { readonly visit: Visit; readonly request: FastifyRequest; readonly reply: FastifyReply },
    shown: unknown,
): Promise<boolean> {
    const { path, query, language, wantsJson } = visit;
    const content = JSON.stringify([shown, path, query, language, wantsJson, pageAssets.style.path]);
    const tag = `W/"${hash('sha256', content, 'base64url').slice(0, 22)}"`;
    reply.header('etag', tag).header('cache-control', REVALIDATE).header('vary', 'accept, accept-language');
    const known = (request.headers['if-none-match'] ?? '').split(',').map((item) => item.trim());
    if (!known.includes(tag)) return false;
    await reply.code(304).send();
    return true;
}
