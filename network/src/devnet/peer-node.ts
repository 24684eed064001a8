import path from 'node:path';
import type { PeerDefinition } from '../consortium/definition.js';
import { openEndpoint, type Endpoint, type Service } from './endpoint.js';
import type { Peer } from './peer.js';
import { Presence } from './presence.js';
import { readSigningIdentity } from './signing-identity.js';

/** Where a peer's material stands. */
export interface LocatedPeer {
    readonly definition: PeerDefinition;
    readonly mspId: string;
    /** Its folder in the crypto material, with `msp` and `tls` inside. */
    readonly folder: string;
}

/** A peer with its endpoint, which can be closed and opened again. */
export class PeerNode {
    readonly peer: Peer;
    readonly port: number;
    readonly #tlsFolder: string;
    #endpoint: Endpoint;
    #services: readonly Service[] = [];

    private constructor({ definition, mspId, folder }: LocatedPeer, endpoint: Endpoint) {
        const { name } = definition;
        this.port = endpoint.port;
        this.#tlsFolder = path.join(folder, 'tls');
        this.#endpoint = endpoint;
        this.peer = {
            name,
            mspId,
            address: `${name}:${this.port}`,
            identity: readSigningIdentity(mspId, path.join(folder, 'msp')),
            presence: new Presence(),
        };
    }

    /**
     * Takes the first of the ports that is free; 0 is any.
     * @throws {Error} when no port is free
     */
    static async open(located: LocatedPeer, ports: readonly number[]): Promise<PeerNode> {
        return new PeerNode(located, await openEndpoint(path.join(located.folder, 'tls'), ports));
    }

    serve(services: readonly Service[]): void {
        this.#services = services;
        this.#endpoint.serve(services);
    }

    /** Cuts its clients off; the rest of the network goes on without it. */
    stop(): void {
        this.peer.presence.stopped();
        this.#endpoint.stop();
    }

    /** @throws {Error} when its port has been taken meanwhile */
    async start(): Promise<void> {
        if (this.peer.presence.isRunning) {
            return;
        }
        this.#endpoint = await openEndpoint(this.#tlsFolder, [this.port]);
        this.#endpoint.serve(this.#services);
        this.peer.presence.started();
    }
}
