import type { X509Certificate } from 'node:crypto';

import type { MessageSigner } from './signer.js';

/** Signs documents as the organisation's caller, with the key that signs its transactions. */
export interface Signatory {
    readonly mspId: string;
    /** The caller's certificate, then those of the authorities between it and the organisation's root. */
    readonly chain: readonly X509Certificate[];
    /** ECDSA in DER, or Ed25519, over the whole message. */
    readonly sign: MessageSigner;
}
