/**
 * A place in a definition file: what stands there, the path that leads to it, and where its problems are collected.
 * A reader that meets a problem reports it and goes on with an empty value, so that one run names all of them.
 */
export interface Place {
    readonly path: string;
    readonly value: unknown;
    readonly problems: string[];
}

/** What a text must look like, and how to say so. */
export interface TextRule {
    readonly pattern: RegExp;
    readonly says: string;
}

export function report(place: Place, problem: string): void {
    place.problems.push(`${place.path === '' ? 'the file' : place.path}: ${problem}`);
}

/** The member of that name; its value is undefined when there is none. */
export function member(place: Place, name: string): Place {
    const value: unknown = isMap(place.value) ? place.value[name] : undefined;
    return { path: place.path === '' ? name : `${place.path}.${name}`, value, problems: place.problems };
}

export function isGiven(place: Place): boolean {
    return place.value !== undefined && place.value !== null;
}

/** Reports every member whose name is not known, and a place that holds no members at all. */
export function expectMembers(place: Place, known: readonly string[]): void {
    if (!isMap(place.value)) {
        report(place, `write a map with the members ${known.join(', ')}`);
        return;
    }
    for (const name of Object.keys(place.value)) {
        if (!known.includes(name)) report(member(place, name), `unknown; the members here are ${known.join(', ')}`);
    }
}

/** The members of a map whose names the author chooses. A map that is not there is empty. */
export function entries(place: Place, names: TextRule): readonly (readonly [string, Place])[] {
    if (!isGiven(place)) return [];
    if (!isMap(place.value)) {
        report(place, 'write a map from names to their settings');
        return [];
    }
    const read = Object.keys(place.value).map((name) => [name, member(place, name)] as const);
    for (const [name, inner] of read) if (!names.pattern.test(name)) report(inner, `bad name; ${names.says}`);
    return read;
}

export function items(place: Place): readonly Place[] {
    if (!isGiven(place)) return [];
    if (Array.isArray(place.value)) {
        return place.value.map((value: unknown, index) => {
            return { path: `${place.path}[${String(index)}]`, value, problems: place.problems };
        });
    }
    report(place, 'write a list');
    return [];
}

export function text(place: Place, rule: TextRule): string {
    if (typeof place.value === 'string' && rule.pattern.test(place.value)) return place.value;
    const what = isGiven(place) ? `${JSON.stringify(place.value)} is not right` : 'missing';
    report(place, `${what}; ${rule.says}`);
    return '';
}

export function wholeNumber(place: Place, range: { readonly from: number; readonly to: number }): number {
    const { value } = place;
    if (typeof value === 'number' && Number.isInteger(value) && value >= range.from && value <= range.to) return value;
    const what = isGiven(place) ? `${JSON.stringify(value)} is not right` : 'missing';
    report(place, `${what}; write a whole number from ${String(range.from)} to ${String(range.to)}`);
    return range.from;
}

export function wholeNumberOr(
    place: Place,
    given: number,
    range: { readonly from: number; readonly to: number },
): number {
    return isGiven(place) ? wholeNumber(place, range) : given;
}

/** The member `port`, where it is given. */
export function readPort(place: Place): { readonly port?: number } {
    const port = member(place, 'port');
    return isGiven(port) ? { port: wholeNumber(port, { from: 1, to: 65_535 }) } : {};
}

export function truth(place: Place): boolean {
    if (typeof place.value === 'boolean') return place.value;
    report(place, 'write true or false');
    return false;
}

/** Names out of a closed set, each once. */
export function choices(place: Place, known: readonly string[], what: string): readonly string[] {
    const chosen = new Set<string>();
    for (const item of items(place)) {
        const { value } = item;
        if (typeof value !== 'string' || !known.includes(value)) {
            report(item, `${JSON.stringify(value)} is not ${what}; there are ${known.join(', ') || 'none'}`);
        } else if (chosen.has(value)) {
            report(item, `${value} is named twice; remove one`);
        } else {
            chosen.add(value);
        }
    }
    return [...chosen];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
