import { createHash } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaincodeDefinition } from '../consortium/definition.js';
import { startChaincodeServer, type ChaincodeServer } from './chaincode-server.js';
import { openChaincodeStream, type ChaincodeStream } from './chaincode-stream.js';

/** Runs the chaincode servers, each from when it is first needed, and again after it has ended. */
export interface ChaincodeHost {
    /** A peer's own connection to a chaincode. */
    streamFor(peer: ChaincodeClient, chaincode: ChaincodeDefinition): Promise<ChaincodeStream>;
    stop(): Promise<void>;
}

export interface ChaincodeClient {
    /** The peer's host name. */
    readonly name: string;
    readonly mspId: string;
}

export interface ChaincodeHostOptions {
    /** One server for all organisations of a chaincode, or one for each. */
    readonly servers: 'shared' | 'per-organisation';
    readonly folder: string;
    readonly log: (line: string) => void;
}

const ENDING_GRACE_MS = 1000;

export function createChaincodeHost(options: ChaincodeHostOptions): ChaincodeHost {
    const servers = new Map<string, Promise<ChaincodeServer>>();
    const streams = new Map<string, Promise<ChaincodeStream>>();
    let stopped = false;

    const serverFor = (mspId: string, chaincode: ChaincodeDefinition): Promise<ChaincodeServer> => {
        const owner = options.servers === 'per-organisation' ? mspId : undefined;
        const id = chaincodeId(chaincode);
        const key = `${owner ?? 'shared'}-${id}`;
        const server = kept(servers, key, () =>
            startChaincodeServer({
                chaincode,
                id,
                ...(owner === undefined ? {} : { mspId: owner }),
                folder: path.join(options.folder, key.replace(':', '-')),
                log: options.log,
            }),
        );
        void server.then(
            ({ ended }) => ended.then(() => servers.delete(key)),
            () => servers.delete(key),
        );
        return server;
    };

    const streamFor = (peer: ChaincodeClient, chaincode: ChaincodeDefinition): Promise<ChaincodeStream> => {
        const key = `${peer.name} ${chaincodeId(chaincode)}`;
        const stream = kept(streams, key, () => openStream(peer.mspId, chaincode));
        void stream.then(
            ({ ended }) => ended.then(() => streams.delete(key)),
            () => streams.delete(key),
        );
        return stream;
    };

    const openStream = async (mspId: string, chaincode: ChaincodeDefinition): Promise<ChaincodeStream> => {
        if (stopped) {
            throw new Error('the peer is stopping');
        }
        const server = await serverFor(mspId, chaincode);
        try {
            return await openChaincodeStream(server.address);
        } catch {
            // The server may just be ending: then another takes its place.
            await Promise.race([server.ended, sleep(ENDING_GRACE_MS)]);
            return openChaincodeStream((await serverFor(mspId, chaincode)).address);
        }
    };

    const stop = async (): Promise<void> => {
        stopped = true;
        const open = await Promise.allSettled(streams.values());
        open.forEach((stream) => {
            if (stream.status === 'fulfilled') {
                stream.value.close();
            }
        });
        const running = await Promise.allSettled(servers.values());
        const started = running.filter((server) => server.status === 'fulfilled');
        await Promise.all(started.map((server) => server.value.stop()));
    };

    return { streamFor, stop };
}

function kept<T>(map: Map<string, Promise<T>>, key: string, create: () => Promise<T>): Promise<T> {
    const existing = map.get(key);
    if (existing !== undefined) {
        return existing;
    }
    const created = create();
    map.set(key, created);
    return created;
}

/** As Fabric names an installed package: its label and a hash of what it holds, here of where it stands. */
function chaincodeId(chaincode: ChaincodeDefinition): string {
    const place = `${chaincode.path}\0${chaincode.main ?? ''}`;
    return `${chaincode.name}_${chaincode.version}:${createHash('sha256').update(place).digest('hex').slice(0, 16)}`;
}
