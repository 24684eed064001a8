/** Test files that run one after the other in one process, and share its networks. */
export interface Group {
    readonly name: string;
    /** Folders and files below `test`, as prefixes of their paths. */
    readonly of: readonly string[];
}

/** What takes longest comes first. */
export const GROUPS: readonly Group[] = [
    { name: 'scenarios of mobility', of: ['scenarios/mobility/'] },
    { name: 'scenarios, pages', of: ['scenarios/', 'browser/'] },
    { name: 'faults', of: ['faults/'] },
    { name: 'contracts of mobility', of: ['contracts/mobility/'] },
    { name: 'network', of: ['network/'] },
    { name: 'contracts', of: ['contracts/'] },
    { name: 'properties', of: ['properties/'] },
];

const OTHERS = 'rules, client';

/** All files, each in the first group that it is of, or else with the others; groups without files are left out. */
export function grouped(files: readonly string[], groups = GROUPS): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>(groups.map(({ name }) => [name, []]));
    found.set(OTHERS, []);
    for (const file of files) {
        const group = groups.find(({ of }) => of.some((prefix) => file.startsWith(prefix)));
        found.get(group?.name ?? OTHERS)?.push(file);
    }
    return new Map([...found].filter(([, its]) => its.length > 0));
}
