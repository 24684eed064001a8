/** Decoders of the requests of the contract `carpool` and their private parts, strict as those of every area. */
import {
    decodeJson,
    listOf,
    malformed,
    object,
    oneOf,
    recordOf,
    Refused,
    text,
    wholeNumber,
    type Decoder,
} from '../../wire/index.js';
import { idFault } from '../../units/index.js';
import { compilePolicy } from '../incentives/judge.js';
import { incentivePolicy } from '../incentives/decode-policy.js';
import { journey as incentiveJourney } from '../incentives/journey.js';
import { PLACE_CODES, type IncentivePolicy } from '../incentives/policy.js';
import { amount, day, digest, id, instant, matching, mspId, reason, signedAmount } from '../members.js';
import { carpoolLimits, type BroughtJourney, type PlaceCodes } from './campaign-records.js';
import { point, rideOffer, rideWish, seatRequest } from './decode.js';
import type { Point } from './distance.js';
import { rideLimits, type Offer } from './ride.js';
import { PLACE_ROUNDING, RIDER_ACTS, type RiderAct, type SignedAct } from './rider-act.js';
import type * as wire from './transactions.js';

const LONGEST_KEY = 200;

const request =
    <T>(decoder: Decoder<T>) =>
    (json: string): T =>
        decodeJson(json, decoder, 'request');
const secret =
    <T>(decoder: Decoder<T>) =>
    (json: string): T =>
        decodeJson(json, decoder, 'private');
const batchOf = <T>(item: Decoder<T>, most: number): Decoder<readonly T[]> =>
    listOf(item, { most, tooLong: (size) => new Refused('MOBILITY_BATCH_TOO_LARGE', { size, limit: most }) });

/** A campaign is named in the subject of its decisions, which a slash would divide. */
const campaign = text((value) => (value.includes('/') ? 'must have no slash' : idFault(value, carpoolLimits.campaign)));
const pseudonym = matching((value) => /^[0-9a-f]{32}$/u.test(value), 'must be a pseudonym: 16 bytes in hexadecimal');
const signature = matching((value) => /^[A-Za-z0-9_-]{86}$/u.test(value), 'must be 64 bytes in base64url');
const key = matching(
    (value) => value.length <= LONGEST_KEY && /^[A-Za-z0-9_-]+$/u.test(value),
    'must be a public key in base64url',
);
const nonce = matching((value) => /^[0-9a-f]{32}$/u.test(value), 'must be 16 bytes in hexadecimal');
const identities = batchOf(digest, carpoolLimits.identitiesPerRequest);
const collectionKey = digest;
const inCampaign = { campaign };
const batch = { ...inCampaign, batch: id };

const roundedPlace: Decoder<Point> = (value, at) => {
    const place = point(value, at);
    if (place.latMicroDeg % PLACE_ROUNDING !== 0 || place.lonMicroDeg % PLACE_ROUNDING !== 0)
        throw malformed(at, 'must be rounded to thousandths of a degree');
    return place;
};

const offer: Decoder<Offer> = (value, at) => {
    const decoded = rideOffer(value, at);
    decoded.corridor.forEach((place, index) => roundedPlace(place, `${at}.corridor[${String(index)}]`));
    pseudonym(decoded.driver, `${at}.driver`);
    return decoded;
};

const codeText = text((value) => (value.length <= 64 ? undefined : 'must be at most 64 characters'));
const codes: Decoder<PlaceCodes> = (value, at) => {
    const decoded = recordOf(codeText, PLACE_CODES.length)(value, at);
    for (const name of Object.keys(decoded)) oneOf(PLACE_CODES)(name, at);
    return decoded;
};

const actMembers: Decoder<RiderAct> = object(
    {
        campaign,
        ride: id,
        act: oneOf(RIDER_ACTS),
        by: oneOf(['driver', 'passenger']),
        time: instant,
        nonce,
    },
    { booking: id, place: roundedPlace, reason },
);

const act: Decoder<RiderAct> = (value, at) => {
    const decoded = actMembers(value, at);
    const hasPlace = decoded.act === 'start' || decoded.act === 'end';
    if (hasPlace !== (decoded.place !== undefined))
        throw malformed(`${at}.place`, hasPlace ? 'is missing' : 'goes with start and end alone');
    if ((decoded.act === 'giveUp') !== (decoded.booking === undefined))
        throw malformed(`${at}.booking`, 'goes with every act but giveUp');
    return decoded;
};

