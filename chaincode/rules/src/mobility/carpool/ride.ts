/** A car's ride as its driver offers it, and what passengers book of it. */
import type { CancellationTerms } from './cancellation.js';
import type { Point } from './distance.js';
import type { RiderRole, SignedPoint } from './evidence.js';

export const rideLimits = {
    corridorPoints: 50,
    seats: 8,
    bookings: 100,
    pointsPerBooking: 8,
} as const;

/** What a seat costs: once, or by the metres along the corridor. */
export type Price = { readonly perSeatMicroEur: string } | { readonly perKmMicroEur: string };

export interface Offer {
    readonly ride: string;
    /** Pseudonym. */
    readonly driver: string;
    /** Points on the way, in order: passengers get in and out near one of them. */
    readonly corridor: readonly Point[];
    /** Seconds since 1970. */
    readonly departsAt: number;
    /** The driver leaves this much before or after, if a passenger asks. */
    readonly flexibleSeconds: number;
    readonly seats: number;
    readonly price: Price;
    readonly cancellation: CancellationTerms;
}

/** Where a passenger gets in and out: points of the corridor, counted from 0. */
export interface Leg {
    readonly from: number;
    readonly to: number;
}

/**
 * requested: asked for, nothing reserved. accepted: seats and fare are reserved. declined, cancelled, missed: over, the
 * fare gone where the terms say. started, ended: by the riders' evidence. settled: the driver has the fare. lapsed: nothing proved the
 * ride in time, the passenger has the fare back.
 */
export const BOOKING_STATES = [
    'requested',
    'accepted',
    'declined',
    'cancelled',
    'missed',
    'started',
    'ended',
    'settled',
    'lapsed',
] as const;
export type BookingState = (typeof BOOKING_STATES)[number];

export interface Booking {
    readonly booking: string;
    readonly passenger: string;
    readonly seats: number;
    readonly leg: Leg;
    readonly fareMicroEur: string;
    readonly state: BookingState;
    readonly points: readonly SignedPoint[];
    readonly confirmedBy: readonly RiderRole[];
    /** Who ended it early, when and why; with `missed` the one who did not come. */
    readonly endedEarly?: { readonly by: RiderRole; readonly at: number; readonly reason: string };
}

export interface Ride {
    readonly offer: Offer;
    /** open: takes requests. closed: the driver takes no more. */
    readonly state: 'open' | 'closed';
    readonly bookings: readonly Booking[];
}
