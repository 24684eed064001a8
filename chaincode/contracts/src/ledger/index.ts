export { callerOf, type Caller } from './caller.js';
export { readDeltas, type DeltaKind, type DeltaRows } from './deltas.js';
export { recordKind, type KeyParts, type Recorded, type RecordKind } from './keys.js';
export { PrivateCollection } from './private-collection.js';
export { PublicState, type Page, type PageRequest } from './public-state.js';
export type { RecordStore } from './record-store.js';
export { sha256 } from './sha256.js';
export type { Stub } from './stub.js';
export { proposalTime, transactionTime } from './transaction-time.js';
