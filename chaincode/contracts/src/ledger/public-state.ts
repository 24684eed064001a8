import { KeyEndorsementPolicy } from 'fabric-shim';

import { canonicalJson } from '@quartier/rules/wire';

import { compositeKey, type KeyParts, type Recorded, type RecordKind } from './keys.js';
import type { RecordStore } from './record-store.js';
import type { Stub } from './stub.js';

export interface PageRequest {
    /** First attributes of the key that the page stays within. */
    readonly within?: readonly string[];
    readonly limit: number;
    /** Where to go on: `next` of the page before. */
    readonly cursor?: string;
}

export interface Page<Record> {
    readonly records: readonly Record[];
    /** The cursor of the next page; absent on the last. */
    readonly next?: string;
}

/** Records under composite keys in the state that every peer of the channel holds. */
export class PublicState implements RecordStore {
    readonly #stub: Stub;

    constructor(stub: Stub) {
        this.#stub = stub;
    }

    async get<Kind extends RecordKind>(kind: Kind, parts: KeyParts<Kind>): Promise<Recorded<Kind> | undefined> {
        return parseStored(await this.#stub.getState(compositeKey(this.#stub, kind, parts)));
    }

    async put<Kind extends RecordKind>(kind: Kind, parts: KeyParts<Kind>, record: Recorded<Kind>): Promise<void> {
        await this.#stub.putState(compositeKey(this.#stub, kind, parts), Buffer.from(canonicalJson(record)));
    }

    /**
     * Creates a record that from then on only these organisations can change, all of them together: the key's policy
     * takes the place of the chaincode's.
     */
    async create<Kind extends RecordKind>(
        kind: Kind,
        parts: KeyParts<Kind>,
        { record, owners }: { readonly record: Recorded<Kind>; readonly owners: readonly string[] },
    ): Promise<void> {
        const policy = new KeyEndorsementPolicy();
        policy.addOrgs('PEER', ...owners);
        await this.put(kind, parts, record);
        await this.#stub.setStateValidationParameter(compositeKey(this.#stub, kind, parts), policy.getPolicy());
    }

    /** A page of a kind's records in order of their keys. In evaluations only: Fabric refuses paging beside a write. */
    async page<Kind extends RecordKind>(kind: Kind, request: PageRequest): Promise<Page<Recorded<Kind>>> {
        const { within = [], limit, cursor = '' } = request;
        const { iterator, metadata } = await this.#stub.getStateByPartialCompositeKeyWithPagination(
            kind.type,
            [...within],
            limit,
            Buffer.from(cursor, 'base64url').toString('utf8'),
        );
        const records: Recorded<Kind>[] = [];
        for (let row = await iterator.next(); !row.done; row = await iterator.next()) {
            const record = parseStored<Recorded<Kind>>(row.value.value);
            if (record !== undefined) records.push(record);
        }
        await iterator.close();
        // A page of nothing has no metadata, whatever the declared type says: the shim takes empty bytes for none.
        const bookmark = (metadata as Partial<typeof metadata> | undefined)?.bookmark ?? '';
        if (bookmark === '' || records.length < limit) return { records };
        return { records, next: Buffer.from(bookmark).toString('base64url') };
    }
}

/** State is written by this chaincode alone, in canonical JSON: what is read back has the type that was written. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what it wrote
export function parseStored<Record>(bytes: Uint8Array | undefined): Record | undefined {
    if (bytes === undefined || bytes.length === 0) return undefined;
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as Record;
}
