import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as grpc from '@grpc/grpc-js';
import type { PeerDefinition } from '../consortium/definition.js';
import { readSigningIdentity, type SigningIdentity } from '../identity/signing-identity.js';

const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;
const HOST = '127.0.0.1';

/** Peers still count for a while on one that has gone: so long, roughly, as Fabric's take to notice it. */
const NOTICED_AFTER_MS = 3_000;

export interface PeerOptions {
    readonly definition: PeerDefinition;
    readonly mspId: string;
    /** Its folder in the crypto material, with `msp` and `tls` inside. */
    readonly folder: string;
    /** Sees every call of its services. */
    readonly interceptor: grpc.ServerInterceptor;
}

export interface Service {
    readonly definition: grpc.ServiceDefinition;
    readonly implementation: grpc.UntypedServiceImplementation;
}

/** A peer of the network: an organisation's TLS endpoint and signature. It can be stopped and started again. */
export class Peer {
    /** Its host name. */
    readonly name: string;
    readonly mspId: string;
    readonly identity: SigningIdentity;
    readonly #options: PeerOptions;
    #server: grpc.Server;
    #port = 0;
    #services: readonly Service[] = [];
    #stoppedAt: number | undefined;

    private constructor(options: PeerOptions) {
        this.name = options.definition.name;
        this.mspId = options.mspId;
        this.identity = readSigningIdentity(options.mspId, path.join(options.folder, 'msp'));
        this.#options = options;
        this.#server = newServer(options);
    }

    /**
     * Takes the first of the ports that is free; 0 is any.
     * @throws {Error} when no port is free
     */
    static async open(options: PeerOptions, ports: readonly number[]): Promise<Peer> {
        const peer = new Peer(options);
        await peer.#listen(ports);
        return peer;
    }

    get port(): number {
        return this.#port;
    }

    /** `host:port`, as error details name it. */
    get address(): string {
        return `${this.name}:${this.#port}`;
    }

    get isRunning(): boolean {
        return this.#stoppedAt === undefined;
    }

    /** It runs, or has not been missed yet by the others. */
    get isExpected(): boolean {
        return this.#stoppedAt === undefined || Date.now() - this.#stoppedAt < NOTICED_AFTER_MS;
    }

    serve(services: readonly Service[]): void {
        this.#services = services;
        for (const { definition, implementation } of services) this.#server.addService(definition, implementation);
    }

    /** Cuts its clients off; the rest of the network goes on without it. */
    stop(): void {
        this.#stoppedAt ??= Date.now();
        this.#server.forceShutdown();
    }

    /** @throws {Error} when its port has been taken meanwhile */
    async start(): Promise<void> {
        if (this.isRunning) return;
        this.#server = newServer(this.#options);
        await this.#listen([this.#port]);
        this.serve(this.#services);
        this.#stoppedAt = undefined;
    }

    async #listen(ports: readonly number[]): Promise<void> {
        const tls = path.join(this.#options.folder, 'tls');
        const pair = {
            private_key: readFileSync(path.join(tls, 'server.key')),
            cert_chain: readFileSync(path.join(tls, 'server.crt')),
        };
        this.#port = await firstFree(ports, (port) => bind(this.#server, port, pair));
    }
}

function newServer({ interceptor }: PeerOptions): grpc.Server {
    return new grpc.Server({
        'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
        'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
        interceptors: [interceptor],
    });
}

function bind(server: grpc.Server, port: number, pair: grpc.KeyCertPair): Promise<number> {
    const credentials = grpc.ServerCredentials.createSsl(null, [pair], false);
    return new Promise((resolve, reject) => {
        server.bindAsync(`${HOST}:${port}`, credentials, (error, bound) => {
            if (error === null) resolve(bound);
            else reject(error);
        });
    });
}

/**
 * What opens first on one of these ports.
 * @throws {Error} the last failure, when none is free
 */
export async function firstFree<T>(ports: readonly number[], open: (port: number) => Promise<T>): Promise<T> {
    let failure: unknown = new Error('no port is given');
    for (const port of ports) {
        try {
            return await open(port);
        } catch (error) {
            failure = error;
        }
    }
    throw failure;
}
