import { randomBytes } from 'node:crypto';

import {
    energyLimits,
    energyTransactions as transactions,
    METERED_DATA,
    type AddMembersReply,
    type CommunityRecord,
    type CreateCommunityPrivate,
    type CreateCommunityRequest,
    type DayGapsReply,
    type DeliverCurvesReply,
    type EraseMemberReply,
    type ListCommunitiesReply,
    type ListDaysReply,
    type ListDeliveriesReply,
    type ListedMembership,
    type ListMembersReply,
    type ListPricesReply,
    type ListSuppliesReply,
    type Membership,
    type RowOutcome,
    type SettleDaysReply,
    type Statement,
    type Supply,
} from '@quartier/rules/energy';
import { dayNumber, dayOfNumber } from '@quartier/rules/units';

import type { Area, AreaEvent, EventOptions } from '../gateway/index.js';

import type { EnergyClient, ListedCommunity, NewCommunity, SupplyRange } from './client.js';
import type { EnergyEvent } from './events.js';
import { settleRange } from './settlement.js';

/** The energy client over the area's chaincode. Replies are what the contract documents, so they are taken as typed. */
export function ledgerEnergyClient(area: Area): EnergyClient {
    /** Submits to the members of the collection and to nobody else. */
    const record = (transaction: string, request: object, privatePart?: object): Promise<unknown> =>
        area.submit({
            transaction,
            request,
            collection: METERED_DATA,
            ...(privatePart === undefined ? {} : { privatePart }),
        });
    const ask = (transaction: string, request: object, privatePart?: object): Promise<unknown> =>
        area.evaluate({ transaction, request, ...(privatePart === undefined ? {} : { privatePart }) });

    const client: EnergyClient = {
        mspId: area.mspId,
        consortium: () => area.consortium(),

        createCommunity: async (community) => {
            await record(transactions.createCommunity, ...creation(community));
        },
        setParameters: async ({ community, parameters, keys }) => {
            await record(
                transactions.setParameters,
                { community, parameters },
                { ...(keys === undefined ? {} : { keys }) },
            );
        },
        getCommunity: async (community) => (await ask(transactions.getCommunity, { community })) as CommunityRecord,
        listCommunities: () => communities(ask),

        setPrice: async ({ producer, ...price }) => {
            await record(transactions.setPrice, price, producer === undefined ? {} : { producer });
        },
        listPrices: async (community) =>
            ((await ask(transactions.listPrices, { community })) as ListPricesReply).prices,

        addMembers: (community, members) => addByPages(record, community, members),
        endMembership: async ({ community, meter, to }) => {
            await record(transactions.endMembership, { community, to }, { meter });
        },
        eraseMember: (member) => eraseByParts(record, member),
        listMembers: (community) => members(ask, community),

        deliverCurves: async (delivery, curves) =>
            (await record(transactions.deliverCurves, delivery, curves)) as DeliverCurvesReply,
        listDeliveries: async (community, page, month) =>
            ((await ask(transactions.listDeliveries, { community, page, month })) as ListDeliveriesReply).deliveries,

        settleDays: async (days) => (await record(transactions.settleDays, days)) as SettleDaysReply,
        settle: (range) => settleRange(client, range),
        listDays: async (community, month) =>
            ((await ask(transactions.listDays, { community, month })) as ListDaysReply).days,
        dayGaps: async (community, day) => ((await ask(transactions.dayGaps, { community, day })) as DayGapsReply).gaps,

        statement: async (community, month) =>
            (await ask(transactions.getStatement, { community, month })) as Statement,
        issueStatement: async (community, month) => {
            await record(transactions.issueStatement, { community, month });
        },
        supplies: (range) => supplies(ask, range),

        events: (options) => events(area, options),
    };
    return client;
}

type Transact = (transaction: string, request: object, privatePart?: object) => Promise<unknown>;

function creation({ keys, ...request }: NewCommunity): [CreateCommunityRequest, CreateCommunityPrivate] {
    // Taken only where the collection has no key yet: nothing but the organisation's own machines knows it.
    const collectionKey = randomBytes(32).toString('hex');
    return [request, { collectionKey, ...(keys === undefined ? {} : { keys }) }];
}

async function* communities(ask: Transact): AsyncGenerator<ListedCommunity, void> {
    let after: string | undefined;
    do {
        const request = { limit: energyLimits.rowsPerList, ...(after === undefined ? {} : { after }) };
        const page = (await ask(transactions.listCommunities, request)) as ListCommunitiesReply;
        yield* page.communities;
        after = page.next;
    } while (after !== undefined);
}

async function* members(ask: Transact, community: string): AsyncGenerator<ListedMembership, void> {
    let pages = 1;
    for (let page = 0; page < pages; page += 1) {
        const reply = (await ask(transactions.listMembers, { community, page })) as ListMembersReply;
        yield* reply.members;
        pages = reply.pages;
    }
}

/** One transaction after the other: each reads and writes the roster. */
async function addByPages(
    record: Transact,
    community: string,
    rows: readonly Membership[],
): Promise<readonly RowOutcome[]> {
    const outcomes: RowOutcome[] = [];
    for (let first = 0; first < rows.length; first += energyLimits.metersPerPage) {
        const page = rows.slice(first, first + energyLimits.metersPerPage);
        const reply = (await record(transactions.addMembers, { community }, { members: page })) as AddMembersReply;
        outcomes.push(...reply.outcomes.map((outcome) => ({ ...outcome, index: first + outcome.index })));
    }
    return outcomes;
}

/** As many transactions as it takes: one purges a bounded number of values. */
async function eraseByParts(
    record: Transact,
    { community, meter }: { readonly community: string; readonly meter: string },
): Promise<number> {
    let purged = 0;
    for (;;) {
        const reply = (await record(transactions.eraseMember, { community }, { meter })) as EraseMemberReply;
        purged += reply.purgedValues;
        if (!reply.more) return purged;
    }
}

async function* supplies(ask: Transact, { community, meter, from, to }: SupplyRange): AsyncGenerator<Supply, void> {
    const last = dayNumber(to);
    for (let first = dayNumber(from); first <= last; first += energyLimits.daysPerSettlement) {
        const end = Math.min(last, first + energyLimits.daysPerSettlement - 1);
        const request = { community, from: dayOfNumber(first), to: dayOfNumber(end) };
        const reply = (await ask(transactions.listSupplies, request, { meter })) as ListSuppliesReply;
        yield* reply.supplies;
    }
}

async function* events(area: Area, options?: EventOptions): AsyncGenerator<EnergyEvent, void> {
    for await (const event of area.events(options)) yield event as AreaEvent & EnergyEvent;
}
