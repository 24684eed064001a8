import { setTimeout as sleep } from 'node:timers/promises';
import {
    startChaincodeServer,
    type ChaincodeServer,
    type ChaincodeServerOptions,
} from '../../chaincode/chaincode-server.js';
import { openChaincodeStream, type ChaincodeStream } from './chaincode-stream.js';
import { WatchedFolders } from '../../chaincode/watched-folders.js';

/** Files that are written one after the other are one change. */
const QUIET_MS = 50;

/** A chaincode's server from its start to its end, with each peer's stream to it. */
export class ChaincodeRun {
    /** Rejects when the server cannot be started. */
    readonly server: Promise<ChaincodeServer>;
    readonly #streams = new Map<string, Promise<ChaincodeStream>>();
    readonly #files = new WatchedFolders(() => {
        this.#changedAt = performance.now();
    });
    #changedAt: number | undefined;

    constructor(options: ChaincodeServerOptions) {
        this.#files.add(options.chaincode.path);
        this.server = this.#start(options);
    }

    /** Its files have changed since it was started. */
    get isOutdated(): boolean {
        return this.#changedAt !== undefined;
    }

    /** Resolves when its files are not being changed any more. */
    async quiet(): Promise<void> {
        for (let rest = this.#untilQuiet(); rest > 0; rest = this.#untilQuiet()) {
            await sleep(rest);
        }
    }

    /** A peer's stream, opened when it is first asked for. */
    streamFor(peer: string): Promise<ChaincodeStream> {
        const existing = this.#streams.get(peer);
        if (existing !== undefined) {
            return existing;
        }
        const stream = this.server.then(({ address }) => openChaincodeStream(address));
        this.#streams.set(peer, stream);
        const forget = (): boolean => this.#streams.delete(peer);
        stream.then(({ ended }) => ended.then(forget), forget);
        return stream;
    }

    /** Ends when the transactions that run have ended, those included whose stream was just handed out. */
    async retire(): Promise<void> {
        await sleep(QUIET_MS);
        await Promise.all((await this.#openStreams()).map((stream) => stream.idle()));
        await this.stop();
    }

    async stop(): Promise<void> {
        this.#files.close();
        (await this.#openStreams()).forEach((stream) => {
            stream.close();
        });
        const [server] = await Promise.allSettled([this.server]);
        if (server.status === 'fulfilled') {
            await server.value.stop();
        }
    }

    async #openStreams(): Promise<readonly ChaincodeStream[]> {
        const streams = await Promise.allSettled(this.#streams.values());
        return streams.filter((stream) => stream.status === 'fulfilled').map(({ value }) => value);
    }

    async #start(options: ChaincodeServerOptions): Promise<ChaincodeServer> {
        try {
            const server = await startChaincodeServer(options);
            void server.ended.then(() => {
                this.#files.close();
            });
            (await server.sourceFolders()).forEach((folder) => {
                this.#files.add(folder);
            });
            return server;
        } catch (error) {
            this.#files.close();
            throw error;
        }
    }

    #untilQuiet(): number {
        return this.#changedAt === undefined ? 0 : this.#changedAt + QUIET_MS - performance.now();
    }
}
