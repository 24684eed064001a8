import { compareUtf8 } from '../units/order.js';

/** What stands in state, requests and replies: no fractions, no dates. Quantities are decimal strings. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

const ABOVE_D7FF = /[^\0-\ud7ff]/u;

/**
 * The one spelling of a value: members in UTF-8 order of their names, no white space, whole numbers only, members that
 * are undefined left out. Two peers that hold equal values write equal bytes. As RFC 8785, but for the order, which is
 * that of Fabric's keys.
 * Throws a TypeError on what has no such spelling: a fraction, a bigint, a date, a function.
 */
export function canonicalJson(value: unknown): string {
    // What was read from state is in order as it is, whole or in its parts: the engine spells it out thirty times as fast.
    return isInOrder(value) ? JSON.stringify(value) : spelled(value);
}

function spelled(value: unknown): string {
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
    if (value === null || typeof value === 'boolean') return String(value);
    if (Array.isArray(value)) return canonicalList(value);
    if (isPlainObject(value)) return canonicalObject(value);
    throw new TypeError(`No canonical form: ${typeof value === 'number' ? String(value) : typeof value}`);
}

// Texts grow in a loop: lists of parts cost twice the time where a transaction writes thousands of values.

function canonicalList(items: readonly unknown[]): string {
    let text = '';
    for (const item of items) text += `${text === '' ? '' : ','}${canonicalJson(item)}`;
    return `[${text}]`;
}

function canonicalObject(object: Readonly<Record<string, unknown>>): string {
    let text = '';
    for (const name of inOrder(Object.keys(object))) {
        const member = object[name];
        if (member === undefined) continue;
        text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
    }
    return `{${text}}`;
}

/** Above U+D7FF the order of UTF-8 bytes is not that of UTF-16 units, by which texts are sorted without a rule. */
function inOrder(names: string[]): readonly string[] {
    return names.some((name) => ABOVE_D7FF.test(name)) ? names.sort(compareUtf8) : names.sort();
}

/** Whether JSON's own spelling is the canonical one: nothing without a canonical form, members in order, all the way down. */
function isInOrder(value: unknown): boolean {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
    if (typeof value === 'number') return Number.isSafeInteger(value);
    // A hole in a list is passed over by `every`, and has no spelling of its own.
    if (Array.isArray(value)) return !value.includes(undefined) && value.every(isInOrder);
    if (!isPlainObject(value)) return false;
    let before = '';
    for (const name of Object.keys(value)) {
        if (compareUtf8(before, name) > 0 || !isInOrder(value[name])) return false;
        before = name;
    }
    return true;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
    if (typeof value !== 'object' || value === null) return false;
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null;
}
