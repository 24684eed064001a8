import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as grpc from '@grpc/grpc-js';

const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;
const HOST = '127.0.0.1';

export interface Service {
    readonly definition: grpc.ServiceDefinition;
    readonly implementation: grpc.UntypedServiceImplementation;
}

export interface EndpointOptions {
    /** The node's folder in the crypto material, with `tls` inside. */
    readonly folder: string;
    /** Sees every call of its services. */
    readonly interceptor: grpc.ServerInterceptor;
}

/** Where a node of the network serves gRPC over TLS, on the loopback interface. It can be closed and opened again. */
export class Endpoint {
    readonly #options: EndpointOptions;
    #server: grpc.Server;
    #port = 0;
    #services: readonly Service[] = [];

    private constructor(options: EndpointOptions) {
        this.#options = options;
        this.#server = newServer(options);
    }

    /**
     * Takes the first of the ports that is free; 0 is any.
     * @throws {Error} when no port is free
     */
    static async open(options: EndpointOptions, ports: readonly number[]): Promise<Endpoint> {
        const endpoint = new Endpoint(options);
        await endpoint.#listen(ports);
        return endpoint;
    }

    get port(): number {
        return this.#port;
    }

    serve(services: readonly Service[]): void {
        this.#services = services;
        for (const { definition, implementation } of services) this.#server.addService(definition, implementation);
    }

    /** Cuts its clients off. */
    close(): void {
        this.#server.forceShutdown();
    }

    /** @throws {Error} when its port has been taken meanwhile */
    async reopen(): Promise<void> {
        this.#server = newServer(this.#options);
        await this.#listen([this.#port]);
        this.serve(this.#services);
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

function newServer({ interceptor }: EndpointOptions): grpc.Server {
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
