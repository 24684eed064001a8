/**
 * Decoders of the clearing's requests and their private parts, from the JSON that a transaction gets. Each is strict: what
 * is missing, unknown, out of bounds or of another type is refused with REQUEST_MALFORMED and named by its place.
 */
import { decodeJson, listOf, object, oneOf, Refused, text, wholeNumber, type Decoder } from '../../wire/index.js';
import { disputeCommand } from '../disputes/index.js';
import { legBatch } from '../legs/index.js';
import { amount, day, digest, id, instant, mspId, ppm, reason, signedAmount } from '../members.js';
import { setOff, setOffOnWire, type SetOffOnWire } from '../netting/index.js';
import { planDecoder } from '../subscriptions/index.js';
import { modes, tariffVersion } from '../tariffs/index.js';
import { clearingLimits } from './limits.js';
import {
    headroom,
    opening,
    passSplit,
    recordedBooking,
    rejectedPayment,
    sharePart,
    shareRow,
    sharedSubscription,
    shareWeight,
    statedLeg,
    statement,
    twoMembers,
} from './request-members.js';
import type * as wire from './messages.js';

const REQUEST = 'request';
const PRIVATE = 'private';

const batchOf = <T>(item: Decoder<T>, most: number): Decoder<readonly T[]> =>
    listOf(item, { most, tooLong: (size) => new Refused('MOBILITY_BATCH_TOO_LARGE', { size, limit: most }) });

const request =
    <T>(decoder: Decoder<T>) =>
    (json: string): T =>
        decodeJson(json, decoder, REQUEST);
const secret =
    <T>(decoder: Decoder<T>) =>
    (json: string): T =>
        decodeJson(json, decoder, PRIVATE);

const cursor = text((value) =>
    /^[A-Za-z0-9_-]{1,1024}$/u.test(value) ? undefined : 'must be the next of the page before',
);
const list = { after: cursor, limit: wholeNumber(1, clearingLimits.rowsPerList) };
const pair = { with: mspId };
const collectionKey = digest;
const share = { share: id, window: id, with: mspId };
const rows = batchOf(shareRow, clearingLimits.rowsPerShare);
const lane = wholeNumber(0, 63);

/** A set-off is kept as it crosses the wire, once it is one. */
const setOffMembers: Decoder<SetOffOnWire> = (value, at) => setOffOnWire(setOff(value, at));

export const decodePair = request<wire.PairRequest>(object(pair));
export const decodeList = request<wire.ListRequest>(object({}, list));

export const decodeDeclareOperator = request<wire.DeclareOperatorRequest>(
    object({ name: id, modes: listOf(oneOf(modes), { most: modes.length }) }),
);
export const decodePublishTariff = request<wire.PublishTariffRequest>(object({ tariff: tariffVersion }));
export const decodePublishPlan = request<wire.PublishPlanRequest>(object({ plan: planDecoder }));
export const decodeListTariffs = request<wire.ListTariffsRequest>(object({}, { ...list, operator: mspId, tariff: id }));
export const decodeListPlans = request<wire.ListPlansRequest>(object({}, { ...list, seller: mspId, plan: id }));

export const decodeGrantCreditPrivate = secret<wire.GrantCreditPrivate>(
    object({ limitMicroEur: amount, collectionKey }),
);
export const decodeShareSubscriptionsPrivate = secret<wire.ShareSubscriptionsPrivate>(
    object({ subscriptions: batchOf(sharedSubscription, clearingLimits.rowsPerBatch) }),
);
export const decodeTellHeadroomsPrivate = secret<wire.TellHeadroomsPrivate>(
    object({ headrooms: batchOf(headroom, clearingLimits.rowsPerBatch) }),
);
export const decodeAuthorisePrivate = secret<wire.AuthorisePrivate>(
    object({ authorisation: id, subscription: id, mode: oneOf(modes) }),
);
export const decodeRecordLegsPrivate = secret<wire.LegsToRecord>(
    object({ batch: id, receiptKey: digest, legs: legBatch }),
);
export const decodeGetOutcomes = request<wire.GetOutcomesRequest>(object({ ...pair, batch: id, lane }));

