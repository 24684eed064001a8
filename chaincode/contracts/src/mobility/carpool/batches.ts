import type { CampaignBatch, CampaignRecord } from '@quartier/rules/mobility';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import { sha256, type PrivateCollection } from '../../ledger/index.js';
import { loadCampaign, openCarpool } from './campaign.js';
import { carpoolKinds, publicCarpoolKinds } from './keys.js';

/** One batch of a campaign under way: the next of its sequence. */
export interface BatchBooks {
    readonly transaction: AreaSubmission;
    readonly collection: PrivateCollection;
    readonly campaign: CampaignRecord;
    readonly batch: string;
    readonly sequence: number;
    readonly digest: string;
}

/** The books for a new batch, or the number of one that was recorded before with the same content. */
export async function openBatch(
    transaction: AreaSubmission,
    { campaign, batch }: { readonly campaign: string; readonly batch: string },
    content: object,
): Promise<BatchBooks | number> {
    const collection = await openCarpool(transaction, campaign);
    const digest = sha256(canonicalJson(content));
    const earlier = await collection.get(carpoolKinds.batchId, [campaign, transaction.caller.mspId, batch]);
    if (earlier !== undefined) {
        if (earlier.digest === digest) return earlier.sequence;
        throw new Refused('MOBILITY_BATCH_CONFLICT');
    }
    const record = await loadCampaign(transaction, campaign);
    return { transaction, collection, campaign: record, batch, sequence: record.batches + 1, digest };
}

/**
 * Records a batch. Every batch of a campaign writes its public row, so they come one after the other: limits of everyone
 * and the budget are exact, and a replay in the order of their numbers comes to the same.
 */
export async function closeBatch(
    { transaction, collection, campaign, batch, sequence, digest }: BatchBooks,
    record: CampaignBatch,
    paidMicroEur: bigint,
): Promise<void> {
    const name = campaign.campaign;
    const paid = BigInt(campaign.paidMicroEur) + paidMicroEur;
    const left = BigInt(campaign.fundedMicroEur) - BigInt(campaign.paidMicroEur);
    if (paidMicroEur > left)
        throw new Refused('MOBILITY_BUDGET_SHORT', { campaign: name, leftMicroEur: left.toString() });
    await collection.put(carpoolKinds.batch, [name, String(sequence)], record);
    await collection.put(carpoolKinds.batchId, [name, transaction.caller.mspId, batch], { sequence, digest });
    await transaction.state.put(publicCarpoolKinds.campaign, [name], {
        ...campaign,
        paidMicroEur: paid.toString(),
        batches: sequence,
    });
}
