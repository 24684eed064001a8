import type { ListedMembership } from '@quartier/rules/energy';

/** A meter of the community, whatever the dates of its memberships. */
export interface RosterMeter {
    readonly meter: string;
    readonly point: string;
    readonly page: number;
}

/** The meters of a community; a place is an index into `meters`. */
export interface Roster {
    readonly meters: readonly RosterMeter[];
    readonly placeOf: ReadonlyMap<string, number>;
}

export async function readRoster(
    memberships: AsyncIterable<ListedMembership> | Iterable<ListedMembership>,
): Promise<Roster> {
    const meters: RosterMeter[] = [];
    const placeOf = new Map<string, number>();
    for await (const { meter, point, page } of memberships) {
        if (placeOf.has(meter)) continue;
        placeOf.set(meter, meters.length);
        meters.push({ meter, point, page });
    }
    return { meters, placeOf };
}
