/** A journey as incentives see it: what one passenger, or a group that booked together, rode with one driver. */
import { compareUtf8 } from '../../units/index.js';
import { object, oneOf, recordOf, text, wholeNumber, type Decoder } from '../../wire/index.js';
import type { Point } from '../carpool/distance.js';
import { amount, id, trueOrFalse } from '../members.js';
import { PLACE_CODES, PROOF_CLASSES, type PlaceCode, type ProofClass } from './policy.js';

export const journeyLimits = { seats: 8, metres: 1_000_000 } as const;

/** One end of a journey: its codes in the national classification and, where it is given, its point. */
export interface JourneyEnd {
    readonly codes: Readonly<Partial<Record<PlaceCode, string>>>;
    readonly point?: Point;
}

export interface Journey {
    /** Of the operator, unique with it. */
    readonly id: string;
    readonly operator: string;
    /** Of the car's trip: the journeys of one car share it. */
    readonly tripId?: string;
    readonly proofClass: ProofClass;
    /** Pseudonyms. A limit per person passes over a journey that does not say who. */
    readonly driver?: string;
    readonly passenger?: string;
    /** Seconds since 1970. */
    readonly startsAt: number;
    readonly metres: number;
    readonly seats: number;
    /** What the passenger pays and the driver receives, incentives aside. */
    readonly contributionMicroEur: string;
    readonly revenueMicroEur: string;
    readonly start: JourneyEnd;
    readonly end: JourneyEnd;
    /** Left out: not known. */
    readonly passengerAdult?: boolean;
    readonly passengerTravelPass?: boolean;
    readonly driverTravelPass?: boolean;
}

const code = text((value) => (value.length <= 64 ? undefined : 'must be at most 64 characters'));

const point: Decoder<Point> = object({
    latMicroDeg: wholeNumber(-90_000_000, 90_000_000),
    lonMicroDeg: wholeNumber(-180_000_000, 180_000_000),
});
const codes: Decoder<JourneyEnd['codes']> = (value, at) => {
    const decoded = recordOf(code, PLACE_CODES.length)(value, at);
    for (const name of Object.keys(decoded)) oneOf(PLACE_CODES)(name, at);
    return decoded;
};
const journeyEnd: Decoder<JourneyEnd> = object({ codes }, { point });

export const journey: Decoder<Journey> = object(
    {
        id,
        operator: id,
        proofClass: oneOf(PROOF_CLASSES),
        startsAt: wholeNumber(0, 253_402_300_799),
        metres: wholeNumber(0, journeyLimits.metres),
        seats: wholeNumber(1, journeyLimits.seats),
        contributionMicroEur: amount,
        revenueMicroEur: amount,
        start: journeyEnd,
        end: journeyEnd,
    },
    {
        tripId: id,
        driver: id,
        passenger: id,
        passengerAdult: trueOrFalse,
        passengerTravelPass: trueOrFalse,
        driverTravelPass: trueOrFalse,
    },
);

/** The order in which journeys use up limits: by start, then operator, then id. */
export function compareJourneys(left: Journey, right: Journey): number {
    return (
        left.startsAt - right.startsAt || compareUtf8(left.operator, right.operator) || compareUtf8(left.id, right.id)
    );
}
