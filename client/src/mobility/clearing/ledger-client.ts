import { changeSubscription, type LegRecord, type PublishedTariff, type ShareRow } from '@quartier/rules/mobility';
import { dayBounds, firstDayOf, monthOf, dayOfInstant } from '@quartier/rules/units';

import { Refusal, type Area, type AreaEvent, type EventOptions } from '../../gateway/index.js';

import { billOf, findSubscription, sharedWith, soldPlans } from '../billing/bill.js';
import { keepHeadrooms } from '../billing/headrooms.js';
import { capLossRows, passRevenueRows, type ShareInput } from '../billing/share-rows.js';
import { soldLegsSince } from '../billing/sold-legs.js';
import { importLegs } from '../legs/import-legs.js';

import { newCalls } from './calls.js';
import { decideHere } from './catalogue.js';
import type { LegImportRequest, MobilityClient } from './client.js';
import { disputes } from './disputes.js';
import type { MobilityEvent } from './events.js';
import { legs } from './legs.js';
import { pairs } from './pairs.js';
import { publications } from './publications.js';
import { sharing } from './sharing.js';
import { windows } from './windows.js';

/** The clearing's client over the area's chaincode. */
export function ledgerMobilityClient(area: Area): MobilityClient {
    const calls = newCalls(area);
    const { mspId } = area;
    const client: MobilityClient = {
        mspId,
        consortium: () => area.consortium(),
        ...publications(calls),
        ...pairs(calls),
        ...legs(calls),
        ...disputes(calls),
        ...windows(calls),
        ...sharing(calls),
        partners: () => partnersOf(client),
        importLegs: (request) => importPriced(client, request),
        changeSubscription: async ({ subscription, command }) => {
            const before = await findSubscription(client, mspId, subscription);
            const { seller: _, ...after } = decideHere(() => changeSubscription(before, command));
            await client.shareSubscriptions(await partnersOf(client), [after]);
            return after;
        },
        bill: (request) => billOf(client, mspId, request),
        keepHeadrooms: (options) => keepHeadrooms(client, options),
        shareWindowCapLoss: async ({ share, window, weight, ownLegs }) => {
            const input = await shareInput(client, window, ownLegs);
            const rows = decideHere(() => capLossRows(input));
            return rows.length === 0 ? undefined : client.shareCapLoss({ share, window, weight, rows });
        },
        shareWindowPassRevenue: async ({ share, window, period, commissionPpm, split, ownLegs }) => {
            const input = await shareInput(client, window, ownLegs);
            const rows: readonly ShareRow[] = decideHere(() => passRevenueRows({ ...input, period, commissionPpm }));
            return rows.length === 0 ? undefined : client.sharePassRevenue({ share, window, split, rows });
        },
        events: (options) => events(area, options),
    };
    return client;
}

async function partnersOf(client: MobilityClient): Promise<readonly string[]> {
    const partners: string[] = [];
    for await (const { operator } of client.listOperators()) {
        if (operator === client.mspId) continue;
        try {
            await client.position(operator);
            partners.push(operator);
        } catch (error) {
            if (!(error instanceof Refusal) || !WITHOUT_BOOKS.has(error.code)) throw error;
        }
    }
    return partners;
}
const WITHOUT_BOOKS: ReadonlySet<string> = new Set(['MOBILITY_PAIR_NOT_OPEN', 'MOBILITY_PAIR_NONE']);

async function importPriced(
    client: MobilityClient,
    request: LegImportRequest,
): ReturnType<MobilityClient['importLegs']> {
    const { defaults = {}, ignoreStatedPrice = false, stream, ...rest } = request;
    const { mspId: operator } = client;
    const tariffs: PublishedTariff[] = [];
    for await (const tariff of client.listTariffs({ operator })) tariffs.push(tariff);
    const { zone } = await client.terms();
    return importLegs({
        ...rest,
        defaults: { ...defaults, operator },
        pricing: {
            tariffs,
            zone,
            now: () => Math.floor(Date.now() / 1_000),
            recorded: await recordedUnderCaps(client, tariffs),
            ignoreStatedPrice,
        },
        stream: client.legStream(stream),
    });
}

/** What the operator has recorded under tariffs with caps, whose prices depend on each other. */
async function recordedUnderCaps(
    client: MobilityClient,
    tariffs: readonly PublishedTariff[],
): Promise<readonly LegRecord[]> {
    const capped = new Set(tariffs.flatMap(({ tariff }) => (tariff.price.caps?.length ? [tariff.tariff] : [])));
    if (capped.size === 0) return [];
    const records: LegRecord[] = [];
    const partners = await partnersOf(client);
    for await (const { window } of client.listWindows())
        for (const partner of partners)
            for await (const { record } of client.listLegs({ with: partner, window }))
                if (record.operator === client.mspId && capped.has(record.tariff)) records.push(record);
    return records;
}

async function shareInput(client: MobilityClient, id: string, ownLegs: readonly LegRecord[] = []): Promise<ShareInput> {
    const { window } = await client.getWindow(id);
    const { zone } = await client.terms();
    const { mspId } = client;
    const day = dayOfInstant(zone, window.from);
    const since = (day === undefined ? undefined : dayBounds(zone, firstDayOf(monthOf(day)))?.start) ?? window.from;
    const subscriptions = new Map<string, ShareInput['subscriptions'][number]>();
    for (const operator of await partnersOf(client))
        for await (const row of sharedWith(client, mspId, operator))
            subscriptions.set(row.subscription, { ...row, seller: mspId });
    return {
        window: id,
        sold: [
            ...(await soldLegsSince(client, mspId, { since, until: window.to })),
            ...ownLegs.map((record) => ({ record, window: id })),
        ],
        subscriptions: [...subscriptions.values()],
        plans: await soldPlans(client, mspId),
        zone,
    };
}

async function* events(area: Area, options?: EventOptions): AsyncGenerator<MobilityEvent, void> {
    for await (const event of area.events(options)) yield event as AreaEvent & MobilityEvent;
}
