import { invariant } from '../../wire/index.js';
import type { Booking, BookingState, Leg, Ride } from './ride.js';

/** States in which a booking holds its seats. */
const SEATED: readonly BookingState[] = ['accepted', 'started', 'ended', 'settled'];

/** Seats that are free all along a part of the corridor. */
export function seatsLeft({ offer, bookings }: Pick<Ride, 'offer' | 'bookings'>, leg: Leg): number {
    let left = offer.seats;
    for (let from = leg.from; from < leg.to; from += 1) left = Math.min(left, offer.seats - seatsTaken(bookings, from));
    return left;
}

/** On no part of its way does a car carry more than it has seats. */
export function assertSeatsHold(ride: Ride): void {
    for (let from = 0; from < ride.offer.corridor.length - 1; from += 1)
        invariant(seatsTaken(ride.bookings, from) <= ride.offer.seats, 'a car carries no more than its seats');
}

/** On the part of the way that starts at a point of the corridor. */
function seatsTaken(bookings: readonly Booking[], from: number): number {
    return bookings
        .filter(({ state, leg }) => SEATED.includes(state) && leg.from <= from && from < leg.to)
        .reduce((sum, { seats }) => sum + seats, 0);
}
