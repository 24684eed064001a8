import {
    periodFinder,
    planFees,
    rateRider,
    riddenLegs,
    type BillingPeriod,
    type LegRecord,
    type OperatorUse,
    type Plan,
    type RatedLeg,
    type RiddenLeg,
    type ShareRow,
    type ShareUse,
    type Subscription,
} from '@quartier/rules/mobility';
import { compareUtf8, formatDecimal, type ZoneTable } from '@quartier/rules/units';

import { planFinder } from './bill.js';
import { byRightToRide } from './right-to-ride.js';
import type { SoldLeg } from './sold-legs.js';

export interface ShareInput {
    readonly window: string;
    /**
     * Of the window, and of the same month in windows before it, for caps go on over windows. What the window says of a leg
     * counts as it says it, whatever a later one takes back.
     */
    readonly sold: readonly SoldLeg[];
    readonly subscriptions: readonly Subscription[];
    readonly plans: readonly Plan[];
    readonly zone: ZoneTable;
}

interface RatedUse {
    readonly leg: RiddenLeg;
    readonly rated: RatedLeg;
}

/**
 * What caps cut of a window's legs, a row a rider and local day: amounts by operator, without place, time or leg. Days of
 * which no cap cut anything are left out.
 */
export function capLossRows(input: ShareInput): readonly ShareRow[] {
    return ratedRiders(input).flatMap(({ rider, uses }) => {
        const days = groupedBy(uses, ({ rated }) => rated.day);
        return [...days]
            .sort(([a], [b]) => compareUtf8(a, b))
            .flatMap(([day, rows]): readonly ShareRow[] => {
                const loss = sumOf(rows.map(({ rated }) => rated.capLossMicroEur));
                if (loss === 0n) return [];
                const uses = shareUses(rows, ({ rated }) => BigInt(rated.dueMicroEur));
                return [{ rider, day, amountMicroEur: formatDecimal(loss), uses }];
            });
    });
}

/**
 * What plans brought in for a period, without tax and commission, a row a rider: shared by what they included of the
 * window's legs.
 */
export function passRevenueRows(
    input: ShareInput & { readonly period: BillingPeriod; readonly commissionPpm: number },
): readonly ShareRow[] {
    const { plans, zone, period, commissionPpm } = input;
    return ratedRiders(input).flatMap(({ rider, subscription, uses }): readonly ShareRow[] => {
        const fees = planFees(subscription, plans, { period, zone });
        const revenue = fees.reduce((sum, fee) => {
            const plan = plans.find((sold) => sold.plan === fee.plan && sold.version === fee.version);
            const net = (BigInt(fee.feeMicroEur) * WHOLE_PPM) / (WHOLE_PPM + BigInt(plan?.vatPpm ?? 0));
            return sum + (net * (WHOLE_PPM - BigInt(commissionPpm))) / WHOLE_PPM;
        }, 0n);
        const included = shareUses(uses, ({ rated }) => {
            const amount = BigInt(rated.includedMicroEur);
            return amount > 0n ? amount : 0n;
        });
        return included.length === 0 ? [] : [{ rider, amountMicroEur: formatDecimal(revenue), uses: included }];
    });
}

const WHOLE_PPM = 1_000_000n;

interface RatedRider {
    readonly rider: string;
    readonly subscription: Subscription;
    /** Of the window alone. */
    readonly uses: readonly RatedUse[];
}

function ratedRiders({ window, sold, subscriptions, plans, zone }: ShareInput): readonly RatedRider[] {
    const known = new Map(subscriptions.map((subscription) => [subscription.subscription, subscription]));
    const riders: RatedRider[] = [];
    for (const [id, records] of groupedBy(sold, ({ record }) => record.subscription)) {
        const subscription = known.get(id);
        if (subscription === undefined) continue;
        const ofWindow = riddenOf(records.filter((leg) => leg.window === window));
        const keys = new Set(ofWindow.map(keyOf));
        const inWindow = new Set(records.filter((leg) => leg.window === window).map(({ record }) => keyOf(record)));
        const before = riddenOf(records).filter((leg) => !inWindow.has(keyOf(leg)));
        const ridden = new Map([...before, ...ofWindow].map((leg) => [keyOf(leg), leg]));
        const { legs } = rateRider({
            legs: byRightToRide(subscription, [...ridden.values()]).allowed,
            planAt: planFinder(subscription, plans),
            periodOf: periodFinder(subscription, zone),
            zone,
        });
        const uses = legs.flatMap((rated) => {
            const leg = ridden.get(keyOf(rated));
            return leg === undefined || !keys.has(keyOf(rated)) ? [] : [{ leg, rated }];
        });
        if (uses.length > 0) riders.push({ rider: subscription.rider, subscription, uses });
    }
    return riders.sort((a, b) => compareUtf8(a.rider, b.rider));
}

function riddenOf(sold: readonly SoldLeg[]): readonly RiddenLeg[] {
    return riddenLegs(sold.map(({ record }) => record)).legs;
}

/** By operator, in order of MSP id: all that it did, and what counts. Operators of which nothing counts are left out. */
function shareUses(rows: readonly RatedUse[], counts: (row: RatedUse) => bigint): readonly ShareUse[] {
    return [...groupedBy(rows, ({ leg }) => leg.operator)]
        .sort(([a], [b]) => compareUtf8(a, b))
        .flatMap(([operator, ofOperator]) => {
            const counted = ofOperator.filter((row) => counts(row) > 0n);
            if (counted.length === 0) return [];
            return [
                {
                    full: useOf(operator, ofOperator, ({ rated }) => BigInt(rated.fullMicroEur)),
                    counted: useOf(operator, counted, counts),
                },
            ];
        });
}

function useOf(operator: string, rows: readonly RatedUse[], amountOf: (row: RatedUse) => bigint): OperatorUse {
    return {
        operator,
        amountMicroEur: formatDecimal(rows.reduce((sum, row) => sum + amountOf(row), 0n)),
        durationSeconds: rows.reduce((sum, { leg }) => sum + leg.durationSeconds, 0),
        distanceMetres: rows.reduce((sum, { leg }) => sum + leg.distanceMetres, 0),
        rides: rows.length,
    };
}

function keyOf({ operator, leg }: Pick<LegRecord, 'operator' | 'leg'>): string {
    return JSON.stringify([operator, leg]);
}

function groupedBy<T>(rows: readonly T[], keyOfRow: (row: T) => string): ReadonlyMap<string, readonly T[]> {
    const groups = new Map<string, T[]>();
    for (const row of rows) {
        const group = groups.get(keyOfRow(row));
        if (group === undefined) groups.set(keyOfRow(row), [row]);
        else group.push(row);
    }
    return groups;
}

function sumOf(amounts: readonly string[]): bigint {
    return amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);
}
