import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { msp } from '@hyperledger/fabric-protos';
import { encoded } from '../wire/message.js';
import { signLowS } from './ecdsa.js';

/** A node of the network that signs: a peer's endorsements, an orderer's blocks. */
export interface SigningIdentity {
    readonly mspId: string;
    /** The identity as messages carry it. */
    readonly serialized: Buffer;
    sign(data: Uint8Array): Buffer;
}

/** Reads a node's own MSP folder: the certificate in `signcerts`, the key in `keystore`. */
export function readSigningIdentity(mspId: string, folder: string): SigningIdentity {
    const certificate = readFileSync(firstEntry(path.join(folder, 'signcerts')));
    const key = createPrivateKey(readFileSync(firstEntry(path.join(folder, 'keystore'))));
    return {
        mspId,
        serialized: encoded(msp.SerializedIdentity, { mspid: mspId, idBytes: certificate }),
        sign: (data) => signLowS(key, data),
    };
}

/** @throws {Error} when there is none */
export function firstEntry(folder: string): string {
    const [entry] = readdirSync(folder).sort();
    if (entry === undefined) {
        throw new Error(`${folder} is empty`);
    }
    return path.join(folder, entry);
}
