/** A part of a document, not yet known to have the documented shape. */
export type Document = Readonly<Record<string, unknown>>;

export function isDocument(value: unknown): value is Document {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
