import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as grpc from '@grpc/grpc-js';

const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;
const HOST = '127.0.0.1';

const SERVER_OPTIONS: grpc.ServerOptions = {
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
};

/** A peer's TLS endpoint. */
export interface Endpoint {
    readonly port: number;
    /** Takes requests from now on. */
    serve(services: readonly Service[]): void;
    stop(): void;
}

export interface Service {
    readonly definition: grpc.ServiceDefinition;
    readonly implementation: grpc.UntypedServiceImplementation;
}

/**
 * Takes the first of the ports that is free; 0 is any.
 * @param tlsFolder holds `server.crt` and `server.key`
 * @throws {Error} when no port is free
 */
export async function openEndpoint(tlsFolder: string, ports: readonly number[]): Promise<Endpoint> {
    const pair = {
        private_key: readFileSync(path.join(tlsFolder, 'server.key')),
        cert_chain: readFileSync(path.join(tlsFolder, 'server.crt')),
    };
    const credentials = grpc.ServerCredentials.createSsl(null, [pair], false);
    const server = new grpc.Server(SERVER_OPTIONS);
    const port = await bindFirstFree(server, credentials, ports);
    return {
        port,
        serve: (services) => {
            services.forEach(({ definition, implementation }) => {
                server.addService(definition, implementation);
            });
        },
        stop: () => {
            server.forceShutdown();
        },
    };
}

async function bindFirstFree(
    server: grpc.Server,
    credentials: grpc.ServerCredentials,
    ports: readonly number[],
): Promise<number> {
    let failure: unknown = new Error('no port is given');
    for (const port of ports) {
        try {
            return await bind(server, credentials, port);
        } catch (error) {
            failure = error;
        }
    }
    throw failure;
}

function bind(server: grpc.Server, credentials: grpc.ServerCredentials, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
        server.bindAsync(`${HOST}:${port}`, credentials, (error, bound) => {
            if (error === null) {
                resolve(bound);
            } else {
                reject(error);
            }
        });
    });
}
