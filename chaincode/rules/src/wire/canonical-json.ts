import { compareUtf8 } from '../units/order.js';

/** What may stand in state, requests and replies: no floats, no undefined, no dates. Quantities are decimal strings. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

/**
 * The one spelling of a value: members in UTF-8 order of their names, no white space, whole numbers only, members that
 * are undefined left out. Two peers that hold equal values write equal bytes. Order and spelling follow RFC 8785.
 */
export function canonicalJson(value: Json): string {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'number') {
        if (!Number.isSafeInteger(value))
            throw new TypeError(`Only whole numbers below 2^53 have a canonical form: ${String(value)}`);
        return String(value);
    }
    if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
    const members = value as Readonly<Record<string, Json | undefined>>;
    const written = Object.keys(members)
        .sort(compareUtf8)
        .flatMap((name) => {
            const member = members[name];
            return member === undefined ? [] : [`${JSON.stringify(name)}:${canonicalJson(member)}`];
        });
    return `{${written.join(',')}}`;
}
