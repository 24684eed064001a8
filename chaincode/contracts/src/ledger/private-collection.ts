import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';

import { canonicalJson } from '@quartier/rules/wire';

import { checkedParts, type KeyParts, type Recorded, type RecordKind } from './keys.js';
import { parseStored } from './public-state.js';
import type { RecordStore } from './record-store.js';
import type { Stub } from './stub.js';

/**
 * Records in a private collection, so written that a block tells nothing of them. A block shows the sha256 of every
 * private key and value, so a key is an HMAC of its parts under the collection's own key, which only the peers of its
 * members hold, and a value carries a salt, an HMAC of the transaction's id and the record's key: derived, never
 * random, so every endorser writes the same bytes.
 */
export class PrivateCollection implements RecordStore {
    readonly #stub: Stub;
    readonly #name: string;
    readonly #key: KeyObject;
    #own: OwnRecord;
    #writtenKeys = 0;
    #writtenBytes = 0;

    private constructor(stub: Stub, name: string, own: OwnRecord) {
        this.#stub = stub;
        this.#name = name;
        this.#key = createSecretKey(own.collectionKey, 'hex');
        this.#own = own;
    }

    /** The collection once its key is set, which the first record's author does; undefined until then. */
    static async open(stub: Stub, name: string): Promise<PrivateCollection | undefined> {
        const stored = parseStored<OwnRecord>(await stub.getPrivateData(name, keyOfKey(name)));
        return stored === undefined ? undefined : new PrivateCollection(stub, name, stored);
    }

    /** Sets the collection's key, 32 bytes in hexadecimal. */
    static async create(stub: Stub, name: string, keyHex: string): Promise<PrivateCollection> {
        const collection = new PrivateCollection(stub, name, { collectionKey: keyHex });
        await collection.#putOwn();
        return collection;
    }

    /** The one record of a kind that is kept beside the collection's key, and so read with it at no cost. */
    beside<Kind extends RecordKind<unknown, readonly []>>(kind: Kind): Recorded<Kind> | undefined {
        return this.#own.beside?.[kind.type] as Recorded<Kind> | undefined;
    }

    async putBeside<Kind extends RecordKind<unknown, readonly []>>(kind: Kind, record: Recorded<Kind>): Promise<void> {
        this.#own = { ...this.#own, beside: { ...this.#own.beside, [kind.type]: record } };
        await this.#putOwn();
    }

    /** A pseudonym that the members can compute and nobody else can tell from random: 128 bits, base64url. */
    pseudonym(kind: string, id: string): string {
        return this.#derive('pseudonym', kind, id).slice(0, 22);
    }

    async get<Kind extends RecordKind>(kind: Kind, parts: KeyParts<Kind>): Promise<Recorded<Kind> | undefined> {
        const bytes = await this.#stub.getPrivateData(this.#name, this.#privateKey(kind, parts));
        return parseStored<{ record: Recorded<Kind> }>(bytes)?.record;
    }

    async put<Kind extends RecordKind>(kind: Kind, parts: KeyParts<Kind>, record: Recorded<Kind>): Promise<void> {
        const key = this.#privateKey(kind, parts);
        const salt = this.#derive('salt', this.#stub.getTxID(), key).slice(0, 22);
        const value = Buffer.from(canonicalJson({ record, salt }));
        this.#writtenKeys += 1;
        this.#writtenBytes += value.length;
        await this.#stub.putPrivateData(this.#name, key, value);
    }

    /** Removes a record and its history from every member's peer; its hashes stay in the blocks. */
    async purge<Kind extends RecordKind>(kind: Kind, parts: KeyParts<Kind>): Promise<void> {
        await this.#stub.purgePrivateData(this.#name, this.#privateKey(kind, parts));
    }

    /** What this transaction has written so far. */
    get written(): { readonly keys: number; readonly bytes: number } {
        return { keys: this.#writtenKeys, bytes: this.#writtenBytes };
    }

    async #putOwn(): Promise<void> {
        await this.#stub.putPrivateData(this.#name, keyOfKey(this.#name), Buffer.from(canonicalJson(this.#own)));
    }

    #privateKey<Kind extends RecordKind>(kind: Kind, parts: KeyParts<Kind>): string {
        return this.#derive('key', kind.type, ...checkedParts(kind, parts));
    }

    #derive(...parts: string[]): string {
        return createHmac('sha256', this.#key).update(canonicalJson(parts)).digest('base64url');
    }
}

/** What a collection keeps of itself: its key, the salt of all that stands beside it, and records by the type of their kind. */
interface OwnRecord {
    readonly collectionKey: string;
    readonly beside?: Readonly<Record<string, unknown>>;
}

/**
 * Where a collection keeps its own key: known to all, which tells nothing, for its value is 32 random bytes. It is not in
 * public state, so that the two members of a collection can set it without the area's other organisations.
 */
function keyOfKey(name: string): string {
    return createHash('sha256')
        .update(canonicalJson(['collection-key', name]))
        .digest('base64url');
}
