import { invariant } from '@quartier/rules/wire';

import type { Stub } from './stub.js';

/**
 * A kind of record: the object type of its key, the names of the key's attributes in the order in which they stand in
 * it, and, as a type alone, what is recorded.
 */
export interface RecordKind<Record = unknown, Parts extends readonly string[] = readonly string[]> {
    readonly type: string;
    readonly parts: Parts;
    readonly recorded?: Record;
}

/** One value for each attribute of a kind. */
export type KeyParts<Kind extends RecordKind> = StringFor<Kind['parts']>;
type StringFor<Parts extends readonly string[]> = { readonly [Part in keyof Parts]: string };

/** What is recorded under a kind. */
export type Recorded<Kind extends RecordKind> = NonNullable<Kind['recorded']>;

/** `recordKind<CommunityRecord>()('community', ['community'])` */
export function recordKind<Record>(): <const Parts extends readonly string[]>(
    type: string,
    parts: Parts,
) => RecordKind<Record, Parts> {
    return (type, parts) => ({ type, parts });
}

/**
 * A composite key. The Node shim accepts U+0000 and U+10FFFF inside attributes, with which two different lists of
 * attributes could give one key; Go's refuses them, and so does this.
 */
export function compositeKey<Kind extends RecordKind>(stub: Stub, kind: Kind, parts: KeyParts<Kind>): string {
    return stub.createCompositeKey(kind.type, checkedParts(kind, parts));
}

export function checkedParts<Kind extends RecordKind>(kind: Kind, parts: KeyParts<Kind>): string[] {
    const values = [...parts];
    invariant(values.length === kind.parts.length, `a key ${kind.type} has ${String(kind.parts.length)} parts`);
    for (const value of values) {
        invariant(value !== '' && !/[\0\u{10ffff}]/u.test(value), `a part of a key ${kind.type} is empty or reserved`);
    }
    return values;
}
