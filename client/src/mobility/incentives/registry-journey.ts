/**
 * A journey in the shape of the French registry (preuve-covoiturage, CarpoolInterface): cents, metres, ISO 8601 instants,
 * `start` and `end` with the codes of their places, `start_lat` and so on in degrees.
 */
import {
    incentiveJourney,
    instantOf,
    PLACE_CODES,
    PROOF_CLASSES,
    type Journey,
    type JourneyEnd,
} from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import { reasonOf } from './refused-reason.js';

export type Members = Readonly<Record<string, unknown>>;

/** A row that is no journey, and what is wrong with it. */
export class BadJourney extends Error {
    override readonly name = 'BadJourney';
}

const MICRO_EUR_A_CENT = 10_000;
const MICRO_DEGREES = 1_000_000;

/**
 * @param row Members of the journey; `name` stands for an id that it does not have.
 * @throws BadJourney
 */
export function journeyOf(row: Members, name: string): Journey {
    const tripId = textOf(row, 'operator_trip_id');
    const journey = {
        id: textOf(row, 'operator_journey_id') ?? textOf(row, 'journey_id') ?? name,
        operator: textOf(row, 'operator_uuid') ?? textOf(row, 'operator') ?? '',
        ...(tripId === undefined ? {} : { tripId }),
        ...optional('driver', textOf(row, 'driver_identity_key')),
        ...optional('passenger', textOf(row, 'passenger_identity_key')),
        proofClass: choiceOf(row, 'operator_class', PROOF_CLASSES),
        startsAt: secondsOf(row, 'datetime'),
        metres: wholeOf(row, 'distance'),
        seats: row['seats'] === undefined || row['seats'] === null || row['seats'] === 0 ? 1 : wholeOf(row, 'seats'),
        revenueMicroEur: microEurOf(row, 'driver_revenue'),
        contributionMicroEur: microEurOf(row, 'passenger_contribution'),
        start: endOf(row, 'start'),
        end: endOf(row, 'end'),
        ...optional('passengerAdult', flagOf(row, 'passenger_is_over_18')),
        ...optional('passengerTravelPass', flagOf(row, 'passenger_has_travel_pass')),
        ...optional('driverTravelPass', flagOf(row, 'driver_has_travel_pass')),
    };
    try {
        return incentiveJourney(journey, 'journey');
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        throw new BadJourney(reasonOf(error));
    }
}

function endOf(row: Members, side: 'start' | 'end'): JourneyEnd {
    const place = row[side];
    if (place !== undefined && (typeof place !== 'object' || place === null))
        throw new BadJourney(`${side} must be an object`);
    const members = (place ?? {}) as Members;
    const codes = Object.fromEntries(
        PLACE_CODES.flatMap((code) => {
            const value = textOf(members, code);
            return value === undefined ? [] : [[code, value]];
        }),
    );
    const [lat, lon] = [degreesOf(row, `${side}_lat`), degreesOf(row, `${side}_lon`)];
    return lat === undefined || lon === undefined
        ? { codes }
        : { codes, point: { latMicroDeg: lat, lonMicroDeg: lon } };
}

function textOf(row: Members, member: string): string | undefined {
    const value = row[member];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string' && typeof value !== 'number') throw new BadJourney(`${member} must be a text`);
    return String(value);
}

function numberOf(row: Members, member: string): number | undefined {
    const text = textOf(row, member);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isFinite(value)) throw new BadJourney(`${member} must be a number`);
    return value;
}

function wholeOf(row: Members, member: string): number {
    const value = numberOf(row, member);
    if (value === undefined || !Number.isSafeInteger(value) || value < 0)
        throw new BadJourney(`${member} must be a whole number, not negative`);
    return value;
}

/** Cents, which may have four decimals, as micro-euro. Nothing where it is left out. */
function microEurOf(row: Members, member: string): string {
    const value = (numberOf(row, member) ?? 0) * MICRO_EUR_A_CENT;
    const rounded = Math.round(value);
    if (rounded < 0 || Math.abs(value - rounded) > 0.01)
        throw new BadJourney(`${member} must be an amount in cents, not negative, with at most four decimals`);
    return String(rounded);
}

function degreesOf(row: Members, member: string): number | undefined {
    const value = numberOf(row, member);
    return value === undefined ? undefined : Math.round(value * MICRO_DEGREES);
}

function secondsOf(row: Members, member: string): number {
    const text = textOf(row, member) ?? '';
    const seconds = instantOf(text.replace(/\.\d+(?=Z|[+-])/u, '').replace(/([+-]\d{2})(\d{2})$/u, '$1:$2'));
    if (seconds === undefined)
        throw new BadJourney(`${member} must be an instant with its offset, such as 2024-04-15T07:30:00+02:00`);
    return seconds;
}

function flagOf(row: Members, member: string): boolean | undefined {
    const value = row[member];
    if (value === undefined || value === null || value === '') return undefined;
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    throw new BadJourney(`${member} must be true or false`);
}

function choiceOf<T extends string>(row: Members, member: string, choices: readonly T[]): T {
    const found = choices.find((choice) => choice === row[member]);
    if (found === undefined) throw new BadJourney(`${member} must be one of: ${choices.join(', ')}`);
    return found;
}

function optional<Name extends string, T>(name: Name, value: T | undefined): Partial<Record<Name, T>> {
    return value === undefined ? {} : ({ [name]: value } as Record<Name, T>);
}
