import { ProfileInvalid } from './failures.js';

/** A part of a profile, not yet known to have the documented shape. */
export type Document = Readonly<Record<string, unknown>>;

export function isDocument(value: unknown): value is Document {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a dotted path; `within` is where the document itself stands, for the message. */
export function documentAt(document: Document, path: string, within?: string): Document {
    const value = valueAt(document, path);
    if (isDocument(value)) return value;
    throw missing(value, path, within, 'an object');
}

export function textAt(document: Document, path: string, within?: string): string {
    const value = valueAt(document, path);
    if (typeof value === 'string' && value !== '') return value;
    throw missing(value, path, within, 'a text');
}

export function textsAt(document: Document, path: string, within?: string): readonly string[] {
    const value = valueAt(document, path);
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    throw missing(value, path, within, 'a list of texts');
}

function valueAt(document: Document, path: string): unknown {
    return path.split('.').reduce<unknown>((value, name) => (isDocument(value) ? value[name] : undefined), document);
}

function missing(value: unknown, path: string, within: string | undefined, shape: string): ProfileInvalid {
    const full = within === undefined ? path : `${within}.${path}`;
    return new ProfileInvalid(value === undefined ? `${full} is missing` : `${full} is not ${shape}`);
}
