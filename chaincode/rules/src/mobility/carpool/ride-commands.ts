/**
 * The life of a ride. Each function takes the ride as it is and what someone asks, and gives the ride as it becomes with the
 * money that moves; it touches nothing else. Who may ask is the caller's to check, that the riders are who they say too.
 */
import { Refused } from '../../wire/index.js';
import { cancellationFee, noShowFee } from './cancellation.js';
import { proofOf, type RiderRole, type SignedPoint } from './evidence.js';
import { fareOf } from './fare.js';
import { rideLimits, type Booking, type BookingState, type Leg, type Offer, type Ride } from './ride.js';
import { assertSeatsHold, seatsLeft } from './seats.js';
import { compensation, released, reserved, type Transfer } from './transfer.js';

export interface RideChange {
    readonly ride: Ride;
    readonly transfers: readonly Transfer[];
}

export interface SeatRequest {
    readonly booking: string;
    readonly passenger: string;
    readonly seats: number;
    readonly leg: Leg;
}

/** A rider's word about a booking, at a time. */
export interface RiderWord {
    readonly booking: string;
    readonly by: RiderRole;
    readonly at: number;
    readonly reason: string;
}

export function offerRide(offer: Offer, at: number): Ride {
    if (offer.departsAt <= at) throw refused('MOBILITY_RIDE_DEPARTED', offer.ride);
    return { offer, state: 'open', bookings: [] };
}

/** @throws Refused MOBILITY_RIDE_CLOSED, _DEPARTED, _LEG, _OWN_RIDE, _FULL, MOBILITY_BOOKING_EXISTS */
export function requestSeats(ride: Ride, { booking, passenger, seats, leg }: SeatRequest, at: number): RideChange {
    const { offer } = ride;
    if (ride.state !== 'open') throw refused('MOBILITY_RIDE_CLOSED', offer.ride);
    if (at >= offer.departsAt) throw refused('MOBILITY_RIDE_DEPARTED', offer.ride);
    if (leg.from >= leg.to || leg.to >= offer.corridor.length) throw refused('MOBILITY_RIDE_LEG', offer.ride);
    if (passenger === offer.driver) throw refused('MOBILITY_RIDE_OWN', offer.ride);
    if (ride.bookings.length >= rideLimits.bookings || seatsLeft(ride, leg) < seats)
        throw new Refused('MOBILITY_RIDE_FULL', { ride: offer.ride, left: seatsLeft(ride, leg) });
    if (ride.bookings.some((known) => known.booking === booking))
        throw new Refused('MOBILITY_BOOKING_EXISTS', { booking });
    const fareMicroEur = fareOf(offer, leg, seats).toString();
    const request = {
        booking,
        passenger,
        seats,
        leg,
        fareMicroEur,
        state: 'requested',
        points: [],
        confirmedBy: [],
    } as const;
    return { ride: { ...ride, bookings: [...ride.bookings, request] }, transfers: [] };
}

/** The driver agrees: the seats are taken and the passenger's fare is reserved. */
export function acceptBooking(ride: Ride, booking: string, at: number): RideChange {
    const found = bookingIn(ride, booking, ['requested']);
    if (at >= ride.offer.departsAt + ride.offer.cancellation.waitSeconds)
        throw refused('MOBILITY_RIDE_DEPARTED', ride.offer.ride);
    const left = seatsLeft(ride, found.leg);
    if (left < found.seats) throw new Refused('MOBILITY_RIDE_FULL', { ride: ride.offer.ride, left });
    const change = changed(ride, { ...found, state: 'accepted' }, [reserved(found)]);
    assertSeatsHold(change.ride);
    return change;
}

export function declineBooking(ride: Ride, booking: string): RideChange {
    return changed(ride, { ...bookingIn(ride, booking, ['requested']), state: 'declined' }, []);
}

/** Either rider withdraws before the start; the offer's terms say what it costs by the time that is left. */
export function cancelBooking(ride: Ride, { booking, by, at, reason }: RiderWord): RideChange {
    const found = bookingIn(ride, booking, ['requested', 'accepted']);
    const cancelled = { ...found, state: 'cancelled', endedEarly: { by, at, reason } } as const;
    if (found.state === 'requested') return changed(ride, cancelled, []);
    const leadSeconds = Math.max(0, ride.offer.departsAt - at);
    const fareMicroEur = BigInt(found.fareMicroEur);
    const fee = cancellationFee(ride.offer.cancellation, { fareMicroEur, by, leadSeconds });
    return changed(ride, cancelled, compensation(ride.offer.driver, found, by, fee));
}

/** The driver gives the ride up: nobody else may book, and every booking is cancelled by the driver. */
export function cancelRide(ride: Ride, { at, reason }: Pick<RiderWord, 'at' | 'reason'>): RideChange {
    return ride.bookings
        .filter(({ state }) => state === 'requested' || state === 'accepted')
        .reduce<RideChange>(
            (change, { booking }) => {
                const next = cancelBooking(change.ride, { booking, by: 'driver', at, reason });
                return { ride: next.ride, transfers: [...change.transfers, ...next.transfers] };
            },
            { ride: { ...ride, state: 'closed' }, transfers: [] },
        );
}

