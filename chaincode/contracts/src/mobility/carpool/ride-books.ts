import {
    carpoolEvents,
    type PublicBooking,
    type PublicRide,
    type RideChange,
    rideLimits,
    type RideRecord,
    transferPostings,
} from '@quartier/rules/mobility';
import { utcDay } from '@quartier/rules/units';
import { invariant, Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import type { PrivateCollection } from '../../ledger/index.js';
import { post, rideAccount } from './accounts.js';
import { VotedPolicies } from './campaign.js';
import { judgeBooking } from './judge-booking.js';
import { carpoolKinds, publicCarpoolKinds } from './keys.js';
import { PersonBook } from './person-book.js';

export interface RideBooks {
    readonly transaction: AreaSubmission;
    readonly collection: PrivateCollection;
    readonly campaign: string;
}

/** @throws Refused MOBILITY_RIDE_UNKNOWN */
export async function loadRide(collection: PrivateCollection, campaign: string, ride: string): Promise<RideRecord> {
    const record = await collection.get(carpoolKinds.ride, [campaign, ride]);
    if (record === undefined) throw new Refused('MOBILITY_RIDE_UNKNOWN', { ride });
    return record;
}

/** Writes a ride as it became: the money that moved, bookings that were settled judged, and what is public of it. */
export async function applyChange(books: RideBooks, before: RideRecord, change: RideChange): Promise<void> {
    const { transaction, collection, campaign } = books;
    const { transfers } = change;
    invariant(change.ride.bookings.length <= rideLimits.bookings, 'a ride has a bounded number of bookings');
    await post(transaction, collection, campaign, {
        memo: change.ride.offer.ride,
        postings: transferPostings(transfers, rideAccount),
        mustBeCovered: transfers.every(({ why }) => why === 'reserve'),
    });
    await storeRide(books, await withJudged(books, { ...before, ride: change.ride }));
}

export async function storeRide({ transaction, collection, campaign }: RideBooks, record: RideRecord): Promise<void> {
    const { ride, departsAt } = record.ride.offer;
    await collection.put(carpoolKinds.ride, [campaign, ride], record);
    await transaction.state.put(publicCarpoolKinds.ride, [campaign, utcDay(departsAt), ride], publicRide(record));
    transaction.event(carpoolEvents.rideChanged, { campaign, ride });
}

async function withJudged({ transaction, collection, campaign }: RideBooks, record: RideRecord): Promise<RideRecord> {
    const settled = record.ride.bookings.filter(
        ({ booking, state }) => state === 'settled' && !Object.hasOwn(record.judged, booking),
    );
    if (settled.length === 0) return record;
    const book = new PersonBook(collection, campaign);
    const policy = await new VotedPolicies(transaction, campaign).at(record.ride.offer.departsAt);
    const judged = { ...record.judged };
    for (const booking of settled)
        judged[booking.booking] = await judgeBooking(record, booking, { book, policy, time: transaction.time });
    await book.save();
    return { ...record, judged };
}

function publicRide({ campaign, ride, judged }: RideRecord): PublicRide {
    const bookings: Record<string, PublicBooking> = {};
    for (const { booking, state } of ride.bookings) {
        const judgement = judged[booking];
        bookings[booking] =
            judgement === undefined
                ? { state }
                : {
                      state,
                      proofClass: judgement.proofClass,
                      labels: [...new Set(judgement.findings.map(({ label }) => label))],
                  };
    }
    return { campaign, ride: ride.offer.ride, state: ride.state, bookings };
}
