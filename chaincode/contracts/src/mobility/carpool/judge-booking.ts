import {
    corridorMetres,
    distanceMetres,
    findingsOf,
    proofOf,
    type CompiledPolicy,
    type JudgedBooking,
    type Journey,
    type JourneyEnd,
    type RecordedJourney,
    type RideBooking,
    type RideRecord,
    type SignedPoint,
} from '@quartier/rules/mobility';
import { dayOfInstant, utcDay } from '@quartier/rules/units';

import type { PersonBook } from './person-book.js';

/** So many times as long as it is straight may an agreed way be; what the signed points do not bear out is not counted. */
const MOST_DETOUR = 2;

/**
 * A settled booking becomes a journey: its class follows from what was signed, its times from the
 * signed points where there are any, its length from what was agreed. It is held against the riders' other journeys, of any operator.
 */
export async function judgeBooking(
    record: RideRecord,
    booking: RideBooking,
    { book, policy, time }: { readonly book: PersonBook; readonly policy: CompiledPolicy; readonly time: number },
): Promise<JudgedBooking> {
    const { driver } = record.ride.offer;
    const { passenger, points } = booking;
    const proof = proofOf({ driver, passenger, points });
    const { journey, endsAt } = journeyOf(record, booking, proof.proofClass);
    const recorded = recordedOf({ journey, endsAt }, { driver, passenger, receivedAt: provedAt(points) ?? time });
    const known = await book.around([driver, passenger], recorded.start, recorded.end);
    const findings = findingsOf(recorded, { known, dayOf: dayIn(policy) });
    if (findings.length === 0) await book.add(recorded);
    return { ...proof, journey, endsAt, findings };
}

/** When its last point was signed, for the ledger took it within a day of that: a late settlement does not make a ride late. */
function provedAt(points: readonly SignedPoint[]): number | undefined {
    return points.length === 0 ? undefined : Math.max(...points.map(({ time }) => time));
}

/** The days of a campaign are those of its zone. */
export function dayIn({ policy: { zone } }: CompiledPolicy): (instant: number) => string {
    return (instant) => dayOfInstant(zone, instant) ?? utcDay(instant);
}

export function recordedOf(
    { journey, endsAt }: Pick<JudgedBooking, 'journey' | 'endsAt'>,
    riders: Pick<RecordedJourney, 'driver' | 'passenger' | 'receivedAt'>,
): RecordedJourney {
    const { id, operator, tripId = id, proofClass, startsAt, metres } = journey;
    return { id, operator, tripId, proofClass, start: startsAt, end: endsAt, metres, ...riders };
}

function journeyOf(
    { ride, operator, codes }: RideRecord,
    booking: RideBooking,
    proofClass: Journey['proofClass'],
): Pick<JudgedBooking, 'journey' | 'endsAt'> {
    const { offer } = ride;
    const { points, leg, fareMicroEur, passenger, seats } = booking;
    const start = pointAt(points, 'start');
    const end = pointAt(points, 'end');
    const agreed = corridorMetres(offer, leg);
    const metres =
        start === undefined || end === undefined
            ? agreed
            : Math.min(agreed, MOST_DETOUR * distanceMetres(start.place, end.place));
    const placeOf = (index: number, point: SignedPoint | undefined): JourneyEnd => {
        const place = point?.place ?? offer.corridor[index];
        return { codes: codes?.[index] ?? {}, ...(place === undefined ? {} : { point: place }) };
    };
    const startsAt = start?.time ?? offer.departsAt;
    return {
        journey: {
            id: `${offer.ride}/${booking.booking}`,
            operator,
            tripId: offer.ride,
            proofClass,
            driver: offer.driver,
            passenger,
            startsAt,
            metres,
            seats,
            contributionMicroEur: fareMicroEur,
            revenueMicroEur: fareMicroEur,
            start: placeOf(leg.from, start),
            end: placeOf(leg.to, end),
        },
        endsAt: Math.max(startsAt, end?.time ?? startsAt),
    };
}

/** The passenger's own where there is one, for the driver's way may be longer. */
function pointAt(points: readonly SignedPoint[], at: 'start' | 'end'): SignedPoint | undefined {
    const found = points.filter((point) => point.at === at);
    return found.find(({ role }) => role === 'passenger') ?? found[0];
}
