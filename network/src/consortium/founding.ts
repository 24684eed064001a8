/** What the members of an area agree to: who is in it with which roles, who shares what. MSP ids throughout. */
export interface FoundingContent {
    readonly area: string;
    readonly organisations: Readonly<Record<string, readonly string[]>>;
    readonly collections: Readonly<Record<string, readonly string[]>>;
    readonly clockToleranceSeconds: number;
}

type Sortable = string | number | readonly string[] | { readonly [name: string]: Sortable };

/** The one spelling of a founding, which every administrator submits: JSON, members sorted, no white space. */
export function foundingContent(founding: FoundingContent): string {
    return JSON.stringify(sorted({ ...founding }));
}

/** Names of organisations, roles and collections are ASCII, so the order of code units is the order of bytes. */
function sorted(value: Sortable): Sortable {
    if (typeof value !== 'object') return value;
    if (isList(value)) return [...value].sort();
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(members.map(([name, inner]) => [name, sorted(inner)]));
}

function isList(value: Sortable): value is readonly string[] {
    return Array.isArray(value);
}
