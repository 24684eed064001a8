import type {
    BroughtJourney,
    CampaignBatch,
    CampaignRecord,
    carpoolWire,
    JourneyName,
    JudgedJourneyRecord,
    Match,
    Offer,
    PlaceCodes,
    PublicRide,
    ReturnReason,
    RideRecord,
    RideWish,
    SeatRequest,
    SignedAct,
} from '@quartier/rules/mobility';

import type { Telephone } from './telephone.js';

/** A journey of a ride that was settled here. */
export interface SettledRide {
    readonly ride: string;
    readonly booking: string;
}

/**
 * Carpooling: rides between two people, each through its operator, and the incentives of campaigns. Riders are the pseudonyms of a
 * campaign. Every method throws `Refusal`, or a failure named by its step; sending the same again is always safe.
 */
export interface CarpoolClient {
    /** MSP id of the caller. */
    readonly mspId: string;

    /** Council. The first funding opens the campaign. Refusal: MOBILITY_BATCH_CONFLICT. */
    fundCampaign(funding: carpoolWire.FundCampaignRequest): Promise<CampaignRecord>;
    getCampaign(campaign: string): Promise<CampaignRecord>;

    /** Operator. Asks the registry for pseudonyms of any number of identity keys, in batches of 250; their ids. */
    askPseudonyms(campaign: string, batch: string, identities: readonly string[]): Promise<readonly string[]>;
    /** Registry. Answers a batch: each pseudonym is an HMAC under the registry's secret key, 32 bytes at least. */
    issuePseudonyms(asked: carpoolWire.AskedRequest, secretKey: Uint8Array): Promise<number>;
    /** Operator. Pseudonyms by identity key, of those that have one. */
    pseudonyms(campaign: string, identities: readonly string[]): Promise<ReadonlyMap<string, string>>;
    /** Operator. Purges whose a pseudonym is. */
    eraseRider(campaign: string, identity: string): Promise<void>;

    /** Operator. What a rider paid in, or with a minus is paid out. Refusal: MOBILITY_RIDER_FUNDS. */
    moveMoney(move: carpoolWire.BatchRequest & carpoolWire.MoveMoneyPrivate): Promise<void>;
    /** Balance of one of the operator's riders, micro-euro. */
    balance(campaign: string, rider: string): Promise<bigint>;

    /** Operator of the driver. Refusals: MOBILITY_RIDE_EXISTS, _DEPARTED, MOBILITY_RIDER_UNKNOWN, _OWES, MOBILITY_SIGNATURE_INVALID. */
    offerRide(offer: {
        readonly campaign: string;
        readonly offer: Offer;
        readonly codes?: readonly PlaceCodes[];
        readonly telephone: Telephone;
    }): Promise<void>;
    /** Open rides of a UTC day that suit a wish, the best first. */
    search(campaign: string, day: string, wish: RideWish): Promise<readonly Match[]>;
    /** What is public of the rides of a UTC day. */
    listRides(campaign: string, day: string): AsyncGenerator<PublicRide, void>;
    /** To the riders' operators and the registry. Refusals: MOBILITY_RIDE_UNKNOWN, _NOT_YOURS. */
    getRide(campaign: string, ride: string): Promise<RideRecord>;
    /** Operator of the passenger. Refusals: MOBILITY_RIDE_FULL, _CLOSED, _DEPARTED, MOBILITY_RIDER_UNKNOWN, _OWES. */
    requestSeats(request: {
        readonly campaign: string;
        readonly ride: string;
        readonly request: SeatRequest;
        readonly telephone: Telephone;
    }): Promise<void>;
    /** Operator of the rider. What its telephone signed. Refusals: MOBILITY_SIGNATURE_INVALID, MOBILITY_RIDE_NOT_YOURS, and those of the act. */
    act(signed: SignedAct): Promise<void>;
    /** Operator. Ends a booking on which a rider is silent. Refusal: MOBILITY_RIDE_TOO_SOON. */
    closeBooking(booking: carpoolWire.BookingRequest): Promise<void>;

    /**
     * Operator. Judges any number of journeys and pays them, in batches of 200 one after the other; what became of each, by
     * batch in the order in which they used up limits. Refusals: MOBILITY_BUDGET_SHORT, MOBILITY_JOURNEY_NOT_SETTLED.
     */
    judge(
        campaign: string,
        batch: string,
        of: { readonly rides?: readonly SettledRide[]; readonly journeys?: readonly BroughtJourney[] },
    ): Promise<readonly JudgedJourneyRecord[]>;
    /** Operator: cancelled; registry: fraud, of one operator's journeys, at most 200. */
    returnJourneys(
        campaign: string,
        batch: string,
        of: { readonly journeys: readonly JourneyName[]; readonly reason: ReturnReason },
    ): Promise<CampaignBatch>;
    /** Batches of a campaign in order: an operator sees its own journeys, the council all. */
    batches(campaign: string): AsyncGenerator<CampaignBatch, void>;
}
