import type { Version } from './version.js';

// Every record of a channel stands in one LevelDB under a key that begins with one of these letters. Namespaces and
// collections never hold a zero byte, so it closes them; keys may, so they come last or carry their length.
const BLOCK = 'b';
const ENVELOPE = 'd';
const BLOCK_HASH = 'n';
const TRANSACTION = 't';
const STATE = 's';
const HISTORY = 'h';
const PRIVATE_STATE = 'p';
const PRIVATE_HASH = 'q';
const PRIVATE_WRITES = 'v';
const PRIVATE_KEY_INDEX = 'k';
const EXPIRY = 'e';
const TRANSIENT = 'x';
const TRANSIENT_AGE = 'y';

export const SAVEPOINT: Buffer = Buffer.from('!savepoint');

export const blockKey = (block: number): Buffer => Buffer.concat([Buffer.from(BLOCK), u64(block)]);

export const readBlockKey = (key: Buffer): number => Number(key.readBigUInt64BE(1));

/** Leads from a block's hash to its number. */
export const blockHashKey = (headerHash: Uint8Array): Buffer => Buffer.concat([Buffer.from(BLOCK_HASH), headerHash]);

export const envelopeKey = ({ block, tx }: Version): Buffer => Buffer.concat([Buffer.from(ENVELOPE), at(block, tx)]);

export const transactionKey = (txId: string): Buffer => Buffer.from(TRANSACTION + txId);

export const stateKey = (namespace: string, key: string): Buffer => Buffer.from(`${STATE}${namespace}\0${key}`);

/** All versions of a key follow its prefix, each with its version appended. */
export function historyPrefix(namespace: string, key: string): Buffer {
    const bytes = Buffer.from(key);
    return Buffer.concat([Buffer.from(`${HISTORY}${namespace}\0`), u32(bytes.length), bytes]);
}

export const privateStateKey = (namespace: string, collection: string, key: string): Buffer =>
    Buffer.from(`${PRIVATE_STATE}${namespace}\0${collection}\0${key}`);

/** What `privateStateKey` was made of. */
export function readPrivateStateKey(place: Buffer): { namespace: string; collection: string; key: string } {
    const [namespace = '', collection = '', ...rest] = place.subarray(1).toString().split('\0');
    return { namespace, collection, key: rest.join('\0') };
}

export const privateHashKey = (namespace: string, collection: string, keyHash: Uint8Array): Buffer =>
    Buffer.concat([Buffer.from(`${PRIVATE_HASH}${namespace}\0${collection}\0`), keyHash]);

export const privateWritesKey = ({ block, tx }: Version, namespace: string, collection: string): Buffer =>
    Buffer.concat([privateWritesPrefix(block), u32(tx), Buffer.from(`${namespace}\0${collection}`)]);

export const privateWritesPrefix = (block: number): Buffer => Buffer.concat([Buffer.from(PRIVATE_WRITES), u64(block)]);

/** What `privateWritesKey` was made of. */
export function readPrivateWritesKey(key: Buffer): { version: Version; namespace: string; collection: string } {
    const [namespace = '', collection = ''] = key.subarray(13).toString().split('\0');
    return { version: readAt(key.subarray(1, 13)), namespace, collection };
}

/** Tells where a private key was written, so that it can be erased there. */
export const privateKeyIndexKey = (namespace: string, collection: string, keyHash: Uint8Array, at: Version): Buffer =>
    Buffer.concat([privateKeyIndexPrefix(namespace, collection, keyHash), versionBytes(at)]);

export const privateKeyIndexPrefix = (namespace: string, collection: string, keyHash: Uint8Array): Buffer =>
    Buffer.concat([Buffer.from(`${PRIVATE_KEY_INDEX}${namespace}\0${collection}\0`), keyHash]);

export const expiryPrefix = (block: number): Buffer => Buffer.concat([Buffer.from(EXPIRY), u64(block)]);

/** Private writes that expire with a block. */
export const expiryKey = (block: number, written: Version, namespace: string, collection: string): Buffer =>
    Buffer.concat([expiryPrefix(block), privateWritesKey(written, namespace, collection)]);

/** The key of the private writes that an expiry is of. */
export const privateWritesOfExpiry = (key: Buffer): Buffer => key.subarray(9);

export const transientKey = (txId: string, namespace: string, collection: string, hash: Uint8Array): Buffer =>
    Buffer.concat([transientPrefix(txId), Buffer.from(`${namespace}\0${collection}\0`), hash]);

export const transientPrefix = (txId: string): Buffer => Buffer.from(`${TRANSIENT}${txId}\0`);

export const transientAgeKey = (height: number, txId: string): Buffer =>
    Buffer.concat([Buffer.from(TRANSIENT_AGE), u64(height), Buffer.from(txId)]);

export const transientAgeRange = (belowHeight: number): { gte: Buffer; lt: Buffer } => ({
    gte: Buffer.from(TRANSIENT_AGE),
    lt: Buffer.concat([Buffer.from(TRANSIENT_AGE), u64(belowHeight)]),
});

export const txIdOfTransientAge = (key: Buffer): string => key.subarray(9).toString();

export const versionBytes = ({ block, tx }: Version): Buffer => at(block, tx);

export const readAt = (bytes: Buffer): Version => ({
    block: Number(bytes.readBigUInt64BE(0)),
    tx: bytes.readUInt32BE(8),
});

/** The kinds of record that can be compared between two ledgers. */
const RECORD_KINDS = {
    block: BLOCK,
    blockHash: BLOCK_HASH,
    envelope: ENVELOPE,
    transaction: TRANSACTION,
    state: STATE,
    history: HISTORY,
    privateValue: PRIVATE_STATE,
    privateHash: PRIVATE_HASH,
    privateWrites: PRIVATE_WRITES,
} as const;

export type RecordKind = keyof typeof RECORD_KINDS;

/** All records of a kind. */
export function allOf(kind: RecordKind): { gte: Buffer; lt: Buffer } {
    const first = Buffer.from(RECORD_KINDS[kind]);
    return { gte: first, lt: Buffer.from([(first[0] ?? 0) + 1]) };
}

/** The keys that begin with the prefix. */
export function startingWith(prefix: Buffer): { gte: Buffer; lt: Buffer } {
    return { gte: prefix, lt: Buffer.concat([prefix, Buffer.alloc(16, 0xff)]) };
}

/** Keys of a namespace or collection from `start` (included) to `end` (excluded); an empty end is the last key. */
export function rangeOf(first: Buffer, start: string, end: string): { gte: Buffer; lt: Buffer } {
    const afterLast = Buffer.from(first);
    afterLast[afterLast.length - 1] = 1;
    return {
        gte: Buffer.concat([first, Buffer.from(start)]),
        lt: end === '' ? afterLast : Buffer.concat([first, Buffer.from(end)]),
    };
}

function at(block: number, tx: number): Buffer {
    return Buffer.concat([u64(block), u32(tx)]);
}

function u64(value: number): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(value));
    return bytes;
}

function u32(value: number): Buffer {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
}
