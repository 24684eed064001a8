/**
 * Records of carpooling as they stand on the ledger or cross the wire. Amounts are whole micro-euro as decimal strings,
 * instants seconds since 1970-01-01T00:00:00Z, organisations MSP ids, riders the pseudonyms of a campaign.
 */
import type { Journey } from '../incentives/journey.js';
import type { PlaceCode, ProofClass } from '../incentives/policy.js';
import type { Proof } from './evidence.js';
import type { Finding } from './finding.js';
import type { BookingState, Ride } from './ride.js';

/** The private collection of all members: rides and journeys by pseudonym, without names. */
export const CARPOOL = 'carpool';

/** Subject of the decision on a campaign's policy. */
export const INCENTIVE_SUBJECTS = 'mobility.incentive/*';
export function incentiveSubject(campaign: string): string {
    return `mobility.incentive/${campaign}`;
}

export const carpoolRoles = {
    /** Acts for its riders. */
    operator: 'operator',
    /** Issues pseudonyms and takes back what fraud was paid. */
    registry: 'registry',
    /** Pays the incentives. */
    budget: 'budget',
} as const;

export const carpoolLimits = {
    campaign: 40,
    identitiesPerRequest: 250,
    journeysPerBatch: 200,
    journeysPerOperatorAndDay: 5_000,
    /** Of one person in one month. */
    journeysPerMonth: 1_000,
    fundings: 500,
    actsPerBooking: 20,
    ridesPerPage: 100,
    batchesPerPage: 5,
} as const;

/** Public: what anyone may see of a campaign's money. */
export interface CampaignRecord {
    readonly campaign: string;
    /** What the council put in, by the id of each funding. */
    readonly fundings: Readonly<Record<string, string>>;
    readonly fundedMicroEur: string;
    readonly paidMicroEur: string;
    /** Batches so far: they pay one after the other, so that whoever replays them in their order comes to the same. */
    readonly batches: number;
}

/** Public: what anyone may see of a ride. Its id says nothing. */
export interface PublicRide {
    readonly campaign: string;
    readonly ride: string;
    readonly state: Ride['state'];
    readonly bookings: Readonly<Record<string, PublicBooking>>;
}

export interface PublicBooking {
    readonly state: BookingState;
    readonly proofClass?: ProofClass;
    /** What speaks against the journey, in the registry's words; empty where it stands. */
    readonly labels?: readonly Finding['label'][];
}

export type PlaceCodes = Readonly<Partial<Record<PlaceCode, string>>>;

export interface RideRecord {
    readonly campaign: string;
    readonly ride: Ride;
    /** Who acts for the driver. */
    readonly operator: string;
    /** Public key of the driver's telephone for this ride: P-256, SPKI in DER, base64url. */
    readonly key: string;
    /** Codes of the corridor's points, in their order. */
    readonly codes?: readonly PlaceCodes[];
    /** By booking. */
    readonly passengers: Readonly<Record<string, { readonly operator: string; readonly key: string }>>;
    readonly judged: Readonly<Record<string, JudgedBooking>>;
}

/** A ride that took place, held against the registry's rules when it was settled. */
export interface JudgedBooking extends Proof {
    readonly journey: Journey;
    readonly endsAt: number;
    readonly findings: readonly Finding[];
}

/** A rider's money for rides of a campaign. A fee may leave it below nothing; then the rider books nothing until it is paid. */
export interface RiderAccount {
    readonly balanceMicroEur: string;
}

/** A journey that took place elsewhere, as its operator brings it. */
export interface BroughtJourney {
    /** With both riders. */
    readonly journey: Journey;
    readonly endsAt: number;
}

/**
 * paid: something. unpaid: nothing is due, or the limits leave nothing. found: the registry's rules speak against it.
 * unchanged: it was judged before. refused: `code` says why.
 */
export type JourneyOutcome = 'paid' | 'unpaid' | 'found' | 'unchanged' | 'refused';

export interface JudgedJourneyRecord extends BroughtJourney {
    readonly outcome: JourneyOutcome;
    readonly findings: readonly Finding[];
    /** The requirement that left it nothing. */
    readonly refusedBy?: string;
    readonly entitledMicroEur: string;
    readonly paidMicroEur: string;
    readonly cuts: readonly { readonly label: string; readonly headroom: string }[];
    readonly counts: readonly { readonly key: string; readonly add: string; readonly tripKey?: string }[];
    readonly code?: string;
}

/** Journeys judged in one transaction, in the order in which they used up limits. */
export interface JudgedBatch {
    readonly kind: 'judged';
    readonly batch: string;
    readonly sequence: number;
    readonly by: string;
    readonly at: number;
    readonly journeys: readonly JudgedJourneyRecord[];
}

/** Payments taken back, and the headroom with them. */
export interface ReturnedBatch {
    readonly kind: 'returned';
    readonly batch: string;
    readonly sequence: number;
    readonly by: string;
    readonly at: number;
    readonly reason: ReturnReason;
    readonly journeys: readonly ReturnedJourney[];
}

export type ReturnReason = 'cancelled' | 'fraud';

export interface JourneyName {
    readonly operator: string;
    readonly journey: string;
    /** UTC day that it started on. */
    readonly day: string;
}

export interface ReturnedJourney extends JourneyName {
    readonly outcome: 'returned' | 'unchanged' | 'refused';
    /** Where it was judged. */
    readonly sequence?: number;
    readonly paidMicroEur: string;
    readonly code?: string;
}

export type CampaignBatch = JudgedBatch | ReturnedBatch;
