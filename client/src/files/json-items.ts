/** An item of a JSON list with the line of the file that it starts on. */
export interface JsonItem {
    readonly line: number;
    readonly value: unknown;
}

/**
 * The items of a list in a JSON text: the text itself, or what stands at a path of member names in it.
 *
 * @throws SyntaxError where it is no JSON, TypeError where no list stands there
 */
export function jsonItems(text: string, path: readonly string[] = []): readonly JsonItem[] {
    let values: unknown = JSON.parse(text);
    for (const name of path) values = memberOf(values, name);
    if (!Array.isArray(values))
        throw new TypeError(path.length === 0 ? 'it is not a list' : `${path.join('.')} is no list`);
    const lines = itemLines(text, path);
    return values.map((value: unknown, index) => ({ line: lines[index] ?? 0, value }));
}

/** A member of a value that may be of any shape. */
export function memberOf(value: unknown, name: string): unknown {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    return (value as Readonly<Record<string, unknown>>)[name];
}

/** Strings whole, so that nothing within them counts; else what opens, closes, separates or is more than white space. */
const TOKENS = /"(?:[^"\\]|\\.)*"|\n|[[\]{},:]|[^\s"[\]{},:]+/gsu;

function itemLines(text: string, path: readonly string[]): readonly number[] {
    const lines: number[] = [];
    const nesting = newNesting(path);
    let [line, isBetween] = [1, true];
    for (const [token] of text.matchAll(TOKENS)) {
        if (token === '\n') {
            line += 1;
            continue;
        }
        if (nesting.isInList()) {
            if (isBetween && token !== ']') lines.push(line);
            isBetween = token === ',';
        }
        nesting.take(token);
    }
    return lines;
}

/** Follows what is open, and by which member names. */
function newNesting(path: readonly string[]): { isInList: () => boolean; take: (token: string) => void } {
    const names: string[] = [];
    let [name, before] = ['', ''];
    return {
        isInList: () => names.length === path.length + 1 && path.every((step, depth) => names[depth + 1] === step),
        take: (token) => {
            if (token === ',') name = '';
            if (token === ':') name = JSON.parse(before) as string;
            if (token === '[' || token === '{') {
                names.push(name);
                name = '';
            }
            if (token === ']' || token === '}') names.pop();
            before = token;
        },
    };
}
