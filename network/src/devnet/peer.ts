import type { Presence } from './presence.js';
import type { SigningIdentity } from './signing-identity.js';

/** A peer of the network: an organisation's endpoint and signature. */
export interface Peer {
    /** Its host name. */
    readonly name: string;
    readonly mspId: string;
    /** `host:port`, as error details name it. */
    readonly address: string;
    readonly identity: SigningIdentity;
    readonly presence: Presence;
}
