import {
    CARPOOL,
    carpoolEvents,
    carpoolLimits,
    carpoolRoles,
    compilePolicy,
    incentiveSubject,
    type CampaignRecord,
    type carpoolWire,
    type CompiledPolicy,
    type IncentivePolicy,
} from '@quartier/rules/mobility';
import { utcDay } from '@quartier/rules/units';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import { decided, openSharedCollection, type AreaSubmission, type AreaTransaction } from '../../consortium/index.js';
import { PrivateCollection, ReadOnce } from '../../ledger/index.js';
import { publicCarpoolKinds } from './keys.js';

/** The council puts money in; the first time it opens the campaign. */
export async function fundCampaign(
    transaction: AreaSubmission,
    { campaign, funding, amountMicroEur }: carpoolWire.FundCampaignRequest,
    { collectionKey }: carpoolWire.CollectionKeyPrivate,
): Promise<CampaignRecord> {
    const { stub, state } = transaction;
    if ((await openSharedCollection(transaction, CARPOOL)) === undefined)
        await PrivateCollection.create(stub, CARPOOL, collectionKey);
    const stored = await state.get(publicCarpoolKinds.campaign, [campaign]);
    const record = stored ?? { campaign, fundings: {}, fundedMicroEur: '0', paidMicroEur: '0', batches: 0 };
    const earlier = Object.hasOwn(record.fundings, funding) ? record.fundings[funding] : undefined;
    if (earlier !== undefined && earlier !== amountMicroEur) throw new Refused('MOBILITY_BATCH_CONFLICT');
    if (earlier !== undefined) return record;
    const fundings = { ...record.fundings, [funding]: amountMicroEur };
    const limit = carpoolLimits.fundings;
    if (Object.keys(fundings).length > limit) throw new Refused('MOBILITY_BATCH_TOO_LARGE', { size: limit + 1, limit });
    const fundedMicroEur = (BigInt(record.fundedMicroEur) + BigInt(amountMicroEur)).toString();
    const funded = { ...record, fundings, fundedMicroEur };
    await state.put(publicCarpoolKinds.campaign, [campaign], funded);
    transaction.event(carpoolEvents.campaignFunded, { campaign, fundedMicroEur });
    return funded;
}

/** @throws Refused MOBILITY_CAMPAIGN_UNKNOWN */
export async function loadCampaign({ state }: AreaTransaction, campaign: string): Promise<CampaignRecord> {
    const record = await state.get(publicCarpoolKinds.campaign, [campaign]);
    if (record === undefined) throw new Refused('MOBILITY_CAMPAIGN_UNKNOWN', { campaign });
    return record;
}

/** The collection of all members, where the campaign is open. */
export async function openCarpool(transaction: AreaTransaction, campaign: string): Promise<PrivateCollection> {
    const collection = await openSharedCollection(transaction, CARPOOL);
    if (collection === undefined) throw new Refused('MOBILITY_CAMPAIGN_UNKNOWN', { campaign });
    return collection;
}

/** The organisation that issues pseudonyms: the first by its id, where several have the role. */
export function registryOf({ consortium: { organisations } }: AreaTransaction): string {
    const holders = Object.keys(organisations).filter((id) => organisations[id]?.includes(carpoolRoles.registry));
    const [registry] = holders.sort();
    if (registry !== undefined) return registry;
    throw new Refused('CONSORTIUM_ROLE_MISSING', { mspId: '', role: carpoolRoles.registry, holders: [] });
}

/** Policies of a campaign as voted, each compiled once a transaction. */
export class VotedPolicies {
    readonly #transaction: AreaTransaction;
    readonly #campaign: string;
    readonly #ofDay = new ReadOnce((day: string) => this.#read(day));
    readonly #ofText = new Map<string, CompiledPolicy>();

    constructor(transaction: AreaTransaction, campaign: string) {
        this.#transaction = transaction;
        this.#campaign = campaign;
    }

    /** In force on the UTC day of an instant; undefined before the first. */
    find(instant: number): Promise<CompiledPolicy | undefined> {
        return this.#ofDay.load(utcDay(instant));
    }

    /** @throws Refused MOBILITY_POLICY_NOT_DECIDED */
    async at(instant: number): Promise<CompiledPolicy> {
        const found = await this.find(instant);
        if (found !== undefined) return found;
        throw new Refused('MOBILITY_POLICY_NOT_DECIDED', { campaign: this.#campaign, day: utcDay(instant) });
    }

    async #read(day: string): Promise<CompiledPolicy | undefined> {
        const { state } = this.#transaction;
        const policy = await decided<IncentivePolicy>(state, incentiveSubject(this.#campaign), day);
        if (policy === undefined) return undefined;
        const text = canonicalJson(policy);
        const compiled = this.#ofText.get(text) ?? compilePolicy(policy);
        this.#ofText.set(text, compiled);
        return compiled;
    }
}
