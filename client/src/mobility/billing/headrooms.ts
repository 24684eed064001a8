import {
    capLeft,
    clearingLimits,
    mobilityEvents,
    periodFinder,
    rateRider,
    riddenLegs,
    type LegRecord,
    type Plan,
    type Subscription,
} from '@quartier/rules/mobility';
import { dayBounds, dayOfInstant, firstDayOf, monthOf, type ZoneTable } from '@quartier/rules/units';

import type { EventCheckpoint, EventOptions } from '../../gateway/index.js';

import { decideHere } from '../clearing/catalogue.js';
import type { MobilityEvent } from '../clearing/events.js';
import type { Pairs, ToldHeadroom } from '../clearing/pairs.js';
import type { Publications } from '../clearing/publications.js';

import { planFinder, sharedWith, soldPlans } from './bill.js';
import { byRightToRide } from './right-to-ride.js';
import { soldLegsSince, type LegSource, type SoldLeg } from './sold-legs.js';

export interface HeadroomSource extends LegSource, Publications, Pick<Pairs, 'listSubscriptions' | 'tellHeadrooms'> {
    readonly mspId: string;
    events(options?: EventOptions): AsyncGenerator<MobilityEvent, void>;
}

export interface KeepHeadroomsOptions {
    /** Ends it. */
    readonly signal: AbortSignal;
    /** Where to go on; from now on unless given. */
    readonly from?: EventCheckpoint;
    /** Legs of an instant or later with the seller's own service, which nobody else knows of and which caps count too. */
    readonly ownLegs?: (since: number) => Promise<readonly LegRecord[]>;
    /** What was told, to how many operators, and after which event. */
    readonly onTold?: (told: {
        readonly headrooms: readonly ToldHeadroom[];
        readonly operators: readonly string[];
        readonly checkpoint: EventCheckpoint;
    }) => void;
}

/**
 * Seller. Follows the legs that operators record for its riders, and tells every operator of a rider what the caps of
 * its plan still leave of the day, so that the next unlocking knows. Runs until the signal aborts.
 */
export async function keepHeadrooms(source: HeadroomSource, options: KeepHeadroomsOptions): Promise<void> {
    const { signal, from, onTold, ownLegs = () => Promise.resolve([]) } = options;
    const { zone } = await source.terms();
    const last = new Map<string, string>();
    const failing = new AbortController();
    let asked: EventCheckpoint | undefined;
    let telling: Promise<void> | undefined;

    /** What was recorded while riders were told is told once, at the next turn. */
    async function tell(): Promise<void> {
        for (let checkpoint = asked; checkpoint !== undefined; checkpoint = asked) {
            asked = undefined;
            const headrooms = await changedHeadrooms(source, { zone, ownLegs }, last);
            if (headrooms.length === 0) continue;
            const operators = await tellAll(source, headrooms);
            onTold?.({ headrooms, operators, checkpoint });
        }
        telling = undefined;
    }

    const both = AbortSignal.any([signal, failing.signal]);
    for await (const event of source.events({ from: from ?? 'now', signal: both })) {
        if (event.name !== mobilityEvents.legsRecorded || event.payload.with !== source.mspId) continue;
        asked = event.checkpoint;
        telling ??= tell().catch((error: unknown) => {
            failing.abort(error);
        });
    }
    await telling;
    failing.signal.throwIfAborted();
}

/** What caps leave of the day that each rider rode on last, where it is not what was told before. */
async function changedHeadrooms(
    source: HeadroomSource,
    { zone, ownLegs }: { readonly zone: ZoneTable } & Required<Pick<KeepHeadroomsOptions, 'ownLegs'>>,
    last: Map<string, string>,
): Promise<readonly ToldHeadroom[]> {
    const { mspId } = source;
    const now = Math.floor(Date.now() / 1_000);
    const today = dayOfInstant(zone, now);
    const since = today === undefined ? now : (dayBounds(zone, firstDayOf(monthOf(today)))?.start ?? now);
    const own = (await ownLegs(since)).map((record) => ({ record, window: '' }));
    // What came late of earlier months is of their caps.
    const sold = [...(await soldLegsSince(source, mspId, { since })), ...own].filter(
        ({ record }) => record.start >= since,
    );
    const plans = await soldPlans(source, mspId);
    const headrooms: ToldHeadroom[] = [];
    for (const subscription of await subscriptionsOf(source, mspId)) {
        const found = decideHere(() => headroomOf(subscription, { sold, plans, zone }));
        if (found === undefined) continue;
        const before = last.get(found.subscription);
        const text = JSON.stringify(found);
        // Where nothing caps a rider, nobody waits to be told.
        if (text === before || (before === undefined && found.leftMicroEur === null)) continue;
        headrooms.push(found);
        last.set(found.subscription, text);
    }
    return headrooms;
}

/** What the caps of a rider's plan leave of the local day of its last leg; undefined where it has not ridden. */
export function headroomOf(
    subscription: Subscription,
    {
        sold,
        plans,
        zone,
    }: { readonly sold: readonly SoldLeg[]; readonly plans: readonly Plan[]; readonly zone: ZoneTable },
): ToldHeadroom | undefined {
    const own = sold.filter(({ record }) => record.subscription === subscription.subscription);
    const { allowed: legs } = byRightToRide(subscription, riddenLegs(own.map(({ record }) => record)).legs);
    const start = legs.reduce((latest, leg) => Math.max(latest, leg.start), -Infinity);
    const day = dayOfInstant(zone, start);
    if (day === undefined) return undefined;
    const planAt = planFinder(subscription, plans);
    const paid = rateRider({ legs, planAt, periodOf: periodFinder(subscription, zone), zone }).days.map((row) => ({
        day: row.day,
        amountMicroEur: row.payableMicroEur,
    }));
    const left = capLeft(planAt(start), paid, day);
    return { subscription: subscription.subscription, day, leftMicroEur: left === undefined ? null : left.toString() };
}

async function subscriptionsOf(source: HeadroomSource, seller: string): Promise<readonly Subscription[]> {
    const found = new Map<string, Subscription>();
    for await (const { operator } of source.listOperators()) {
        if (operator === seller) continue;
        for await (const row of sharedWith(source, seller, operator)) found.set(row.subscription, { ...row, seller });
    }
    return [...found.values()];
}

/** Each operator is told of the riders that it knows. */
async function tellAll(source: HeadroomSource, headrooms: readonly ToldHeadroom[]): Promise<readonly string[]> {
    const told: string[] = [];
    for await (const { operator } of source.listOperators()) {
        if (operator === source.mspId) continue;
        const known = new Set<string>();
        for await (const { subscription } of sharedWith(source, source.mspId, operator)) known.add(subscription);
        const rows = headrooms.filter(({ subscription }) => known.has(subscription));
        for (let first = 0; first < rows.length; first += clearingLimits.rowsPerBatch)
            await source.tellHeadrooms(operator, rows.slice(first, first + clearingLimits.rowsPerBatch));
        if (rows.length > 0) told.push(operator);
    }
    return told;
}
