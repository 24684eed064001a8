/** JSON whose numbers keep the text that they were written in: 3.3 is no binary fraction, and money is never nearly right. */

/** A number of a JSON text, as it stands there. */
export class NumberText {
    constructor(readonly text: string) {}
}

export type ExactJson =
    null | boolean | string | NumberText | readonly ExactJson[] | { readonly [name: string]: ExactJson };

type SourceReviver = (name: string, value: unknown, context: { readonly source?: string }) => unknown;

/** @throws SyntaxError where the text is no JSON. */
export function parseExactJson(text: string): ExactJson {
    const revive: SourceReviver = (_, value, { source }) =>
        typeof value === 'number' && source !== undefined ? new NumberText(source) : value;
    // The third argument of a reviver is ECMAScript's source text access, which the library's types do not have yet.
    return JSON.parse(text, revive as (name: string, value: unknown) => unknown) as ExactJson;
}

export function isRecord(value: ExactJson | undefined): value is Readonly<Record<string, ExactJson>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText);
}
