export { type Area, type Call } from './area.js';
export { newBatcher, type Batcher, type BatcherOptions } from './batcher.js';
export { certifiedAttributes, type CertifiedAttributes } from './certified-attributes.js';
export { mapConcurrently } from './concurrency.js';
export { openConnection, type Connection, type ConnectionOptions } from './connection.js';
export { type Deadlines } from './deadlines.js';
export { type AreaEvent, type EventCheckpoint, type EventOptions } from './events.js';
export {
    CommitInvalid,
    CommitStatusUnknown,
    ConnectionFailed,
    EndorseFailed,
    EvaluateFailed,
    ProfileInvalid,
    Refusal,
    SubmitFailed,
    type RetryAdvice,
} from './failures.js';
export { readRoots } from './identity.js';
export { type Pkcs11Key } from './pkcs11-signer.js';
export { readProfile, type Profile, type ProfilePeer } from './profile.js';
export { type RetryPolicy } from './retry.js';
export { type Signatory } from './signatory.js';
export { nativeSigner, type MessageSigner } from './signer.js';
export { type TransactionStanding } from './transaction-standing.js';
