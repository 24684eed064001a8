import type { ChaincodeStream } from './chaincode-stream.js';

/** The chaincodes that were started by hand and have connected to a peer, each under its package's id. */
export class DialledChaincodes {
    readonly #streams = new Map<string, ChaincodeStream>();

    /** Keeps the connection as long as it lasts. */
    add(peer: string, packageId: string, stream: ChaincodeStream): void {
        const key = keyOf(peer, packageId);
        this.#streams.set(key, stream);
        void stream.ended.then(() => {
            if (this.#streams.get(key) === stream) {
                this.#streams.delete(key);
            }
        });
    }

    streamFor(peer: string, packageId: string): ChaincodeStream | undefined {
        return this.#streams.get(keyOf(peer, packageId));
    }
}

function keyOf(peer: string, packageId: string): string {
    return `${peer} ${packageId}`;
}
