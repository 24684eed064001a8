/** Rides and journeys that a test says only the interesting members of. */
import {
    acceptBooking,
    offerRide,
    recordPoint,
    requestSeats,
    usualCancellationTerms,
    type Offer,
    type Point,
    type RecordedJourney,
    type Ride,
    type RideChange,
    type RideEnd,
    type RiderRole,
    type SeatRequest,
    type SignedPoint,
} from '@quartier/rules/mobility';

import { instant } from './incentives.js';

export const DEPARTURE = instant('2024-04-15T06:00:00Z');
export const BEFORE = DEPARTURE - 86_400;

/** Lyon Part-Dieu, Villeurbanne, Meyzieu. */
export const corridor: readonly Point[] = [
    { latMicroDeg: 45_760_000, lonMicroDeg: 4_859_000 },
    { latMicroDeg: 45_767_000, lonMicroDeg: 4_880_000 },
    { latMicroDeg: 45_767_000, lonMicroDeg: 5_003_000 },
];

export function offerOf(members: Partial<Offer> = {}): Offer {
    return {
        ride: 'ride',
        driver: 'dora',
        corridor,
        departsAt: DEPARTURE,
        flexibleSeconds: 600,
        seats: 3,
        price: { perSeatMicroEur: '2000000' },
        cancellation: usualCancellationTerms,
        ...members,
    };
}

export function requested(ride: Ride, members: Partial<SeatRequest> = {}): RideChange {
    const request = { booking: 'b1', passenger: 'paul', seats: 1, leg: { from: 0, to: 2 }, ...members };
    return requestSeats(ride, request, BEFORE);
}

/** A ride with one accepted booking, b1 of paul. */
export function bookedRide(members: Partial<Offer> = {}, request: Partial<SeatRequest> = {}): Ride {
    const { ride } = requested(offerRide(offerOf(members), BEFORE), request);
    return acceptBooking(ride, 'b1', BEFORE).ride;
}

export function pointOf(role: RiderRole, at: RideEnd, members: Partial<SignedPoint> = {}): SignedPoint {
    const place = (at === 'start' ? corridor[0] : corridor[2]) ?? { latMicroDeg: 0, lonMicroDeg: 0 };
    return {
        who: role === 'driver' ? 'dora' : 'paul',
        role,
        at,
        time: DEPARTURE + (at === 'start' ? 0 : 1_500),
        place,
        keyEpoch: 1,
        key: (role === 'driver' ? 'd' : 'b').repeat(64),
        ...members,
    };
}

/** The four points of a ride that both telephones prove. */
export const allPoints: readonly SignedPoint[] = [
    pointOf('driver', 'start'),
    pointOf('passenger', 'start'),
    pointOf('driver', 'end'),
    pointOf('passenger', 'end'),
];

export function riddenRide(points: readonly SignedPoint[] = allPoints): Ride {
    return points.reduce((ride, point) => recordPoint(ride, 'b1', point).ride, bookedRide());
}

/** A journey of 20 minutes over 15 km, accepted at once. */
export function recorded(members: Partial<RecordedJourney> = {}): RecordedJourney {
    const start = members.start ?? DEPARTURE;
    const end = members.end ?? start + 1_200;
    return {
        id: 'j1',
        operator: 'ONE',
        tripId: members.id ?? 'j1',
        driver: 'dora',
        passenger: 'paul',
        proofClass: 'C',
        start,
        end,
        metres: 15_000,
        receivedAt: end,
        ...members,
    };
}

/** Money by account after a list of changes. */
export function balancesOf(changes: readonly RideChange[]): Readonly<Record<string, number>> {
    const sums: Record<string, number> = {};
    for (const { from, to, amountMicroEur } of changes.flatMap(({ transfers }) => transfers)) {
        for (const [account, sign] of [
            [from, -1],
            [to, 1],
        ] as const) {
            const name = 'rider' in account ? account.rider : `reserve of ${account.reserveOf}`;
            sums[name] = (sums[name] ?? 0) + sign * Number(amountMicroEur);
        }
    }
    return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}
