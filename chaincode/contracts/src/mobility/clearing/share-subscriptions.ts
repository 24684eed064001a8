import {
    laneOfLeg,
    mobilityEvents,
    type Done,
    type Headroom,
    type PairRequest,
    type ShareSubscriptionsPrivate,
    type TellHeadroomsPrivate,
} from '@quartier/rules/mobility';

import type { AreaSubmission } from '../../consortium/index.js';
import type { PrivateCollection } from '../../ledger/index.js';
import { pairKinds } from '../keys.js';

import { openPair } from './pair.js';
import { Roster } from './roster.js';

const HEADROOM_BUCKETS = 16;

/** A seller tells an operator whom it may let ride: all of a batch, or nothing. */
export async function shareSubscriptions(
    transaction: AreaSubmission,
    { with: operator }: PairRequest,
    { subscriptions }: ShareSubscriptionsPrivate,
): Promise<Done> {
    const books = await openPair(transaction, operator);
    await new Roster(books, books.own).share(subscriptions);
    transaction.event(mobilityEvents.subscriptionsShared, { by: books.own, with: operator });
    return { done: true };
}

/** A seller tells an operator what the caps of riders still leave, for the moment of unlocking. */
export async function tellHeadrooms(
    transaction: AreaSubmission,
    { with: operator }: PairRequest,
    { headrooms }: TellHeadroomsPrivate,
): Promise<Done> {
    const { collection, own } = await openPair(transaction, operator);
    const changed = new Map<string, Record<string, Omit<Headroom, 'subscription'>>>();
    for (const { subscription, ...told } of headrooms) {
        const bucket = bucketOf(subscription);
        const rows = changed.get(bucket) ?? { ...(await collection.get(pairKinds.headrooms, [own, bucket])) };
        rows[subscription] = { ...told, toldAt: transaction.time };
        changed.set(bucket, rows);
    }
    for (const [bucket, rows] of changed) await collection.put(pairKinds.headrooms, [own, bucket], rows);
    transaction.event(mobilityEvents.headroomsTold, { by: own, with: operator });
    return { done: true };
}

export async function headroomOf(
    collection: PrivateCollection,
    { seller, subscription }: { readonly seller: string; readonly subscription: string },
): Promise<Headroom | undefined> {
    const rows = (await collection.get(pairKinds.headrooms, [seller, bucketOf(subscription)])) ?? {};
    const told = Object.hasOwn(rows, subscription) ? rows[subscription] : undefined;
    return told && { subscription, ...told };
}

function bucketOf(subscription: string): string {
    return String(laneOfLeg(subscription, HEADROOM_BUCKETS));
}
