/** What a rider can show of rides that took place: numbers and sums of a period, without places, times or other riders. */
import { compareUtf8, monthOf } from '../../units/index.js';
import type { ProofClass } from '../incentives/policy.js';
import type { RiderRole } from './evidence.js';

export interface CertifiedJourney {
    readonly journey: string;
    readonly tripId: string;
    /** Local day of the start. */
    readonly day: string;
    readonly proofClass: ProofClass;
    readonly metres: number;
    readonly driver: string;
    readonly passenger: string;
    /** What the passenger paid and the driver had, incentives apart. */
    readonly contributionMicroEur: bigint;
    readonly revenueMicroEur: bigint;
    readonly driverIncentiveMicroEur: bigint;
    readonly passengerIncentiveMicroEur: bigint;
}

/** Sums of one month in one role. */
export interface CertificateMonth {
    readonly month: string;
    readonly role: RiderRole;
    /** Car trips and days: several passengers of one trip count once for their driver. */
    readonly trips: number;
    readonly days: number;
    readonly metres: number;
    readonly receivedMicroEur: string;
    readonly paidMicroEur: string;
    readonly incentiveMicroEur: string;
}

export interface Certificate {
    readonly rider: string;
    readonly from: string;
    readonly to: string;
    readonly leastClass: ProofClass;
    readonly months: readonly CertificateMonth[];
    /** Ids of the journeys it stands on, in order: whoever holds the ledger can check the digest of this list. */
    readonly journeys: readonly string[];
}

export interface CertificateRequest {
    readonly rider: string;
    /** Local days, both included. */
    readonly from: string;
    readonly to: string;
    /** Journeys proved less are left out. */
    readonly leastClass: ProofClass;
}

/** The certificate of one rider; journeys of others, of other days and of a lower class are left out. */
export function certificateOf(request: CertificateRequest, journeys: readonly CertifiedJourney[]): Certificate {
    const { rider, from, to, leastClass } = request;
    const own = journeys
        .filter(({ driver, passenger }) => driver === rider || passenger === rider)
        .filter(({ day, proofClass }) => day >= from && day <= to && proofClass >= leastClass);
    const months = [...new Set(own.map(({ day }) => monthOf(day)))].sort();
    return {
        rider,
        from,
        to,
        leastClass,
        months: months.flatMap((month) => [
            ...monthIn(
                month,
                'driver',
                own.filter((journey) => journey.driver === rider),
            ),
            ...monthIn(
                month,
                'passenger',
                own.filter((journey) => journey.passenger === rider),
            ),
        ]),
        journeys: own.map(({ journey }) => journey).sort(compareUtf8),
    };
}

function monthIn(month: string, role: RiderRole, all: readonly CertifiedJourney[]): readonly CertificateMonth[] {
    const journeys = all.filter(({ day }) => monthOf(day) === month);
    if (journeys.length === 0) return [];
    const isDriver = role === 'driver';
    const trips = new Map(journeys.map((journey) => [isDriver ? journey.tripId : journey.journey, journey]));
    return [
        {
            month,
            role,
            trips: trips.size,
            days: new Set(journeys.map(({ day }) => day)).size,
            metres: longestOfTrips(journeys, isDriver),
            receivedMicroEur: sum(journeys, ({ revenueMicroEur }) => (isDriver ? revenueMicroEur : 0n)),
            paidMicroEur: sum(journeys, ({ contributionMicroEur }) => (isDriver ? 0n : contributionMicroEur)),
            incentiveMicroEur: sum(journeys, ({ driverIncentiveMicroEur, passengerIncentiveMicroEur }) =>
                isDriver ? driverIncentiveMicroEur : passengerIncentiveMicroEur,
            ),
        },
    ];
}

/** Metres with somebody beside the driver: of each trip its longest journey. */
function longestOfTrips(journeys: readonly CertifiedJourney[], isDriver: boolean): number {
    const metres = new Map<string, number>();
    for (const journey of journeys) {
        const key = isDriver ? journey.tripId : journey.journey;
        metres.set(key, Math.max(metres.get(key) ?? 0, journey.metres));
    }
    return [...metres.values()].reduce((total, length) => total + length, 0);
}

function sum(journeys: readonly CertifiedJourney[], of: (journey: CertifiedJourney) => bigint): string {
    return journeys.reduce((total, journey) => total + of(journey), 0n).toString();
}
