import { sha256 } from '../wire/bytes.js';
import { readVersion, versionBytes, type Version } from './version.js';

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

export interface KeyRange {
    readonly gte: Buffer;
    readonly lt: Buffer;
}

export const SAVEPOINT: Buffer = Buffer.from('!savepoint');

export const blockKey = (block: number): Buffer => join(BLOCK, u64(block));

export const readBlockKey = (key: Buffer): number => Number(key.readBigUInt64BE(1));

/** Leads from a block's hash to its number. */
export const blockHashKey = (headerHash: Uint8Array): Buffer => join(BLOCK_HASH, headerHash);

export const envelopeKey = (at: Version): Buffer => join(ENVELOPE, versionBytes(at));

export const transactionKey = (txId: string): Buffer => Buffer.from(TRANSACTION + txId);

export const stateKey = (namespace: string, key: string | Uint8Array): Buffer => join(`${STATE}${namespace}\0`, key);

/** Where the hash of a private value stands; the key itself is hashed too. */
export const privateHashKey = (namespace: string, collection: string, keyHash: Uint8Array): Buffer =>
    join(`${PRIVATE_HASH}${namespace}\0${collection}\0`, keyHash);

/** Where validation looks for a key: in the public state, whose collection is '', or among a collection's hashes. */
export const placeOf = (namespace: string, collection: string, key: string): Buffer =>
    collection === '' ? stateKey(namespace, key) : privateHashKey(namespace, collection, hashOfKey(key));

export const hashOfKey = (key: string): Buffer => sha256(Buffer.from(key));

/** All versions of a key follow its prefix, each with its version appended. */
export function historyPrefix(namespace: string, key: string | Uint8Array): Buffer {
    const bytes = Buffer.from(key as string);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return join(`${HISTORY}${namespace}\0`, length, bytes);
}

export const privateStateKey = (namespace: string, collection: string, key: string): Buffer =>
    join(`${PRIVATE_STATE}${namespace}\0${collection}\0`, key);

/** What `privateStateKey` was made of. */
export function readPrivateStateKey(place: Buffer): { namespace: string; collection: string; key: string } {
    const [namespace = '', collection = '', ...rest] = place.subarray(1).toString().split('\0');
    return { namespace, collection, key: rest.join('\0') };
}

/** What one transaction wrote to one collection. */
export interface PrivateWritesPlace {
    readonly version: Version;
    readonly namespace: string;
    readonly collection: string;
}

export const privateWritesKey = ({ version, namespace, collection }: PrivateWritesPlace): Buffer =>
    join(PRIVATE_WRITES, versionBytes(version), `${namespace}\0${collection}`);

export const privateWritesPrefix = (block: number): Buffer => join(PRIVATE_WRITES, u64(block));

/** What `privateWritesKey` was made of. */
export function readPrivateWritesKey(key: Buffer): PrivateWritesPlace {
    const [namespace = '', collection = ''] = key.subarray(13).toString().split('\0');
    return { version: readVersion(key.subarray(1, 13)), namespace, collection };
}

/** Tells where a private key was written, by its version appended, so that it can be erased there. */
export const privateKeyIndexPrefix = (namespace: string, collection: string, keyHash: Uint8Array): Buffer =>
    join(`${PRIVATE_KEY_INDEX}${namespace}\0${collection}\0`, keyHash);

export const privateKeyIndexKey = (
    { version, namespace, collection }: PrivateWritesPlace,
    keyHash: Uint8Array,
): Buffer => join(privateKeyIndexPrefix(namespace, collection, keyHash), versionBytes(version));

export const expiryPrefix = (block: number): Buffer => join(EXPIRY, u64(block));

/** Private writes that expire with a block. */
export const expiryKey = (block: number, place: PrivateWritesPlace): Buffer =>
    join(expiryPrefix(block), privateWritesKey(place));

export const readExpiryKey = (key: Buffer): PrivateWritesPlace => readPrivateWritesKey(key.subarray(9));

export const transientPrefix = (txId: string): Buffer => Buffer.from(`${TRANSIENT}${txId}\0`);

export const transientKey = (txId: string, namespace: string, collection: string, hash: Uint8Array): Buffer =>
    join(transientPrefix(txId), `${namespace}\0${collection}\0`, hash);

export const transientAgeKey = (height: number, txId: string): Buffer => join(TRANSIENT_AGE, u64(height), txId);

export const transientAgeRange = (belowHeight: number): KeyRange => ({
    gte: Buffer.from(TRANSIENT_AGE),
    lt: join(TRANSIENT_AGE, u64(belowHeight)),
});

export const txIdOfTransientAge = (key: Buffer): string => key.subarray(9).toString();

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
export function allOf(kind: RecordKind): KeyRange {
    const first = Buffer.from(RECORD_KINDS[kind]);
    return { gte: first, lt: Buffer.from([(first[0] ?? 0) + 1]) };
}

/** The keys that begin with the prefix. */
export function startingWith(prefix: Buffer): KeyRange {
    return { gte: prefix, lt: Buffer.concat([prefix, Buffer.alloc(16, 0xff)]) };
}

/** Keys from `start` (included) to `end` (excluded) after a prefix that ends in a zero byte; an empty end is the last. */
export function rangeOf(prefix: Buffer, start: string, end: string): KeyRange {
    const afterLast = Buffer.from(prefix);
    afterLast[afterLast.length - 1] = 1;
    return { gte: join(prefix, start), lt: end === '' ? afterLast : join(prefix, end) };
}

function join(...parts: readonly (string | Uint8Array)[]): Buffer {
    return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

function u64(value: number): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(value));
    return bytes;
}