const brought: Decoder<BroughtJourney> = (value, at) => {
    const decoded = object({ journey: incentiveJourney, endsAt: instant })(value, at);
    for (const rider of ['driver', 'passenger'] as const) pseudonym(decoded.journey[rider], `${at}.journey.${rider}`);
    if (decoded.endsAt < decoded.journey.startsAt) throw malformed(`${at}.endsAt`, 'must not be before the start');
    return decoded;
};

/** A campaign's policy, which must not contradict itself. */
export const votedPolicy: Decoder<IncentivePolicy> = (value, at) => {
    const policy = incentivePolicy(value, at);
    compilePolicy(policy, at);
    return policy;
};

export const decodeCampaign = request<wire.CampaignRequest>(object(inCampaign));
export const decodeBatch = request<wire.BatchRequest>(object(batch));
export const decodeRide = request<wire.RideRequest>(object({ ...inCampaign, ride: id }));
export const decodeBooking = request<wire.BookingRequest>(object({ ...inCampaign, ride: id, booking: id }));
export const decodeAct = request<wire.ActRequest>(object({ ...inCampaign, ride: id }, { booking: id }));
export const decodeFundCampaign = request<wire.FundCampaignRequest>(
    object({ ...inCampaign, funding: id, amountMicroEur: amount }),
);
export const decodeOfOperator = request<wire.AskedRequest>(object({ ...batch, operator: mspId }));
export const decodeSearchRides = request<wire.SearchRidesRequest>(
    object(
        { ...inCampaign, day },
        { after: matching((value) => /^[A-Za-z0-9_-]{1,1024}$/u.test(value), 'must be the next of the page before') },
    ),
);
export const decodeListBatches = request<wire.ListBatchesRequest>(
    object({ ...inCampaign, from: wholeNumber(1, 1_000_000_000) }),
);

export const decodeCollectionKeyPrivate = secret<wire.CollectionKeyPrivate>(object({ collectionKey }));
export const decodeAskPseudonymsPrivate = secret<wire.AskPseudonymsPrivate>(object({ identities, collectionKey }));
export const decodeIssuePseudonymsPrivate = secret<wire.IssuePseudonymsPrivate>(
    object({ riders: batchOf(object({ identity: digest, pseudonym }), carpoolLimits.identitiesPerRequest) }),
);
export const decodeGetPseudonymsPrivate = secret<wire.GetPseudonymsPrivate>(object({ identities }));
export const decodeEraseRiderPrivate = secret<wire.EraseRiderPrivate>(object({ identity: digest }));
export const decodeMoveMoneyPrivate = secret<wire.MoveMoneyPrivate>(
    object({ rider: pseudonym, amountMicroEur: signedAmount }),
);
export const decodeGetAccountPrivate = secret<wire.GetAccountPrivate>(object({ rider: pseudonym }));
export const decodeOfferRidePrivate = secret<wire.OfferRidePrivate>(
    object({ offer, key, signature }, { codes: listOf(codes, { most: rideLimits.corridorPoints }) }),
);
export const decodeRequestSeatsPrivate = secret<wire.RequestSeatsPrivate>(
    object({ request: seatRequest, key, signature }),
);
export const decodeActPrivate = secret<SignedAct>(object({ act, signature }));
export const decodeSearchRidesPrivate = secret<wire.SearchRidesPrivate>(object({ wish: rideWish }));
export const decodeJudgeJourneysPrivate = secret<wire.JudgeJourneysPrivate>(
    object({
        rides: batchOf(object({ ride: id, booking: id }), carpoolLimits.journeysPerBatch),
        journeys: batchOf(brought, carpoolLimits.journeysPerBatch),
    }),
);
export const decodeReturnJourneysPrivate = secret<wire.ReturnJourneysPrivate>(
    object({
        journeys: batchOf(object({ operator: mspId, journey: id, day }), carpoolLimits.journeysPerBatch),
        reason: oneOf(['cancelled', 'fraud']),
    }),
);