/**
 * A rider says that the other did not come, once the wait is over. Evidence of the other's start refutes it.
 *
 * @param by Who came and waited.
 * @throws Refused MOBILITY_RIDE_TOO_SOON, MOBILITY_RIDE_CAME
 */
export function reportMissing(ride: Ride, { booking, by, at, reason }: RiderWord): RideChange {
    const { offer } = ride;
    const found = bookingIn(ride, booking, ['accepted', 'started']);
    const earliest = offer.departsAt + offer.cancellation.waitSeconds;
    if (at < earliest) throw new Refused('MOBILITY_RIDE_TOO_SOON', { booking, earliest });
    const missing = by === 'driver' ? 'passenger' : 'driver';
    if (found.points.some(({ role }) => role === missing)) throw new Refused('MOBILITY_RIDE_CAME', { booking });
    const fee = noShowFee(offer.cancellation, BigInt(found.fareMicroEur), missing);
    const missed = { ...found, state: 'missed', endedEarly: { by: missing, at, reason } } as const;
    return changed(ride, missed, compensation(offer.driver, found, missing, fee));
}

/**
 * Takes a verified point of a rider's telephone. The first start starts the booking, the first end after one ends it.
 *
 * @throws Refused MOBILITY_POINT_NOT_OF_RIDER, MOBILITY_POINT_TWICE, MOBILITY_POINTS_FULL
 */
export function recordPoint(ride: Ride, booking: string, point: SignedPoint): RideChange {
    const found = bookingIn(ride, booking, ['accepted', 'started', 'ended']);
    const rider = point.role === 'driver' ? ride.offer.driver : found.passenger;
    if (point.who !== rider) throw new Refused('MOBILITY_POINT_NOT_OF_RIDER', { booking });
    if (found.points.some(({ role, at }) => role === point.role && at === point.at))
        throw new Refused('MOBILITY_POINT_TWICE', { booking });
    if (found.points.length >= rideLimits.pointsPerBooking) throw new Refused('MOBILITY_POINTS_FULL', { booking });
    const points = [...found.points, point];
    return changed(ride, { ...found, points, state: stateByPoints(points) }, []);
}

/** A rider confirms that the ride took place. With the second word the driver gets the fare. */
export function confirmBooking(ride: Ride, booking: string, by: RiderRole): RideChange {
    const found = bookingIn(ride, booking, ['ended']);
    if (found.confirmedBy.includes(by)) return { ride, transfers: [] };
    const confirmedBy = [...found.confirmedBy, by].sort();
    if (confirmedBy.length < 2) return changed(ride, { ...found, confirmedBy }, []);
    const settled = { ...found, confirmedBy, state: 'settled' } as const;
    return changed(ride, settled, released(found, ride.offer.driver));
}

export interface ClosingTerms {
    /** After the end, a ride that both telephones prove is settled without the second word. */
    readonly settleSeconds: number;
    /** After the departure, the fare of a ride that is not proved goes back. */
    readonly lapseSeconds: number;
}

export const usualClosingTerms: ClosingTerms = { settleSeconds: 86_400, lapseSeconds: 604_800 };

/**
 * Ends a booking on which a rider is silent, so that no fare stays reserved for ever. Anyone may ask, once the time has come.
 *
 * @throws Refused MOBILITY_RIDE_TOO_SOON
 */
export function closeBooking(ride: Ride, booking: string, at: number, terms = usualClosingTerms): RideChange {
    const { offer } = ride;
    const found = bookingIn(ride, booking, ['accepted', 'started', 'ended']);
    const { proofClass } = proofOf({ driver: offer.driver, passenger: found.passenger, points: found.points });
    const isProved = proofClass === 'C';
    const earliest = isProved
        ? Math.max(...found.points.map(({ time }) => time)) + terms.settleSeconds
        : offer.departsAt + terms.lapseSeconds;
    if (at < earliest) throw new Refused('MOBILITY_RIDE_TOO_SOON', { booking, earliest });
    return isProved
        ? changed(ride, { ...found, state: 'settled' }, released(found, offer.driver))
        : changed(ride, { ...found, state: 'lapsed' }, compensation(offer.driver, found, 'passenger', 0n));
}

function stateByPoints(points: readonly SignedPoint[]): BookingState {
    const hasStart = points.some(({ at }) => at === 'start');
    if (!hasStart) return 'accepted';
    return points.some(({ at }) => at === 'end') ? 'ended' : 'started';
}

function bookingIn({ bookings }: Ride, booking: string, states: readonly BookingState[]): Booking {
    const found = bookings.find((known) => known.booking === booking);
    if (found === undefined) throw new Refused('MOBILITY_BOOKING_UNKNOWN', { booking });
    if (!states.includes(found.state)) throw new Refused('MOBILITY_BOOKING_STATE', { booking, state: found.state });
    return found;
}

function changed(ride: Ride, booking: Booking, transfers: readonly Transfer[]): RideChange {
    const bookings = ride.bookings.map((known) => (known.booking === booking.booking ? booking : known));
    return { ride: { ...ride, bookings }, transfers: transfers.filter(({ amountMicroEur }) => amountMicroEur > 0n) };
}

function refused(code: string, ride: string): Refused {
    return new Refused(code, { ride });
}
