/** Decoders of what riders and operators send of rides and journeys. */
import { listOf, malformed, object, oneOf, wholeNumber, type Decoder } from '../../wire/index.js';
import { PROOF_CLASSES } from '../incentives/policy.js';
import { amount, digest, id, instant } from '../members.js';
import { cancellationTerms } from './cancellation.js';
import type { Point } from './distance.js';
import type { SignedPoint } from './evidence.js';
import type { RecordedJourney } from './finding.js';
import type { RideWish } from './match.js';
import { rideLimits, type Leg, type Offer, type Price } from './ride.js';
import type { SeatRequest } from './ride-commands.js';

const LONGEST_METRES = 1_000_000;

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

export const signedPoint: Decoder<SignedPoint> = object({
    who: id,
    role: oneOf(['driver', 'passenger']),
    at: oneOf(['start', 'end']),
    time: instant,
    place: point,
    keyEpoch: wholeNumber(0, 1_000_000_000),
    key: digest,
});

const journeyMembers: Decoder<RecordedJourney> = object(
    {
        id,
        operator: id,
        tripId: id,
        driver: id,
        passenger: id,
        proofClass: oneOf(PROOF_CLASSES),
        start: instant,
        end: instant,
        metres: wholeNumber(1, LONGEST_METRES),
        receivedAt: instant,
    },
    {
        routed: object({
            metres: wholeNumber(0, LONGEST_METRES * 10),
            seconds: wholeNumber(0, 604_800),
        }),
    },
);

/** As the registry takes it: it ends after it starts, and not in the future. */
export const recordedJourney: Decoder<RecordedJourney> = (value, at) => {
    const journey = journeyMembers(value, at);
    if (journey.end < journey.start) throw malformed(`${at}.end`, 'must not be before the start');
    if (journey.end > journey.receivedAt) throw malformed(`${at}.end`, 'must not be in the future');
    return journey;
};
