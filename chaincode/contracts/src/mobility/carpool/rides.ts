import {
    actText,
    acceptBooking,
    cancelBooking,
    cancelRide,
    carpoolLimits,
    type carpoolWire,
    closeBooking,
    confirmBooking,
    declineBooking,
    offerRide as offered,
    offerText,
    recordPoint,
    reportMissing,
    requestSeats as requested,
    requestText,
    type RiderAct,
    type RideChange,
    type RideRecord,
    type SeatRequest,
    type SignedAct,
} from '@quartier/rules/mobility';
import { canonicalJson, malformed, Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import { sha256 } from '../../ledger/index.js';
import { requireNothingOwed } from './accounts.js';
import { loadCampaign, openCarpool, VotedPolicies } from './campaign.js';
import { carpoolKinds } from './keys.js';
import { applyChange, loadRide, storeRide, type RideBooks } from './ride-books.js';
import { OwnRiders } from './riders.js';
import { requireSigned } from './signature.js';

const DAY = 86_400;

export async function offerRide(
    transaction: AreaSubmission,
    { campaign, ride }: carpoolWire.RideRequest,
    { offer, codes, key, signature }: carpoolWire.OfferRidePrivate,
): Promise<void> {
    if (offer.ride !== ride) throw malformed('private.offer.ride', 'must be that of the request');
    if (codes !== undefined && codes.length !== offer.corridor.length)
        throw malformed('private.codes', 'must be as many as points of the corridor');
    const books = await openBooks(transaction, campaign);
    const { collection } = books;
    await loadCampaign(transaction, campaign);
    await new VotedPolicies(transaction, campaign).at(offer.departsAt);
    await (await OwnRiders.open(transaction, campaign)).require(offer.driver);
    requireSigned(ride, { text: offerText(campaign, offer, key), key, signature });
    const record: RideRecord = {
        campaign,
        ride: offered(offer, transaction.time),
        operator: transaction.caller.mspId,
        key,
        ...(codes === undefined ? {} : { codes }),
        passengers: {},
        judged: {},
    };
    const earlier = await collection.get(carpoolKinds.ride, [campaign, ride]);
    if (earlier !== undefined) {
        if (earlier.key === key && canonicalJson(earlier.ride.offer) === canonicalJson(offer)) return;
        throw new Refused('MOBILITY_RIDE_EXISTS', { ride });
    }
    await requireNothingOwed(collection, campaign, offer.driver);
    await storeRide(books, record);
}

export async function requestSeats(
    transaction: AreaSubmission,
    { campaign, ride, booking }: carpoolWire.BookingRequest,
    { request, key, signature }: carpoolWire.RequestSeatsPrivate,
): Promise<void> {
    if (request.booking !== booking) throw malformed('private.request.booking', 'must be that of the request');
    const books = await openBooks(transaction, campaign);
    const { collection } = books;
    const record = await loadRide(collection, campaign, ride);
    await (await OwnRiders.open(transaction, campaign)).require(request.passenger);
    requireSigned(ride, { text: requestText(campaign, ride, request, key), key, signature });
    const operator = transaction.caller.mspId;
    if (isSameRequest(record, request, { operator, key })) return;
    await requireNothingOwed(collection, campaign, request.passenger);
    const change = requested(record.ride, request, transaction.time);
    const passengers = { ...record.passengers, [booking]: { operator, key } };
    await applyChange(books, { ...record, passengers }, change);
}

/** What a rider's telephone signed. The same sent again changes nothing; signed by another, or of another ride, it is refused. */
export async function act(
    transaction: AreaSubmission,
    { campaign, ride, booking }: carpoolWire.ActRequest,
    signed: SignedAct,
): Promise<void> {
    const { act: its, signature } = signed;
    if (its.campaign !== campaign || its.ride !== ride || its.booking !== booking)
        throw new Refused('MOBILITY_ACT_OF_OTHER_RIDE', { ride });
    const books = await openBooks(transaction, campaign);
    const record = await loadRide(books.collection, campaign, ride);
    const { operator, key } = riderOf(record, its);
    const { mspId } = transaction.caller;
    if (operator !== mspId) throw new Refused('MOBILITY_RIDE_NOT_YOURS', { ride, mspId });
    requireSigned(ride, { text: actText(its), key, signature });
    if (!(await keepAct(books, signed))) return;
    requireClock(transaction, its);
    const change = decide(record, its, transaction.time);
    await applyChange(books, record, change);
}

/** Ends a booking on which a rider is silent, once its time has come. */
export async function close(
    transaction: AreaSubmission,
    { campaign, ride, booking }: carpoolWire.BookingRequest,
): Promise<void> {
    const books = await openBooks(transaction, campaign);
    const record = await loadRide(books.collection, campaign, ride);
    await applyChange(books, record, closeBooking(record.ride, booking, transaction.time));
}

function isSameRequest(
    { passengers, ride }: RideRecord,
    { booking, passenger, seats, leg }: SeatRequest,
    own: RideRecord['passengers'][string],
): boolean {
    const known = Object.hasOwn(passengers, booking) ? passengers[booking] : undefined;
    const stored = ride.bookings.find((one) => one.booking === booking);
    return (
        known?.key === own.key &&
        known.operator === own.operator &&
        stored?.passenger === passenger &&
        stored.seats === seats &&
        canonicalJson(stored.leg) === canonicalJson(leg)
    );
}

async function openBooks(transaction: AreaSubmission, campaign: string): Promise<RideBooks> {
    return { transaction, campaign, collection: await openCarpool(transaction, campaign) };
}

function riderOf(
    { operator, key, passengers }: RideRecord,
    { by, booking = '' }: RiderAct,
): RideRecord['passengers'][string] {
    if (by === 'driver') return { operator, key };
    const passenger = Object.hasOwn(passengers, booking) ? passengers[booking] : undefined;
    if (passenger === undefined) throw new Refused('MOBILITY_BOOKING_UNKNOWN', { booking });
    return passenger;
}

/** False where it is kept already. */
async function keepAct({ collection, campaign }: RideBooks, signed: SignedAct): Promise<boolean> {
    const { ride, booking = 'ride', nonce } = signed.act;
    const parts = [campaign, ride, booking] as const;
    const acts = (await collection.get(carpoolKinds.acts, parts))?.acts ?? [];
    const earlier = acts.find(({ act: known }) => known.nonce === nonce);
    if (earlier !== undefined) {
        if (canonicalJson(earlier.act) === canonicalJson(signed.act)) return false;
        throw new Refused('MOBILITY_ACT_REPEATED', { ride });
    }
    const limit = carpoolLimits.actsPerBooking;
    if (acts.length >= limit) throw new Refused('MOBILITY_ACTS_FULL', { limit });
    await collection.put(carpoolKinds.acts, parts, { acts: [...acts, signed] });
    return true;
}

function requireClock(
    { time, consortium: { clockToleranceSeconds } }: AreaSubmission,
    { time: signedAt }: RiderAct,
): void {
    if (signedAt > time + clockToleranceSeconds || signedAt < time - DAY) throw new Refused('MOBILITY_ACT_CLOCK');
}

function decide(record: RideRecord, its: RiderAct, at: number): RideChange {
    const { ride } = record;
    const { by, booking = '', reason = '' } = its;
    switch (its.act) {
        case 'accept':
            requireDriver(its);
            return acceptBooking(ride, booking, at);
        case 'decline':
            requireDriver(its);
            return declineBooking(ride, booking);
        case 'giveUp':
            requireDriver(its);
            return cancelRide(ride, { at, reason });
        case 'cancel':
            return cancelBooking(ride, { booking, by, at, reason });
        case 'missing':
            return reportMissing(ride, { booking, by, at, reason });
        case 'confirm':
            return confirmBooking(ride, booking, by);
        case 'start':
        case 'end':
            return pointOf(record, its);
    }
}

function pointOf(record: RideRecord, its: RiderAct): RideChange {
    const { ride } = record;
    const { by, booking = '', act: at, time, place } = its;
    if (place === undefined || (at !== 'start' && at !== 'end')) throw malformed('private.act.place', 'is missing');
    const passenger = ride.bookings.find((known) => known.booking === booking)?.passenger ?? '';
    const who = by === 'driver' ? ride.offer.driver : passenger;
    return recordPoint(ride, booking, {
        who,
        role: by,
        at,
        time,
        place,
        // A key lives for one ride; one telephone that stands for both riders is found by its digest.
        keyEpoch: 0,
        key: sha256(riderOf(record, its).key),
    });
}

function requireDriver({ by, ride, act: its }: RiderAct): void {
    if (by !== 'driver') throw new Refused('MOBILITY_ACT_ROLE', { ride, act: its });
}
