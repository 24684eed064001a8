/** Subscriptions as a roster keeps them, and what a seller may say of one later. */
import { canonicalJson, Refused } from '../../wire/index.js';
import { subscriptionStates, type Subscription } from '../subscriptions/index.js';
import type { SharedSubscription } from './pair-records.js';

/** Rider, end, and by span its instant, state, plan and the plan's version. */
export type RosterRow = readonly [string, number | null, readonly (readonly [number, number, string, number])[]];

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
