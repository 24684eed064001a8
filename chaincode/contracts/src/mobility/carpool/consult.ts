import {
    carpoolLimits,
    carpoolRoles,
    type carpoolWire,
    type CampaignBatch,
    matchRides,
    type RideRecord,
} from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import type { AreaTransaction } from '../../consortium/index.js';
import { loadCampaign, openCarpool } from './campaign.js';
import { carpoolKinds, publicCarpoolKinds } from './keys.js';
import { loadRide } from './ride-books.js';

export async function listRides(
    { state }: AreaTransaction,
    { campaign, day, after }: carpoolWire.SearchRidesRequest,
): Promise<carpoolWire.ListRidesReply> {
    const { records, next } = await state.page(publicCarpoolKinds.ride, {
        within: [campaign, day],
        limit: carpoolLimits.ridesPerPage,
        ...(after === undefined ? {} : { cursor: after }),
    });
    return { rides: records, ...(next === undefined ? {} : { next }) };
}

/** What drivers offer that day, as it suits a wish. */
export async function searchRides(
    transaction: AreaTransaction,
    request: carpoolWire.SearchRidesRequest,
    { wish }: carpoolWire.SearchRidesPrivate,
): Promise<carpoolWire.SearchRidesReply> {
    const { campaign } = request;
    const collection = await openCarpool(transaction, campaign);
    const { rides, next } = await listRides(transaction, request);
    const open: RideRecord[] = [];
    for (const { ride, state } of rides) {
        if (state === 'open') open.push(await loadRide(collection, campaign, ride));
    }
    const matches = matchRides(
        wish,
        open.map(({ ride }) => ride),
    );
    return { matches, ...(next === undefined ? {} : { next }) };
}

/** To those who act for its riders, and to the registry. */
export async function getRide(
    transaction: AreaTransaction,
    { campaign, ride }: carpoolWire.RideRequest,
): Promise<RideRecord> {
    const { mspId } = transaction.caller;
    const record = await loadRide(await openCarpool(transaction, campaign), campaign, ride);
    const operators = [record.operator, ...Object.values(record.passengers).map(({ operator }) => operator)];
    if (operators.includes(mspId) || seesAll(transaction)) return record;
    throw new Refused('MOBILITY_RIDE_NOT_YOURS', { ride, mspId });
}

/** An operator sees its own batches and journeys; who pays or keeps the registry sees all. */
export async function listBatches(
    transaction: AreaTransaction,
    { campaign, from }: carpoolWire.ListBatchesRequest,
): Promise<carpoolWire.ListBatchesReply> {
    const collection = await openCarpool(transaction, campaign);
    const { batches: last } = await loadCampaign(transaction, campaign);
    const batches: CampaignBatch[] = [];
    for (let sequence = from; sequence <= last && sequence < from + carpoolLimits.batchesPerPage; sequence += 1) {
        const batch = await collection.get(carpoolKinds.batch, [campaign, String(sequence)]);
        if (batch !== undefined) batches.push(seesAll(transaction) ? batch : ownOf(batch, transaction.caller.mspId));
    }
    return { batches, last };
}

function ownOf(batch: CampaignBatch, mspId: string): CampaignBatch {
    if (batch.by === mspId) return batch;
    if (batch.kind === 'judged')
        return { ...batch, journeys: batch.journeys.filter(({ journey }) => journey.operator === mspId) };
    return { ...batch, journeys: batch.journeys.filter(({ operator }) => operator === mspId) };
}

function seesAll({ consortium, caller: { mspId } }: AreaTransaction): boolean {
    const roles = consortium.organisations[mspId] ?? [];
    return roles.includes(carpoolRoles.registry) || roles.includes(carpoolRoles.budget);
}
