/** Journeys as the French registry takes them (version 3 of its API), brought to the ledger by their operator. */
import {
    incentiveJourney,
    instantOf,
    PLACE_CODES,
    type BroughtJourney,
    type JourneyEnd,
} from '@quartier/rules/mobility';
import { malformed } from '@quartier/rules/wire';

import { memberOf } from '../../files/index.js';

import { roundedPlace } from './telephone.js';

const MICRO_EUR_A_CENT = 10_000;
const MICRO_DEGREES = 1_000_000;

/**
 * Reads one journey. `start` and `end` may have the codes of their places (`com`, `aom`…) beside latitude and longitude; places
 * are rounded to thousandths of a degree.
 *
 * @param pseudonymOf By identity key; a journey of a rider without one is refused.
 * @throws Refused REQUEST_MALFORMED with the place that is wrong
 */
export function broughtJourney(
    row: unknown,
    { operator, pseudonymOf }: { readonly operator: string; readonly pseudonymOf: ReadonlyMap<string, string> },
): BroughtJourney {
    const { driver, passenger } = ridersOf(row);
    const riders = [
        ['driver', driver],
        ['passenger', passenger],
    ] as const;
    for (const [role, identity] of riders)
        if (!pseudonymOf.has(identity)) throw malformed(`journey.${role}`, 'has no pseudonym in this campaign');
    const seats = at(row, 'passenger', 'seats');
    const journey = incentiveJourney(
        {
            id: at(row, 'operator_journey_id'),
            tripId: at(row, 'operator_trip_id') ?? at(row, 'operator_journey_id'),
            operator,
            proofClass: at(row, 'operator_class'),
            driver: pseudonymOf.get(driver),
            passenger: pseudonymOf.get(passenger),
            startsAt: secondsAt(row, 'start'),
            metres: at(row, 'distance'),
            seats: seats ?? 1,
            contributionMicroEur: centsAt(row, 'passenger', 'contribution'),
            revenueMicroEur: centsAt(row, 'driver', 'revenue'),
            start: endOf(row, 'start'),
            end: endOf(row, 'end'),
        },
        'journey',
    );
    return { journey, endsAt: secondsAt(row, 'end') };
}

/** Identity keys of a row's riders; empty where there is none. */
export function ridersOf(row: unknown): { readonly driver: string; readonly passenger: string } {
    const key = (role: string): string => {
        const value = at(row, role, 'identity', 'identity_key');
        return typeof value === 'string' ? value : '';
    };
    return { driver: key('driver'), passenger: key('passenger') };
}

function at(row: unknown, ...path: readonly string[]): unknown {
    return path.reduce(memberOf, row);
}

function secondsAt(row: unknown, side: 'start' | 'end'): number {
    const text = at(row, side, 'datetime');
    const seconds = typeof text === 'string' ? instantOf(text.replace(/\.\d+(?=Z|[+-])/u, '')) : undefined;
    if (seconds === undefined) throw malformed(`journey.${side}.datetime`, 'must be an instant with its offset');
    return seconds;
}

function centsAt(row: unknown, role: string, member: string): string {
    const cents = at(row, role, member);
    if (typeof cents !== 'number' || !Number.isSafeInteger(cents))
        throw malformed(`journey.${role}.${member}`, 'must be whole cents');
    return String(cents * MICRO_EUR_A_CENT);
}

function endOf(row: unknown, side: 'start' | 'end'): JourneyEnd {
    const codes = PLACE_CODES.flatMap((code) => {
        const value = at(row, side, code);
        return typeof value === 'string' ? [[code, value] as const] : [];
    });
    const [lat, lon] = [at(row, side, 'lat'), at(row, side, 'lon')];
    if (typeof lat !== 'number' || typeof lon !== 'number') throw malformed(`journey.${side}`, 'must have lat and lon');
    const point = { latMicroDeg: Math.round(lat * MICRO_DEGREES), lonMicroDeg: Math.round(lon * MICRO_DEGREES) };
    return { codes: Object.fromEntries(codes), point: roundedPlace(point) };
}
