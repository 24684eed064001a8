/** Subscriptions as a roster keeps them, and what a seller may say of one later. */
import { canonicalJson, invariant, Refused } from '../../wire/index.js';
import { subscriptionStates, type Subscription } from '../subscriptions/index.js';
import type { SharedSubscription } from './pair-records.js';

/** Rider, end, and by span its instant, state, plan and the plan's version. */
export type RosterRow = readonly [string, number | null, readonly (readonly [number, number, string, number])[]];

/**
 * A bucket of a roster as it is stored, so that a batch of legs reads a thousand subscriptions at the price of one text:
 * ends and spans, each pair of them once, and a line for each subscription.
 */
export interface PackedRoster {
    readonly terms: readonly (readonly [RosterRow[1], RosterRow[2]])[];
    /**
     * Lines of subscription, rider and place of the terms with tabs between, in order of the subscriptions' UTF-16 units,
     * so that one is found by halving. No id has a control character.
     */
    readonly rows: string;
}

export type RosterRows = Readonly<Record<string, RosterRow>>;

const TAB = '\t';
const END = '\n';

export function packRoster(rows: RosterRows): PackedRoster {
    const places = new Map<string, number>();
    const terms: (readonly [RosterRow[1], RosterRow[2]])[] = [];
    const inOrder = Object.entries(rows).sort(([one], [other]) => (one < other ? -1 : 1));
    const lines = inOrder.map(([subscription, [rider, expiresAt, history]]) => {
        const key = JSON.stringify([expiresAt, history]);
        const place = places.get(key) ?? terms.push([expiresAt, history]) - 1;
        places.set(key, place);
        return `${subscription}${TAB}${rider}${TAB}${String(place)}${END}`;
    });
    return { terms, rows: lines.join('') };
}

export function findInRoster({ terms, rows }: PackedRoster, subscription: string): RosterRow | undefined {
    let low = 0;
    let high = rows.length;
    while (low < high) {
        const middle = (low + high) >>> 1;
        const start = middle === 0 ? 0 : rows.lastIndexOf(END, middle - 1) + 1;
        const end = rows.indexOf(END, middle);
        const its = rows.slice(start, rows.indexOf(TAB, start));
        if (its === subscription) return rowOf(rows.slice(start, end), terms)[1];
        if (its < subscription) low = end + 1;
        else high = start;
    }
    return undefined;
}

export function unpackRoster({ terms, rows }: PackedRoster): RosterRows {
    const lines = rows.split(END).slice(0, -1);
    return Object.fromEntries(lines.map((line) => rowOf(line, terms)));
}

function rowOf(line: string, terms: PackedRoster['terms']): readonly [subscription: string, RosterRow] {
    const [subscription = '', rider = '', place = ''] = line.split(TAB);
    const its = terms[Number(place)];
    invariant(its !== undefined, 'a row of a roster has terms');
    return [subscription, [rider, ...its]];
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
