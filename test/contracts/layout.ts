/** Kinds of records by name, as the keys of an area declare them. */
export type Kinds = Readonly<Record<string, { readonly type: string; readonly parts: readonly string[] }>>;

/** `type / part / part` of each kind, sorted. */
export function layoutOf(kinds: Kinds): readonly string[] {
    return Object.values(kinds)
        .map(({ type, parts }) => [type, ...parts].join(' / '))
        .sort();
}

/** Types that more than one kind of a place has. */
export function typesTwice(...kinds: readonly Kinds[]): readonly string[] {
    const types = kinds.flatMap((some) => Object.values(some).map(({ type }) => type));
    return types.filter((type, at) => types.indexOf(type) < at);
}