export const decodeOpenDisputePrivate = secret<wire.OpenDisputePrivate>(
    object({ dispute: id, operator: mspId, leg: id, day, claimedMicroEur: amount, reason }, { evidence: digest }),
);
const moveDispute = object(
    { operator: mspId, dispute: id, step: disputeCommand, reason },
    { evidence: digest, mediation: id },
);
/** A ruling is the mediator's, and applied from its public answer. */
export const decodeMoveDisputePrivate = secret<wire.MoveDisputePrivate>((value, at) => {
    const { step, ...rest } = moveDispute(value, at);
    if (step.command === 'rule') throw new Refused('MOBILITY_MEDIATION_PENDING');
    return { ...rest, step };
});
export const decodeApplyMediationPrivate = secret<wire.ApplyMediationPrivate>(object({ operator: mspId, dispute: id }));
export const decodeRequestMediation = request<wire.RequestMediationRequest>(object({ mediation: id }));
export const decodeMediate = request<wire.MediateRequest>(object({ mediation: id, sharePpm: ppm, evidence: digest }));

export const decodeOpenWindow = request<wire.OpenWindowRequest>(object({ window: id, from: instant, to: instant }));
export const decodeWindow = request<wire.WindowRequest>(object({ window: id }));
export const decodePairWindow = request<wire.PairWindowRequest>(object({ ...pair, window: id }));
export const decodeSubmitStatementPrivate = secret<wire.SubmitStatementPrivate>(
    object({ statement }, { collectionKey }),
);
export const decodeDeclareNet = request<wire.DeclareNetRequest>(object({ window: id, netMicroEur: signedAmount }));
export const decodeDeclareNetPrivate = secret<wire.DeclareNetPrivate>(
    object({ openings: batchOf(opening, clearingLimits.rowsPerBatch) }),
);
export const decodeNetWindow = request<wire.NetWindowRequest>(object({ window: id }, { setOff: setOffMembers }));
export const decodeSignWindow = request<wire.SignWindowRequest>(
    object({ window: id, revision: wholeNumber(1, 1_000), hash: digest }),
);
export const decodeRecordPayments = request<wire.RecordPaymentsRequest>(
    object(
        { window: id, bookings: batchOf(recordedBooking, clearingLimits.bookingsPerRequest) },
        { rejected: batchOf(rejectedPayment, clearingLimits.bookingsPerRequest) },
    ),
);
export const decodeDeclareDefault = request<wire.DeclareDefaultRequest>(object({ window: id, member: mspId }));
export const decodeSetAside = request<wire.SetAsideRequest>(object({ window: id, pair: twoMembers }));

export const decodeShare = request<wire.ShareRequest>(object(share));
export const decodeShareCapLossPrivate = secret<wire.ShareCapLossPrivate>(
    object({ collectionKey, weight: shareWeight, rows }),
);
export const decodeSharePassRevenuePrivate = secret<wire.SharePassRevenuePrivate>(
    object({ collectionKey, split: passSplit, rows }),
);
export const decodePostShare = request<wire.PostShareRequest>(object({ ...pair, share: id }));
export const decodePostSharePrivate = secret<wire.PostSharePrivate>(object({ part: sharePart, salt: id }));
export const decodeGetShareParts = request<wire.GetSharePartsRequest>(object({ ...pair, share: id }));

export const decodeListLegs = request<wire.ListLegsRequest>(object({ ...pair, window: id }, { cursor }));
export const decodeGetLeg = request<wire.GetLegRequest>(object({ ...pair, operator: mspId, leg: id, day }));
export const decodeGetDispute = request<wire.GetDisputeRequest>(object({ ...pair, operator: mspId, dispute: id }));
export const decodeListSubscriptions = request<wire.ListSubscriptionsRequest>(
    object({ ...pair, seller: mspId }, { cursor }),
);
export const decodeGetAuthorisation = request<wire.GetAuthorisationRequest>(
    object({ ...pair, operator: mspId, authorisation: id }),
);
export const decodeComparePairPrivate = secret<wire.ComparePairPrivate>(
    object({}, { legs: batchOf(statedLeg, clearingLimits.legsPerComparison) }),
);
