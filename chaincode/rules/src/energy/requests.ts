/**
 * Decoders of the energy requests and their private parts, from the JSON that a transaction gets. Each is strict: what is
 * missing, unknown, out of bounds or of another type is refused with REQUEST_MALFORMED and named by its place.
 */
import { countDays, dayBounds, zoneFault, zoneFitsStep, type ZoneTable } from '../units/index.js';
import { decodeJson, listOf, malformed, object, oneOf, Refused, wholeNumber, type Decoder } from '../wire/index.js';
import {
    community,
    communityParameters,
    correction,
    cursor,
    curve,
    day,
    hexKey,
    membership,
    meter,
    month,
    mspId,
    page,
    price,
    runId,
    staticKey,
    zoneTable,
} from './request-members.js';
import { energyLimits, type CommunityParameters } from './records.js';
import type * as wire from './transactions.js';

const REQUEST = 'request';
const PRIVATE = 'private';

const batchOf = <T>(item: Decoder<T>, most: number): Decoder<readonly T[]> =>
    listOf(item, { most, tooLong: (size) => new Refused('ENERGY_BATCH_TOO_LARGE', { size, limit: most }) });

const staticKeys = batchOf(staticKey, energyLimits.metersPerPage * energyLimits.pagesPerCommunity);
const gapPolicy = oneOf(['refuse', 'zero', 'estimate']);

const createCommunity = object({ community, metering: mspId, zone: zoneTable, parameters: communityParameters });
const createCommunityPrivate = object({ collectionKey: hexKey }, { keys: staticKeys });
const setParameters = object({ community, parameters: communityParameters });
const setParametersPrivate = object({}, { keys: staticKeys });
const setPrice = object({ community, from: day, microEurPerKwh: price }, { correction });
const setPricePrivate = object({}, { producer: meter });
const onlyCommunity = object({ community });
const addMembersPrivate = object({ members: batchOf(membership, energyLimits.metersPerPage) });
const endMembership = object({ community, to: day });
const onlyMeter = object({ meter });
const communityPageMonth = object({ community, page, month });
const deliverCurvesPrivate = object({ curves: batchOf(curve, energyLimits.metersPerPage) });
const settleDays = object({ community, runId, from: day, to: day, gaps: gapPolicy });
const communityMonth = object({ community, month });
const list = object({}, { after: cursor, limit: wholeNumber(1, energyLimits.rowsPerList) });
const communityPage = object({ community, page });
const communityDay = object({ community, day });
const listSupplies = object({ community, from: day, to: day });

/** @throws Refused REQUEST_MALFORMED, also where days of the zone are no whole number of steps or the first day is not of it. */
export function decodeCreateCommunity(text: string): wire.CreateCommunityRequest {
    const request = decodeJson(text, createCommunity, REQUEST);
    const fault = zoneFault(request.zone);
    if (fault !== undefined) throw malformed(`${REQUEST}.zone`, `is no zone table: ${fault}`);
    checkParametersFitZone(request.zone, request.parameters);
    return request;
}

/**
 * @throws Refused REQUEST_MALFORMED where days of the zone are no whole number of steps, or the table does not cover the
 *   day that the parameters start.
 */
export function checkParametersFitZone(zone: ZoneTable, parameters: CommunityParameters): void {
    const at = `${REQUEST}.parameters`;
    if (!zoneFitsStep(zone, parameters.stepMinutes))
        throw malformed(`${at}.stepMinutes`, 'does not divide the days of the zone');
    if (dayBounds(zone, parameters.from) === undefined) throw malformed(`${at}.from`, 'is outside the zone table');
}

export function decodeCreateCommunityPrivate(text: string): wire.CreateCommunityPrivate {
    return decodeJson(text, createCommunityPrivate, PRIVATE);
}

export function decodeSetParameters(text: string): wire.SetParametersRequest {
    return decodeJson(text, setParameters, REQUEST);
}

export function decodeSetParametersPrivate(text: string): wire.SetParametersPrivate {
    return decodeJson(text, setParametersPrivate, PRIVATE);
}

export function decodeSetPrice(text: string): wire.SetPriceRequest {
    return decodeJson(text, setPrice, REQUEST);
}

