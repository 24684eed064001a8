/** Evaluations: what the organisations of the area may look up. Nothing of them reaches the ledger. */
import {
    energyLimits,
    type CommunityRecord,
    type ListCommunitiesReply,
    type ListDaysReply,
    type ListDeliveriesReply,
    type ListDeliveriesRequest,
    type ListedMembership,
    type ListMembersReply,
    type ListMembersRequest,
    type ListPricesReply,
    type ListRequest,
    type StatementRequest,
} from '@quartier/rules/energy';
import { daysOfMonth } from '@quartier/rules/units';

import type { AreaTransaction } from '../consortium/index.js';

import { loadCommunity, meteredData } from './community.js';
import { privateKinds, publicKinds } from './keys.js';
import { Roster } from './roster.js';

export async function listCommunities({ state }: AreaTransaction, request: ListRequest): Promise<ListCommunitiesReply> {
    const { records, next } = await state.page(publicKinds.community, {
        limit: request.limit ?? energyLimits.rowsPerList,
        ...(request.after === undefined ? {} : { cursor: request.after }),
    });
    const communities = records.map(({ community, zone, parameters }) => ({
        community,
        zone: zone.zone,
        rule: parameters.at(-1)?.rule ?? 'prorata',
    }));
    return next === undefined ? { communities } : { communities, next };
}

export async function getCommunity({ state }: AreaTransaction, community: string): Promise<CommunityRecord> {
    return loadCommunity(state, community);
}

export async function listPrices({ state }: AreaTransaction, community: string): Promise<ListPricesReply> {
    await loadCommunity(state, community);
    return { prices: (await state.get(publicKinds.prices, [community]))?.prices ?? [] };
}

/** The settled days of a month, in order. */
export async function listDays(
    { state }: AreaTransaction,
    { community, month }: StatementRequest,
): Promise<ListDaysReply> {
    await loadCommunity(state, community);
    const days = [];
    for (const day of daysOfMonth(month)) {
        const settled = await state.get(publicKinds.day, [community, day]);
        if (settled !== undefined) days.push(settled);
    }
    return { days };
}

/** One roster page with the names: of the collection's members alone. */
export async function listMembers(
    transaction: AreaTransaction,
    { community, page }: ListMembersRequest,
): Promise<ListMembersReply> {
    await loadCommunity(transaction.state, community);
    const collection = await meteredData(transaction);
    const roster = await Roster.open(collection, community);
    const { points } = await roster.page(page);
    const members: ListedMembership[] = [];
    for (const point of Object.keys(points)) {
        const record = await collection.get(privateKinds.meter, [point]);
        for (const membership of record?.memberships ?? []) {
            if (membership.community !== community) continue;
            const { member, role, from, to } = membership;
            members.push({ meter: record?.meter ?? '', member, role, from, to, point, page });
        }
    }
    return { members, pages: roster.pages };
}

export async function listDeliveries(
    transaction: AreaTransaction,
    { community, page, month }: ListDeliveriesRequest,
): Promise<ListDeliveriesReply> {
    await loadCommunity(transaction.state, community);
    const collection = await meteredData(transaction);
    const index = await collection.get(privateKinds.deliveries, [community, String(page), month]);
    const deliveries = Object.entries(index?.points ?? {}).flatMap(([point, rows]) =>
        rows.map(([start, steps, digest], version) => ({ point, version, start, steps, digest })),
    );
    return { deliveries };
}
