import {
    energyEvents,
    energyLimits,
    firstUnsettledIn,
    monthsToErase,
    type EraseMemberPrivate,
    type EraseMemberReply,
    type EraseMemberRequest,
} from '@quartier/rules/energy';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../consortium/index.js';
import type { PrivateCollection } from '../ledger/index.js';

import { loadCommunity, loadOwnCommunity, meteredData, pointOf, settledRanges } from './community.js';
import { privateKinds, type DeliveryIndex, type MeterMembership, type MeterRecord } from './keys.js';

/**
 * Erases a person on request (GDPR article 17): the curves of the meter, then the record that says whose it is. Settled
 * amounts stay in the books under a pseudonym that nobody can resolve any more. What one transaction may not purge at
 * once it leaves to the next; the meter's record goes last.
 */
export async function eraseMember(
    transaction: AreaSubmission,
    { community }: EraseMemberRequest,
    { meter }: EraseMemberPrivate,
): Promise<EraseMemberReply> {
    await loadOwnCommunity(transaction, community);
    const collection = await meteredData(transaction);
    const point = pointOf(collection, meter);
    const record = await collection.get(privateKinds.meter, [point]);
    const isOwn = record?.memberships.some((membership) => membership.community === community) === true;
    if (record === undefined || !isOwn) throw new Refused('ENERGY_METER_UNKNOWN');
    for (const membership of record.memberships) {
        if (!(await isSettledThrough(transaction, membership))) throw new Refused('ENERGY_MEMBERSHIP_OPEN');
    }

    const delivered = await deliveredMonths(collection, record, point);
    const { months, values, more } = monthsToErase(delivered, energyLimits.keysPerTransaction / 2);
    for (const month of months) await purgeMonth(collection, month, point);
    if (!more) await collection.purge(privateKinds.meter, [point]);
    transaction.event(energyEvents.memberErased, { community });
    return { purgedValues: values + (more ? 0 : 1), more };
}

/** Whether every day of a membership that can be settled is: its readings are then of no more use. */
async function isSettledThrough(
    { state }: AreaSubmission,
    { community, from, to }: Pick<MeterMembership, 'community' | 'from' | 'to'>,
): Promise<boolean> {
    if (to === null) return false;
    const start = (await loadCommunity(state, community)).parameters[0]?.from ?? from;
    return firstUnsettledIn(await settledRanges(state, community), start > from ? start : from, to) === undefined;
}

interface MeterMonth {
    /** Community, roster page and month of the index that the meter's curves are in. */
    readonly parts: readonly [string, string, string];
    readonly index: DeliveryIndex;
    readonly values: number;
}

/** Months in which the meter delivered, in every community that it was a member of. */
async function deliveredMonths(
    collection: PrivateCollection,
    { memberships }: MeterRecord,
    point: string,
): Promise<MeterMonth[]> {
    const pages = new Map(memberships.map(({ community, page }) => [community, String(page)]));
    const found: MeterMonth[] = [];
    for (const place of pages) {
        for (const month of (await collection.get(privateKinds.deliveredMonths, place))?.months ?? []) {
            const parts = [...place, month] as const;
            const index = await collection.get(privateKinds.deliveries, parts);
            const values = index?.points[point]?.length ?? 0;
            if (index !== undefined && values > 0) found.push({ parts, index, values });
        }
    }
    return found;
}

async function purgeMonth(
    collection: PrivateCollection,
    { parts, index, values }: MeterMonth,
    point: string,
): Promise<void> {
    const [community, , month] = parts;
    for (let version = 0; version < values; version += 1) {
        await collection.purge(privateKinds.curve, [community, point, month, String(version)]);
    }
    const { [point]: _erased, ...points } = index.points;
    await collection.put(privateKinds.deliveries, parts, { points });
}
