import {
    countedSince,
    periodFinder,
    planFees,
    planOfLeg,
    rateRider,
    riddenLegs,
    type BillingPeriod,
    type LegRecord,
    type OtherCharge,
    type PaidDay,
    type PeriodOfDay,
    type Plan,
    type PlanFee,
    type RiderBill,
    type Subscription,
} from '@quartier/rules/mobility';
import { dayBounds, dayOfInstant, type ZoneTable } from '@quartier/rules/units';

import { Refusal } from '../../gateway/index.js';

import { decideHere, mobilityCatalogue } from '../clearing/catalogue.js';
import type { Pairs } from '../clearing/pairs.js';
import type { Publications } from '../clearing/publications.js';

import { byRightToRide, type UnbilledLeg } from './right-to-ride.js';
import { rowsOfBooks } from './rows-of-books.js';
import { soldLegsSince, type LegSource } from './sold-legs.js';

export interface BillRequest {
    readonly subscription: string;
    /** Local days, both included. */
    readonly period: BillingPeriod;
    /** Legs with the seller's own service, which nobody else knows of. */
    readonly ownLegs?: readonly LegRecord[];
    /** What was paid earlier in the month that the period begins in, where the legs before it are not to be counted. */
    readonly paidBefore?: readonly PaidDay[];
}

/** What a rider pays for a period: one bill over all operators. Amounts are micro-euro as decimal strings. */
export interface Bill {
    readonly subscription: string;
    readonly rider: string;
    readonly period: BillingPeriod;
    /** Of plans, by the days that they were held. */
    readonly fees: readonly PlanFee[];
    readonly usage: RiderBill;
    /** Fines, extras and refunds: no plan includes them and no cap limits them. */
    readonly others: readonly OtherCharge[];
    /** Legs of the period that the rider does not pay, for the subscription gave no right to them; in no total. */
    readonly unbilled: readonly UnbilledLeg[];
    /** Fees, usage as it is paid, and others; in whole cents. */
    readonly totalMicroEur: string;
}

export type BillSource = LegSource & Pick<Pairs, 'listSubscriptions'> & Publications;

/** @throws Refusal MOBILITY_SUBSCRIPTION_UNKNOWN, MOBILITY_BILL_TOO_LARGE, MOBILITY_OUTSIDE_ZONE_TABLE */
export async function billOf(source: BillSource, seller: string, request: BillRequest): Promise<Bill> {
    const { zone } = await source.terms();
    const subscription = await findSubscription(source, seller, request.subscription);
    const plans = await soldPlans(source, seller);
    const counted = countedOf(subscription, plans, { ...request, zone });
    const since = dayBounds(zone, counted.since)?.start ?? 0;
    const sold = await soldLegsSince(source, seller, { since });
    const records = [...sold.map(({ record }) => record), ...(request.ownLegs ?? [])];
    return decideHere(() => newBill({ ...request, subscription, records, plans, zone }));
}

interface BillInput extends Omit<BillRequest, 'subscription' | 'ownLegs'> {
    readonly subscription: Subscription;
    /** Of any subscription and time. */
    readonly records: readonly LegRecord[];
    readonly plans: readonly Plan[];
    readonly zone: ZoneTable;
}

/** The bill by the rules alone. */
export function newBill({ subscription, period, records, plans, zone, paidBefore }: BillInput): Bill {
    const own = records.filter((record) => record.subscription === subscription.subscription);
    const { since, periodOf } = countedOf(subscription, plans, { period, zone, ...(paidBefore && { paidBefore }) });
    const ridden = own.filter((record) => isWithin(record, { ...period, from: since }, zone));
    const { legs, others } = riddenLegs(own.filter((record) => isWithin(record, period, zone)));
    const usage = rateRider({
        legs: byRightToRide(subscription, riddenLegs(ridden).legs).allowed,
        planAt: planFinder(subscription, plans),
        periodOf,
        from: period.from,
        zone,
        ...(paidBefore === undefined ? {} : { paidBefore }),
    });
    const fees = planFees(subscription, plans, { period, zone });
    const amounts = [
        usage.paymentMicroEur,
        ...fees.map(({ feeMicroEur }) => feeMicroEur),
        ...others.map(({ amountMicroEur }) => amountMicroEur),
    ];
    return {
        subscription: subscription.subscription,
        rider: subscription.rider,
        period,
        fees,
        usage,
        others,
        unbilled: byRightToRide(subscription, legs).unbilled,
        totalMicroEur: amounts.reduce((sum, amount) => sum + BigInt(amount), 0n).toString(),
    };
}

/** Which rides before a period count for it, and the periods that their allowances are of. */
function countedOf(
    subscription: Subscription,
    plans: readonly Plan[],
    { period, zone, paidBefore }: Pick<BillInput, 'period' | 'zone' | 'paidBefore'>,
): { readonly since: string; readonly periodOf: PeriodOfDay } {
    const periodOf = periodFinder(subscription, zone, period);
    const held = plans.filter(({ plan, version }) =>
        subscription.history.some((span) => span.plan.plan === plan && span.plan.version === version),
    );
    return { since: paidBefore === undefined ? countedSince(period, held, periodOf) : period.from, periodOf };
}

/** The plan that a leg of a subscription is ridden under; the same object for the same version. */
export function planFinder(subscription: Subscription, plans: readonly Plan[]): (start: number) => Plan {
    return (start) => {
        const held = planOfLeg(subscription, start);
        const found = plans.find(({ plan, version }) => plan === held.plan && version === held.version);
        if (found !== undefined) return found;
        throw new Refusal(
            'MOBILITY_PLAN_INVALID',
            { reason: `${held.plan} version ${String(held.version)} is not published` },
            mobilityCatalogue,
        );
    };
}

/** Every version of the plans that a seller publishes. */
export async function soldPlans(source: Pick<Publications, 'listPlans'>, seller: string): Promise<readonly Plan[]> {
    const plans: Plan[] = [];
    for await (const { plan } of source.listPlans({ seller })) plans.push(plan);
    return plans;
}

/** A subscription as it was told to the first operator that knows it. */
export async function findSubscription(
    source: Pick<BillSource, 'listOperators' | 'listSubscriptions'>,
    seller: string,
    subscription: string,
): Promise<Subscription> {
    for await (const { operator } of source.listOperators()) {
        if (operator === seller) continue;
        for await (const found of sharedWith(source, seller, operator))
            if (found.subscription === subscription) return { ...found, seller };
    }
    throw new Refusal('MOBILITY_SUBSCRIPTION_UNKNOWN', {}, mobilityCatalogue);
}

/** Subscriptions told to an operator; none where the two have no books. */
export async function* sharedWith(
    source: Pick<BillSource, 'listSubscriptions'>,
    seller: string,
    operator: string,
): AsyncGenerator<Omit<Subscription, 'seller'>, void> {
    yield* rowsOfBooks(source.listSubscriptions({ with: operator, seller }));
}

function isWithin({ start }: LegRecord, { from, to }: BillingPeriod, zone: ZoneTable): boolean {
    const day = dayOfInstant(zone, start);
    return day !== undefined && from <= day && day <= to;
}
