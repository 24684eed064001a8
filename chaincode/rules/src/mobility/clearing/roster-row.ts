/** Subscriptions as a roster keeps them, and what a seller may say of one later. */
import { canonicalJson, invariant, Refused } from '../../wire/index.js';
import { subscriptionStates, type Subscription } from '../subscriptions/index.js';
import type { SharedSubscription } from './pair-records.js';

/** Rider, end, and by span its instant, state, plan and the plan's version. */
export type RosterRow = readonly [string, number | null, readonly (readonly [number, number, string, number])[]];

/**
 * A bucket of a roster as it is stored, so that a batch of legs reads a thousand subscriptions at the price of one text:
 * ends and spans, each pair of them once, and by subscription its id, rider and place of these, one after the other.
 */
export interface PackedRoster {
    readonly terms: readonly (readonly [RosterRow[1], RosterRow[2]])[];
    readonly rows: readonly (string | number)[];
}

export type RosterRows = Readonly<Record<string, RosterRow>>;

const CELLS = 3;

export function packRoster(rows: RosterRows): PackedRoster {
    const places = new Map<string, number>();
    const terms: (readonly [RosterRow[1], RosterRow[2]])[] = [];
    const packed = Object.entries(rows).flatMap(([subscription, [rider, expiresAt, history]]) => {
        const key = JSON.stringify([expiresAt, history]);
        const place = places.get(key) ?? terms.push([expiresAt, history]) - 1;
        places.set(key, place);
        return [subscription, rider, place];
    });
    return { terms, rows: packed };
}

/** Where the row of each subscription of a bucket is. */
export function rosterPlaces({ rows }: PackedRoster): ReadonlyMap<string, number> {
    const places = new Map<string, number>();
    for (let at = 0; at < rows.length; at += CELLS) places.set(String(rows[at]), at);
    return places;
}

/** The row at a place that {@link rosterPlaces} gave. */
export function rosterRowAt({ terms, rows }: PackedRoster, at: number): RosterRow {
    const its = terms[Number(rows[at + 2])];
    invariant(its !== undefined, 'a row of a roster has terms');
    return [String(rows[at + 1]), ...its];
}

export function unpackRoster(packed: PackedRoster): RosterRows {
    return Object.fromEntries(
        Array.from(rosterPlaces(packed), ([subscription, at]) => [subscription, rosterRowAt(packed, at)]),
    );
}

export function rosterRow({ rider, expiresAt, history }: SharedSubscription): RosterRow {
    return [
        rider,
        expiresAt,
        history.map(({ from, state, plan: { plan, version } }) => [
            from,
            subscriptionStates.indexOf(state),
            plan,
            version,
        ]),
    ];
}

export function ofRosterRow(
    { seller, subscription }: { readonly seller: string; readonly subscription: string },
    [rider, expiresAt, history]: RosterRow,
): Subscription {
    return {
        seller,
        subscription,
        rider,
        expiresAt,
        history: history.map(([from, state, plan, version]) => ({
            from,
            state: subscriptionStates[state] ?? 'DRAFT',
            plan: { plan, version },
        })),
    };
}

/**
 * What was shared of a subscription stays: a later telling goes on from it, so that a leg is judged the same whenever it
 * arrives.
 * @throws Refused MOBILITY_SUBSCRIPTION_HISTORY
 */
export function requireContinued(before: RosterRow | undefined, [rider, , history]: RosterRow): void {
    if (history.length === 0) throw refused('it has no span');
    if (history.some(([from], index) => index > 0 && from < (history[index - 1]?.[0] ?? from)))
        throw refused('its spans are not in order of time');
    if (before === undefined) return;
    const [riderBefore, , historyBefore] = before;
    if (rider !== riderBefore) throw refused('a subscription keeps its rider');
    if (canonicalJson(history.slice(0, historyBefore.length)) !== canonicalJson(historyBefore))
        throw refused('what was told of it before is changed');
}

function refused(reason: string): Refused {
    return new Refused('MOBILITY_SUBSCRIPTION_HISTORY', { reason });
}
