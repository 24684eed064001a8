import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';

import { canonicalJson, invariant } from '@quartier/rules/wire';

import { checkedParts, recordKind, type KeyParts, type Recorded, type RecordKind } from './keys.js';
import { parseStored, type PublicState } from './public-state.js';
import type { RecordStore } from './record-store.js';
import type { Stub } from './stub.js';

/** Public: the opaque id from which the name follows under which a collection keeps its own key. */
const collectionKind = recordKind<{ readonly id: string }>()('collection', ['name']);

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
    #writtenKeys = 0;
    #writtenBytes = 0;

    private constructor(stub: Stub, name: string, keyHex: string) {
        this.#stub = stub;
        this.#name = name;
        this.#key = createSecretKey(keyHex, 'hex');
    }

    /** The collection once its key is set, which the first record's author does; undefined until then. */
    static async open(stub: Stub, state: PublicState, name: string): Promise<PrivateCollection | undefined> {
        const reference = await state.get(collectionKind, [name]);
        if (reference === undefined) return undefined;
        const stored = parseStored<{ collectionKey: string }>(await stub.getPrivateData(name, keptUnder(reference.id)));
        invariant(stored !== undefined, `the collection ${name} has its key`);
        return new PrivateCollection(stub, name, stored.collectionKey);
    }

    /** Sets the collection's key, 32 bytes in hexadecimal. */
    static async create(stub: Stub, state: PublicState, name: string, keyHex: string): Promise<PrivateCollection> {
        const collection = new PrivateCollection(stub, name, keyHex);
        const id = collection.#derive('collection', name);
        await state.put(collectionKind, [name], { id });
        await stub.putPrivateData(name, keptUnder(id), Buffer.from(canonicalJson({ collectionKey: keyHex })));
        return collection;
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

    #privateKey<Kind extends RecordKind>(kind: Kind, parts: KeyParts<Kind>): string {
        return this.#derive('key', kind.type, ...checkedParts(kind, parts));
    }

    #derive(...parts: string[]): string {
        return createHmac('sha256', this.#key).update(canonicalJson(parts)).digest('base64url');
    }
}

/** Hashed, so that no text of a block is itself the name of a private key. */
function keptUnder(id: string): string {
    return createHash('sha256')
        .update(canonicalJson(['collection-key', id]))
        .digest('base64url');
}