export function decodeSetPricePrivate(text: string): wire.SetPricePrivate {
    return decodeJson(text, setPricePrivate, PRIVATE);
}

export function decodeAddMembers(text: string): wire.AddMembersRequest {
    return decodeJson(text, onlyCommunity, REQUEST);
}

/** @throws Refused REQUEST_MALFORMED; ENERGY_BATCH_TOO_LARGE above `energyLimits.metersPerPage` members. */
export function decodeAddMembersPrivate(text: string): wire.AddMembersPrivate {
    return decodeJson(text, addMembersPrivate, PRIVATE);
}

export function decodeEndMembership(text: string): wire.EndMembershipRequest {
    return decodeJson(text, endMembership, REQUEST);
}

export function decodeEndMembershipPrivate(text: string): wire.EndMembershipPrivate {
    return decodeJson(text, onlyMeter, PRIVATE);
}

export function decodeEraseMember(text: string): wire.EraseMemberRequest {
    return decodeJson(text, onlyCommunity, REQUEST);
}

export function decodeEraseMemberPrivate(text: string): wire.EraseMemberPrivate {
    return decodeJson(text, onlyMeter, PRIVATE);
}

export function decodeDeliverCurves(text: string): wire.DeliverCurvesRequest {
    return decodeJson(text, communityPageMonth, REQUEST);
}

/**
 * The packed values of each curve are not looked at: a bad curve is refused alone (see `readCurve`).
 * @throws Refused REQUEST_MALFORMED, also where a meter has two curves; ENERGY_BATCH_TOO_LARGE above
 *   `energyLimits.metersPerPage` curves.
 */
export function decodeDeliverCurvesPrivate(text: string): wire.DeliverCurvesPrivate {
    const delivery = decodeJson(text, deliverCurvesPrivate, PRIVATE);
    const meters = new Set<string>();
    delivery.curves.forEach((delivered, index) => {
        if (meters.has(delivered.meter))
            throw malformed(`${PRIVATE}.curves[${String(index)}].meter`, 'already has a curve in this delivery');
        meters.add(delivered.meter);
    });
    return delivery;
}

/** @throws Refused REQUEST_MALFORMED; ENERGY_SETTLEMENT_TOO_LARGE above `energyLimits.daysPerSettlement` days. */
export function decodeSettleDays(text: string): wire.SettleDaysRequest {
    const request = decodeJson(text, settleDays, REQUEST);
    const days = daysInOrder(request);
    const limit = energyLimits.daysPerSettlement;
    if (days > limit) throw new Refused('ENERGY_SETTLEMENT_TOO_LARGE', { days, size: days, unit: 'days', limit });
    return request;
}

export function decodeStatement(text: string): wire.StatementRequest {
    return decodeJson(text, communityMonth, REQUEST);
}

export function decodeList(text: string): wire.ListRequest {
    return decodeJson(text, list, REQUEST);
}

export function decodeCommunity(text: string): wire.CommunityRequest {
    return decodeJson(text, onlyCommunity, REQUEST);
}

export function decodeListMembers(text: string): wire.ListMembersRequest {
    return decodeJson(text, communityPage, REQUEST);
}

export function decodeListDeliveries(text: string): wire.ListDeliveriesRequest {
    return decodeJson(text, communityPageMonth, REQUEST);
}

export function decodeDayGaps(text: string): wire.DayGapsRequest {
    return decodeJson(text, communityDay, REQUEST);
}

/** @throws Refused REQUEST_MALFORMED, also above `energyLimits.daysPerSettlement` days. */
export function decodeListSupplies(text: string): wire.ListSuppliesRequest {
    const request = decodeJson(text, listSupplies, REQUEST);
    const limit = energyLimits.daysPerSettlement;
    if (daysInOrder(request) > limit)
        throw malformed(`${REQUEST}.to`, `is more than ${String(limit)} days from the first`);
    return request;
}

export function decodeListSuppliesPrivate(text: string): wire.ListSuppliesPrivate {
    return decodeJson(text, onlyMeter, PRIVATE);
}

function daysInOrder({ from, to }: { readonly from: string; readonly to: string }): number {
    const days = countDays(from, to);
    if (days < 1) throw malformed(`${REQUEST}.to`, 'is before the first day');
    return days;
}
