import { registryRecord, type JudgedJourneyRecord, type Point, type RegistryIdentity } from '@quartier/rules/mobility';

/** What an operator alone knows: whose a pseudonym is. */
export type Identities = Readonly<Record<string, RegistryIdentity>>;

export interface RegistryExportOptions {
    readonly identities: Identities;
    /** SIRET of whoever paid the incentives. */
    readonly siret: string;
    readonly recipient: 'driver' | 'passenger';
}

/** A journey as the French registry takes it (version 3); undefined where an identity or a place is not known. */
export function registryJourney(
    { journey, endsAt, paidMicroEur }: JudgedJourneyRecord,
    { identities, siret, recipient }: RegistryExportOptions,
): object | undefined {
    const { id, tripId = id, proofClass, startsAt, metres, seats, start, end } = journey;
    const [driver, passenger] = [identities[journey.driver ?? ''], identities[journey.passenger ?? '']];
    if (driver === undefined || passenger === undefined || start.point === undefined || end.point === undefined)
        return undefined;
    const paid = BigInt(paidMicroEur);
    const isDriver = recipient === 'driver';
    // The registry's amounts are what is left when all incentives are paid.
    return registryRecord({
        id,
        tripId,
        proofClass,
        start: placed(startsAt, start.point),
        end: placed(endsAt, end.point),
        metres,
        driver: { ...driver, revenueMicroEur: BigInt(journey.revenueMicroEur) + (isDriver ? paid : 0n) },
        passenger: {
            ...passenger,
            contributionMicroEur: BigInt(journey.contributionMicroEur) - (isDriver ? 0n : paid),
            seats,
        },
        incentives: paid > 0n ? [{ siret, amountMicroEur: paid }] : [],
        commissionMicroEur: BigInt(journey.contributionMicroEur) - BigInt(journey.revenueMicroEur),
    });
}

function placed(time: number, place: Point): { readonly time: number; readonly place: Point } {
    return { time, place };
}
