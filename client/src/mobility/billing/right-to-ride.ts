import {
    isRideable,
    spanAt,
    type RiddenLeg,
    type Subscription,
    type SubscriptionState,
} from '@quartier/rules/mobility';

/**
 * A leg that the subscription gave no right to when it started, as it stands now: recorded before a change that is dated
 * earlier. Its operator recorded it in good faith, so the seller owes it; the rider is not billed.
 */
export interface UnbilledLeg {
    readonly operator: string;
    readonly leg: string;
    readonly state: SubscriptionState;
    /** What the operator charges the seller for it. */
    readonly priceMicroEur: string;
}

export function byRightToRide<Leg extends RiddenLeg>(
    subscription: Subscription,
    legs: readonly Leg[],
): { readonly allowed: readonly Leg[]; readonly unbilled: readonly UnbilledLeg[] } {
    const allowed: Leg[] = [];
    const unbilled: UnbilledLeg[] = [];
    for (const ridden of legs) {
        const { state } = spanAt(subscription, ridden.start);
        const { operator, leg, priceMicroEur } = ridden;
        if (isRideable(state)) allowed.push(ridden);
        else unbilled.push({ operator, leg, state, priceMicroEur });
    }
    return { allowed, unbilled };
}
