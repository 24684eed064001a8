import {
    mobilityEvents,
    planOfLeg,
    type Authorisation,
    type AuthorisePrivate,
    type Done,
    type PairRequest,
} from '@quartier/rules/mobility';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import { pairKinds } from '../keys.js';

import { doneAlready, openPair } from './pair.js';
import { Roster } from './roster.js';
import { headroomOf } from './share-subscriptions.js';

/** Records, when a vehicle is unlocked, that the rider may ride it; the leg that follows cannot be refused for that. */
export async function authorise(
    transaction: AreaSubmission,
    { with: seller }: PairRequest,
    { authorisation, subscription, mode }: AuthorisePrivate,
): Promise<Done> {
    const { time } = transaction;
    const books = await openPair(transaction, seller);
    const { collection, own: operator } = books;
    const stored = await collection.get(pairKinds.authorisation, [operator, authorisation]);
    if (stored !== undefined) {
        requireSame(stored, { authorisation, subscription, mode });
        return doneAlready(books, time);
    }
    const roster = new Roster(books, seller);
    await roster.load(subscription);
    const found = roster.find(subscription);
    if (found === undefined) throw new Refused('MOBILITY_SUBSCRIPTION_UNKNOWN');
    const plan = planOfLeg(found, time);
    const headroom = await headroomOf(collection, { seller, subscription });
    await collection.put(pairKinds.authorisation, [operator, authorisation], {
        authorisation,
        operator,
        seller,
        subscription,
        rider: found.rider,
        mode,
        plan,
        authorisedAt: time,
        ...(headroom === undefined ? {} : { headroom }),
    });
    transaction.event(mobilityEvents.authorised, { by: operator, with: seller });
    return { done: true };
}

function requireSame({ authorisation, subscription, mode }: Authorisation, asked: AuthorisePrivate): void {
    if (canonicalJson({ authorisation, subscription, mode }) !== canonicalJson(asked)) {
        throw new Refused('MOBILITY_AUTHORISATION_EXISTS');
    }
}
