/** Decoders of what riders send of rides. */
import { listOf, malformed, object, wholeNumber, type Decoder } from '../../wire/index.js';
import { amount, id, instant } from '../members.js';
import { cancellationTerms } from './cancellation.js';
import type { Point } from './distance.js';
import type { RideWish } from './match.js';
import { rideLimits, type Leg, type Offer, type Price } from './ride.js';
import type { SeatRequest } from './ride-commands.js';

export const point: Decoder<Point> = object({
    latMicroDeg: wholeNumber(-90_000_000, 90_000_000),
    lonMicroDeg: wholeNumber(-180_000_000, 180_000_000),
});

const seats = wholeNumber(1, rideLimits.seats);
const corridorIndex = wholeNumber(0, rideLimits.corridorPoints - 1);
const leg: Decoder<Leg> = object({ from: corridorIndex, to: corridorIndex });

const price: Decoder<Price> = (value, at) =>
    typeof value === 'object' && value !== null && 'perKmMicroEur' in value
        ? object({ perKmMicroEur: amount })(value, at)
        : object({ perSeatMicroEur: amount })(value, at);

const corridor: Decoder<readonly Point[]> = (value, at) => {
    const points = listOf(point, { most: rideLimits.corridorPoints })(value, at);
    if (points.length < 2) throw malformed(at, 'must have two points at least');
    return points;
};

export const rideOffer: Decoder<Offer> = object({
    ride: id,
    driver: id,
    corridor,
    departsAt: instant,
    flexibleSeconds: wholeNumber(0, 86_400),
    seats,
    price,
    cancellation: cancellationTerms,
});

export const seatRequest: Decoder<SeatRequest> = object({ booking: id, passenger: id, seats, leg });

export const rideWish: Decoder<RideWish> = object(
    {
        from: point,
        to: point,
        walkMetres: wholeNumber(0, 50_000),
        departsAt: instant,
        flexibleSeconds: wholeNumber(0, 86_400),
        seats,
    },
    { mostMicroEur: amount },
);
