/** Which offers suit a passenger: a rule that every member can run, with no platform between the two. */
import { compareUtf8 } from '../../units/index.js';
import { distanceMetres, type Point } from './distance.js';
import { corridorMetres, fareOf } from './fare.js';
import type { Leg, Offer, Ride } from './ride.js';
import { seatsLeft } from './seats.js';

export interface RideWish {
    readonly from: Point;
    readonly to: Point;
    /** Most metres on foot at either end. */
    readonly walkMetres: number;
    /** Seconds since 1970, and how much sooner or later will do. */
    readonly departsAt: number;
    readonly flexibleSeconds: number;
    readonly seats: number;
    /** Most for all the seats. */
    readonly mostMicroEur?: string;
}

export interface Match {
    readonly ride: string;
    readonly leg: Leg;
    readonly walkMetres: number;
    /** From the wished departure, sooner or later. */
    readonly waitSeconds: number;
    readonly fareMicroEur: string;
    readonly metres: number;
}

/** Suiting rides: least walk first, then least wait, then fare, then id. */
export function matchRides(wish: RideWish, rides: readonly Ride[]): readonly Match[] {
    return rides
        .flatMap((ride) => matchRide(wish, ride) ?? [])
        .sort(
            (one, other) =>
                one.walkMetres - other.walkMetres ||
                one.waitSeconds - other.waitSeconds ||
                compareAmounts(one.fareMicroEur, other.fareMicroEur) ||
                compareUtf8(one.ride, other.ride),
        );
}

/** How a ride suits a wish: in and out at the nearest points of the corridor, in that order; undefined where it does not. */
export function matchRide(wish: RideWish, ride: Ride): Match | undefined {
    const { offer } = ride;
    const leg = nearestLeg(wish, offer);
    if (leg === undefined || ride.state !== 'open' || seatsLeft(ride, leg) < wish.seats) return undefined;
    const waitSeconds = Math.abs(offer.departsAt - wish.departsAt);
    const fare = fareOf(offer, leg, wish.seats);
    const isTooLate = waitSeconds > offer.flexibleSeconds + wish.flexibleSeconds;
    const isTooDear = wish.mostMicroEur !== undefined && fare > BigInt(wish.mostMicroEur);
    if (isTooLate || isTooDear) return undefined;
    return {
        ride: offer.ride,
        leg: { from: leg.from, to: leg.to },
        walkMetres: leg.walkMetres,
        waitSeconds,
        fareMicroEur: fare.toString(),
        metres: corridorMetres(offer, leg),
    };
}

function nearestLeg(wish: RideWish, { corridor }: Offer): (Leg & { readonly walkMetres: number }) | undefined {
    let best: (Leg & { readonly walkMetres: number }) | undefined;
    const toIn = corridor.map((point) => distanceMetres(wish.from, point));
    const fromOut = corridor.map((point) => distanceMetres(point, wish.to));
    for (let from = 0; from < corridor.length; from += 1) {
        for (let to = from + 1; to < corridor.length; to += 1) {
            const [walkIn = Infinity, walkOut = Infinity] = [toIn[from], fromOut[to]];
            if (walkIn > wish.walkMetres || walkOut > wish.walkMetres) continue;
            if (best === undefined || walkIn + walkOut < best.walkMetres)
                best = { from, to, walkMetres: walkIn + walkOut };
        }
    }
    return best;
}

function compareAmounts(one: string, other: string): number {
    const difference = BigInt(one) - BigInt(other);
    return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}
