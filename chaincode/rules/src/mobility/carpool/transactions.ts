/**
 * Requests, private parts (in the transient map) and replies of the contract `carpool`.
 *
 * Whoever acts for riders endorses with the registry's organisation: the two share the collection that says whose a
 * pseudonym is, and all members share `carpool`. Replies of submitted transactions stand in blocks and say nothing private.
 */
import type {
    BroughtJourney,
    CampaignBatch,
    JourneyName,
    PlaceCodes,
    PublicRide,
    ReturnReason,
} from './campaign-records.js';
import type { Match, RideWish } from './match.js';
import type { Offer } from './ride.js';
import type { SeatRequest } from './ride-commands.js';
import type { SignedAct } from './rider-act.js';

export interface CampaignRequest {
    readonly campaign: string;
}
/** Of a batch of identities, of journeys, or one movement of an account. */
export interface BatchRequest extends CampaignRequest {
    readonly batch: string;
}
export interface RideRequest extends CampaignRequest {
    readonly ride: string;
}
export interface BookingRequest extends RideRequest {
    readonly booking: string;
}
export interface ActRequest extends RideRequest {
    readonly booking?: string;
}

/** By the council. The first funding opens the campaign; 0 funds nothing. */
export interface FundCampaignRequest extends CampaignRequest {
    readonly funding: string;
    readonly amountMicroEur: string;
}
/** 32 random bytes in hexadecimal; becomes the collection's key if it has none yet, else it is ignored. */
export interface CollectionKeyPrivate {
    readonly collectionKey: string;
}

/** By an operator: at most 250 identity keys (sha256, hexadecimal) of its riders. */
export interface AskPseudonymsPrivate extends CollectionKeyPrivate {
    readonly identities: readonly string[];
}
export interface AskedRequest extends BatchRequest {
    readonly operator: string;
}
export interface AskedReply {
    readonly identities: readonly string[];
}
export interface IssuePseudonymsRequest extends BatchRequest {
    readonly operator: string;
}
export interface IssuedPseudonym {
    readonly identity: string;
    readonly pseudonym: string;
}
export interface IssuePseudonymsPrivate {
    readonly riders: readonly IssuedPseudonym[];
}
export interface GetPseudonymsPrivate {
    readonly identities: readonly string[];
}
export interface GetPseudonymsReply {
    /** Those that have one. */
    readonly riders: readonly IssuedPseudonym[];
}
export interface EraseRiderPrivate {
    readonly identity: string;
}

/** By the rider's operator. Micro-euro of either sign: paid in, or paid out of what is there. */
export interface MoveMoneyPrivate {
    readonly rider: string;
    readonly amountMicroEur: string;
}
export interface GetAccountPrivate {
    readonly rider: string;
}
export interface OfferRidePrivate {
    readonly offer: Offer;
    readonly codes?: readonly PlaceCodes[];
    readonly key: string;
    readonly signature: string;
}
export interface RequestSeatsPrivate {
    readonly request: SeatRequest;
    readonly key: string;
    readonly signature: string;
}
export type ActPrivate = SignedAct;

export interface SearchRidesRequest extends CampaignRequest {
    /** UTC day of the departure. */
    readonly day: string;
    readonly after?: string;
}
export interface SearchRidesPrivate {
    readonly wish: RideWish;
}
export interface SearchRidesReply {
    /** Of this page, the best first. */
    readonly matches: readonly Match[];
    readonly next?: string;
}
export interface ListRidesReply {
    readonly rides: readonly PublicRide[];
    readonly next?: string;
}

/** By an operator: at most 200 journeys, of rides settled here or brought from elsewhere. */
export interface JudgeJourneysPrivate {
    readonly rides: readonly { readonly ride: string; readonly booking: string }[];
    readonly journeys: readonly BroughtJourney[];
}
export interface BatchReply {
    readonly sequence: number;
}
/** Cancelled: by the operator of the journeys. Fraud: by the registry. */
export interface ReturnJourneysPrivate {
    readonly journeys: readonly JourneyName[];
    readonly reason: ReturnReason;
}
export interface ListBatchesRequest extends CampaignRequest {
    /** From this sequence on; the first is 1. */
    readonly from: number;
}
export interface ListBatchesReply {
    /** An operator sees its own journeys, the council all. */
    readonly batches: readonly CampaignBatch[];
    readonly last: number;
}

