/**
 * A subscription and what may become of it. Its history is kept whole, so that a leg that arrives late is judged by what
 * held when it started.
 */
import { Refused } from '../../wire/index.js';

export const subscriptionStates = ['DRAFT', 'ACTIVE', 'PAUSED', 'SWITCHING', 'CANCELLED', 'EXPIRED'] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

export interface PlanOf {
    readonly plan: string;
    readonly version: number;
}

/** What held from an instant on. While SWITCHING the plan is the one switched to: the next leg is the first under it. */
export interface SubscriptionSpan {
    readonly from: number;
    readonly state: SubscriptionState;
    readonly plan: PlanOf;
}

/** Private, between the seller and whom it admits; a rider stands in it by pseudonym. */
export interface Subscription {
    readonly seller: string;
    readonly subscription: string;
    readonly rider: string;
    /** In order of instant. The first is DRAFT. */
    readonly history: readonly SubscriptionSpan[];
    /** When it expires by itself; null where it goes on until cancelled. */
    readonly expiresAt: number | null;
}

export type SubscriptionCommand =
    | { readonly command: 'activate'; readonly at: number; readonly expiresAt?: number }
    | { readonly command: 'pause'; readonly at: number }
    | { readonly command: 'resume'; readonly at: number }
    /** Takes effect with the next leg that starts. */
    | { readonly command: 'switch'; readonly at: number; readonly plan: PlanOf }
    /** A leg has started: a switch is done. */
    | { readonly command: 'ride'; readonly at: number }
    | { readonly command: 'cancel'; readonly at: number }
    | { readonly command: 'expire'; readonly at: number };

export const subscriptionCommands = ['activate', 'pause', 'resume', 'switch', 'ride', 'cancel', 'expire'] as const;

/** Every state that a command leads to; what is missing is refused. CANCELLED and EXPIRED are final. */
export const subscriptionTransitions: Readonly<
    Record<SubscriptionState, Readonly<Partial<Record<SubscriptionCommand['command'], SubscriptionState>>>>
> = {
    DRAFT: { activate: 'ACTIVE', cancel: 'CANCELLED' },
    ACTIVE: { pause: 'PAUSED', switch: 'SWITCHING', ride: 'ACTIVE', cancel: 'CANCELLED', expire: 'EXPIRED' },
    PAUSED: { resume: 'ACTIVE', cancel: 'CANCELLED', expire: 'EXPIRED' },
    SWITCHING: {
        pause: 'PAUSED',
        switch: 'SWITCHING',
        ride: 'ACTIVE',
        cancel: 'CANCELLED',
        expire: 'EXPIRED',
    },
    CANCELLED: {},
    EXPIRED: {},
};

/**
 * The subscription after a command. A ride of an active one changes nothing, and gives the same record back.
 * @throws Refused MOBILITY_SUBSCRIPTION_STATE, MOBILITY_SUBSCRIPTION_CHANGE_DATE
 */
export function changeSubscription(subscription: Subscription, command: SubscriptionCommand): Subscription {
    const last = lastOf(subscription);
    if (command.at < last.from) throw new Refused('MOBILITY_SUBSCRIPTION_CHANGE_DATE');
    const now = spanAt(subscription, command.at);
    const state = subscriptionTransitions[now.state][command.command];
    if (state === undefined)
        throw new Refused('MOBILITY_SUBSCRIPTION_STATE', { state: now.state, command: command.command });
    if (command.command === 'ride' && now.state === 'ACTIVE') return subscription;
    const plan = command.command === 'switch' ? command.plan : now.plan;
    const expiresAt = command.command === 'activate' ? (command.expiresAt ?? null) : subscription.expiresAt;
    return { ...subscription, expiresAt, history: [...subscription.history, { from: command.at, state, plan }] };
}

/** What held at an instant; before the first entry, the draft did. */
export function spanAt(subscription: Subscription, at: number): SubscriptionSpan {
    const { history, expiresAt } = subscription;
    const span = history.findLast(({ from }) => from <= at) ?? history[0] ?? lastOf(subscription);
    const ended = span.state === 'CANCELLED' || span.state === 'EXPIRED';
    if (expiresAt !== null && at >= expiresAt && !ended) return { from: expiresAt, state: 'EXPIRED', plan: span.plan };
    return span;
}

export function isRideable(state: SubscriptionState): boolean {
    return state === 'ACTIVE' || state === 'SWITCHING';
}

/**
 * The plan that a leg is ridden under, by when it started.
 * @throws Refused MOBILITY_SUBSCRIPTION_NOT_ACTIVE where there was no right to ride then
 */
export function planOfLeg(subscription: Subscription, start: number): PlanOf {
    const { state, plan } = spanAt(subscription, start);
    if (!isRideable(state)) throw new Refused('MOBILITY_SUBSCRIPTION_NOT_ACTIVE', { state });
    return plan;
}

function lastOf({ history }: Subscription): SubscriptionSpan {
    const last = history.at(-1);
    if (last === undefined) throw new Refused('MOBILITY_SUBSCRIPTION_STATE', { state: 'none', command: 'any' });
    return last;
}
