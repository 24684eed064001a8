import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { FastifyInstance } from 'fastify';

const FOLDER = join(__dirname, '../../assets');
const A_YEAR = 31_536_000;

/** A file that pages refer to, under an address that changes with its content, so that it may be kept for ever. */
export interface Asset {
    readonly path: string;
    readonly content: Buffer;
    readonly type: string;
}

export function readAsset(name: string, type: string): Asset {
    const content = readFileSync(join(FOLDER, name));
    const version = hash('sha256', content, 'hex').slice(0, 12);
    return { path: `/assets/${version}/${name}`, content, type };
}

/** What every page refers to. */
export const pageAssets = {
    style: readAsset('pages.css', 'text/css; charset=utf-8'),
    icon: readAsset('icon.svg', 'image/svg+xml'),
} as const;

export function serveAssets(server: FastifyInstance, assets: readonly Asset[]): void {
    for (const { path, content, type } of assets) {
        server.get(path, (_, reply) =>
            reply.type(type).header('cache-control', `public, max-age=${A_YEAR}, immutable`).send(content),
        );
    }
}