export interface Recorded {
    readonly recorded: true;
}

/** Those marked (private) take a private part. */
export const carpoolTransactions = {
    /** (private) {@link FundCampaignRequest}, {@link CollectionKeyPrivate}; {@link CampaignRecord} */
    fundCampaign: 'carpool:FundCampaign',
    /** (private) {@link BatchRequest}, {@link AskPseudonymsPrivate}; {@link Recorded} */
    askPseudonyms: 'carpool:AskPseudonyms',
    /** (private) {@link IssuePseudonymsRequest}, {@link IssuePseudonymsPrivate}; {@link Recorded} */
    issuePseudonyms: 'carpool:IssuePseudonyms',
    /** (private) {@link CampaignRequest}, {@link EraseRiderPrivate}; {@link Recorded} */
    eraseRider: 'carpool:EraseRider',
    /** (private) {@link BatchRequest}, {@link MoveMoneyPrivate}; {@link Recorded} */
    moveMoney: 'carpool:MoveMoney',
    /** (private) {@link RideRequest}, {@link OfferRidePrivate}; {@link Recorded} */
    offerRide: 'carpool:OfferRide',
    /** (private) {@link BookingRequest}, {@link RequestSeatsPrivate}; {@link Recorded} */
    requestSeats: 'carpool:RequestSeats',
    /** (private) {@link ActRequest}, {@link ActPrivate}; {@link Recorded} */
    act: 'carpool:Act',
    /** {@link BookingRequest}; {@link Recorded} */
    closeBooking: 'carpool:CloseBooking',
    /** (private) {@link BatchRequest}, {@link JudgeJourneysPrivate}; {@link BatchReply} */
    judgeJourneys: 'carpool:JudgeJourneys',
    /** (private) {@link BatchRequest}, {@link ReturnJourneysPrivate}; {@link BatchReply} */
    returnJourneys: 'carpool:ReturnJourneys',

    /** {@link CampaignRequest}; {@link CampaignRecord} */
    getCampaign: 'carpool:GetCampaign',
    /** {@link SearchRidesRequest}; {@link ListRidesReply} */
    listRides: 'carpool:ListRides',
    /** (private) {@link SearchRidesRequest}, {@link SearchRidesPrivate}; {@link SearchRidesReply} */
    searchRides: 'carpool:SearchRides',
    /** To the riders' operators and the registry. {@link RideRequest}; {@link RideRecord} */
    getRide: 'carpool:GetRide',
    /** (private) {@link CampaignRequest}, {@link GetAccountPrivate}; {@link RiderAccount} */
    getAccount: 'carpool:GetAccount',
    /** {@link AskedRequest}; {@link AskedReply} */
    getAsked: 'carpool:GetAsked',
    /** (private) {@link CampaignRequest}, {@link GetPseudonymsPrivate}; {@link GetPseudonymsReply} */
    getPseudonyms: 'carpool:GetPseudonyms',
    /** {@link ListBatchesRequest}; {@link ListBatchesReply} */
    listBatches: 'carpool:ListBatches',
} as const;

export const carpoolEvents = {
    campaignFunded: 'CarpoolCampaignFunded',
    pseudonymsAsked: 'CarpoolPseudonymsAsked',
    pseudonymsIssued: 'CarpoolPseudonymsIssued',
    rideChanged: 'CarpoolRideChanged',
    journeysJudged: 'CarpoolJourneysJudged',
    journeysReturned: 'CarpoolJourneysReturned',
} as const;

export interface CarpoolEvents {
    readonly CarpoolCampaignFunded: { readonly campaign: string; readonly fundedMicroEur: string };
    readonly CarpoolPseudonymsAsked: { readonly campaign: string; readonly operator: string; readonly batch: string };
    readonly CarpoolPseudonymsIssued: { readonly campaign: string; readonly operator: string; readonly batch: string };
    readonly CarpoolRideChanged: { readonly campaign: string; readonly ride: string };
    readonly CarpoolJourneysJudged: { readonly campaign: string; readonly sequence: number };
    readonly CarpoolJourneysReturned: { readonly campaign: string; readonly sequence: number };
}
