import { METERED_DATA, type CommunityRecord, type SettledRanges } from '@quartier/rules/energy';
import { Refused } from '@quartier/rules/wire';

import { openSharedCollection, type AreaTransaction } from '../consortium/index.js';
import type { PrivateCollection, PublicState } from '../ledger/index.js';

import { publicKinds } from './keys.js';

export async function loadCommunity(state: PublicState, community: string): Promise<CommunityRecord> {
    const record = await state.get(publicKinds.community, [community]);
    if (record === undefined) throw new Refused('ENERGY_COMMUNITY_UNKNOWN', { community });
    return record;
}

/** The community, for the organisation that organises it. */
export async function loadOwnCommunity(transaction: AreaTransaction, community: string): Promise<CommunityRecord> {
    const record = await loadCommunity(transaction.state, community);
    const { mspId } = transaction.caller;
    if (record.organiser !== mspId) {
        throw new Refused('ENERGY_NOT_THE_ORGANISER', { community, organiser: record.organiser, mspId });
    }
    return record;
}

/** The collection of members and curves; a community cannot exist before it has its key. */
export async function meteredData(transaction: AreaTransaction): Promise<PrivateCollection> {
    const collection = await openSharedCollection(transaction, METERED_DATA);
    if (collection === undefined) throw new Refused('ENERGY_COMMUNITY_UNKNOWN', { community: METERED_DATA });
    return collection;
}

/** The pseudonym of a meter. */
export function pointOf(collection: PrivateCollection, meter: string): string {
    return collection.pseudonym('meter', meter);
}

export async function settledRanges(state: PublicState, community: string): Promise<SettledRanges> {
    return (await state.get(publicKinds.settledRanges, [community]))?.ranges ?? [];
}

/** The book of a community's postings: accounts are the pseudonyms of its meters. */
export function bookOf(community: string): string {
    return `energy/${community}`;
}
