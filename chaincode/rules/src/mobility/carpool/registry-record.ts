/** A journey as the French registry of carpool proofs takes it (its API, journey version 3). */
import { dayOfNumber } from '../../units/index.js';
import { Refused } from '../../wire/index.js';
import type { ProofClass } from '../incentives/policy.js';
import type { Point } from './distance.js';

export interface RegistryJourney {
    readonly id: string;
    readonly tripId: string;
    readonly proofClass: ProofClass;
    readonly start: { readonly time: number; readonly place: Point };
    readonly end: { readonly time: number; readonly place: Point };
    readonly metres: number;
    readonly driver: RegistryIdentity & { readonly revenueMicroEur: bigint };
    readonly passenger: RegistryIdentity & { readonly contributionMicroEur: bigint; readonly seats: number };
    /** What others paid to the driver for this journey, each by its SIRET. */
    readonly incentives: readonly { readonly siret: string; readonly amountMicroEur: bigint }[];
    /** What the operator kept. */
    readonly commissionMicroEur: bigint;
}

/** The registry wants either number; a truncated one lacks its last two digits. */
export interface RegistryIdentity {
    readonly identityKey: string;
    readonly userId: string;
    readonly phone?: string;
    readonly phoneTrunc?: string;
    readonly over18?: boolean;
    readonly travelPass?: { readonly name: string; readonly userId: string };
}

const MICRO_EUR_A_CENT = 10_000n;
const MICRO_DEGREES = 1_000_000;
const DAY_SECONDS = 86_400;

/**
 * The journey as an object to be sent as JSON: cents, degrees, instants of UTC. Amounts of less than a cent are rounded down.
 *
 * What the driver has is what the passenger pays and others add, less the commission (our reading of the registry's field
 * definitions, where revenue and contribution are after all incentives).
 * @throws Refused MOBILITY_REGISTRY_REVENUE
 */
export function registryRecord(journey: RegistryJourney): object {
    requireBalance(journey);
    const { driver, passenger, incentives, start, end } = journey;
    return {
        operator_journey_id: journey.id,
        operator_trip_id: journey.tripId,
        operator_class: journey.proofClass,
        start: endRecord(start),
        end: endRecord(end),
        distance: journey.metres,
        driver: { identity: identityRecord(driver), revenue: cents(driver.revenueMicroEur) },
        passenger: {
            identity: identityRecord(passenger),
            contribution: cents(passenger.contributionMicroEur),
            seats: passenger.seats,
        },
        incentives: incentives.map(({ siret, amountMicroEur }, index) => ({
            index,
            siret,
            amount: cents(amountMicroEur),
        })),
    };
}

/** An instant as ISO 8601 in UTC, to the second. */
export function utcText(instant: number): string {
    const day = Math.floor(instant / DAY_SECONDS);
    const second = instant - day * DAY_SECONDS;
    const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
    return `${dayOfNumber(day)}T${two(second / 3_600)}:${two((second % 3_600) / 60)}:${two(second % 60)}Z`;
}

function requireBalance({ id, driver, passenger, incentives, commissionMicroEur }: RegistryJourney): void {
    const added = incentives.reduce((sum, { amountMicroEur }) => sum + amountMicroEur, 0n);
    const expected = passenger.contributionMicroEur + added - commissionMicroEur;
    if (driver.revenueMicroEur === expected) return;
    throw new Refused('MOBILITY_REGISTRY_REVENUE', {
        journey: id,
        revenueMicroEur: driver.revenueMicroEur.toString(),
        expectedMicroEur: expected.toString(),
    });
}

function endRecord({ time, place }: RegistryJourney['start']): object {
    return {
        datetime: utcText(time),
        lat: place.latMicroDeg / MICRO_DEGREES,
        lon: place.lonMicroDeg / MICRO_DEGREES,
    };
}

function identityRecord({ identityKey, userId, phone, phoneTrunc, over18, travelPass }: RegistryIdentity): object {
    return {
        identity_key: identityKey,
        operator_user_id: userId,
        ...(phone === undefined ? {} : { phone }),
        ...(phoneTrunc === undefined ? {} : { phone_trunc: phoneTrunc }),
        ...(over18 === undefined ? {} : { over_18: over18 }),
        ...(travelPass === undefined ? {} : { travel_pass: { name: travelPass.name, user_id: travelPass.userId } }),
    };
}

function cents(microEur: bigint): number {
    return Number(microEur / MICRO_EUR_A_CENT);
}
