/** An item of a JSON list with the line of the file that it starts on. */
export interface JsonItem {
    readonly line: number;
    readonly value: unknown;
}

/**
 * The items of a JSON text that is a list.
 *
 * @throws SyntaxError where it is no JSON, TypeError where it is no list
 */
export function jsonItems(text: string): readonly JsonItem[] {
    const values: unknown = JSON.parse(text);
    if (!Array.isArray(values)) throw new TypeError('it is not a list');
    const lines = itemLines(text);
    return values.map((value: unknown, index) => ({ line: lines[index] ?? 0, value }));
}

/** Strings whole, so that nothing within them counts; else what opens, closes, separates or is more than white space. */
const TOKENS = /"(?:[^"\\]|\\.)*"|\n|[[\]{},]|[^\s"[\]{},]+/gsu;

function itemLines(text: string): readonly number[] {
    const lines: number[] = [];
    let [line, depth, isBetween] = [1, 0, true];
    for (const [token] of text.matchAll(TOKENS)) {
        if (token === '\n') {
            line += 1;
            continue;
        }
        const closes = token === ']' || token === '}';
        if (depth === 1 && isBetween && !closes) {
            lines.push(line);
            isBetween = false;
        }
        if (depth === 1 && token === ',') isBetween = true;
        if (token === '[' || token === '{') depth += 1;
        if (closes) depth -= 1;
    }
    return lines;
}
