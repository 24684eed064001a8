import path from 'node:path';
import type { PeerDefinition } from '../consortium/definition.js';
import { readSigningIdentity, type SigningIdentity } from '../identity/signing-identity.js';
import { Endpoint, type EndpointOptions, type Service } from './endpoint.js';

/** Peers still count for a while on one that has gone: so long, roughly, as Fabric's take to notice it. */
const NOTICED_AFTER_MS = 3_000;

export interface PeerOptions extends EndpointOptions {
    readonly definition: PeerDefinition;
    readonly mspId: string;
}

/** A peer of the network: an organisation's TLS endpoint and signature. It can be stopped and started again. */
export class Peer {
    /** Its host name. */
    readonly name: string;
    readonly mspId: string;
    readonly identity: SigningIdentity;
    readonly #endpoint: Endpoint;
    #startedAt = Date.now();
    #stoppedAt: number | undefined;

    private constructor({ definition, mspId, folder }: PeerOptions, endpoint: Endpoint) {
        this.name = definition.name;
        this.mspId = mspId;
        this.identity = readSigningIdentity(mspId, path.join(folder, 'msp'));
        this.#endpoint = endpoint;
    }

    /**
     * Takes the first of the ports that is free; 0 is any.
     * @throws {Error} when no port is free
     */
    static async open(options: PeerOptions, ports: readonly number[]): Promise<Peer> {
        return new Peer(options, await Endpoint.open(options, ports));
    }

    get port(): number {
        return this.#endpoint.port;
    }

    /** `host:port`, as error details name it. */
    get address(): string {
        return `${this.name}:${this.port}`;
    }

    /** Milliseconds since 1970. */
    get startedAt(): number {
        return this.#startedAt;
    }

    get isRunning(): boolean {
        return this.#stoppedAt === undefined;
    }

    /** It runs, or has not been missed yet by the others. */
    get isExpected(): boolean {
        return this.#stoppedAt === undefined || Date.now() - this.#stoppedAt < NOTICED_AFTER_MS;
    }

    serve(services: readonly Service[]): void {
        this.#endpoint.serve(services);
    }

    /** Cuts its clients off; the rest of the network goes on without it. */
    stop(): void {
        this.#stoppedAt ??= Date.now();
        this.#endpoint.close();
    }

    /** @throws {Error} when its port has been taken meanwhile */
    async start(): Promise<void> {
        if (this.isRunning) return;
        await this.#endpoint.reopen();
        this.#startedAt = Date.now();
        this.#stoppedAt = undefined;
    }
}
