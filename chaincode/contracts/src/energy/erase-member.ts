import {
    energyEvents,
    energyLimits,
    firstUnsettledIn,
    type EraseMemberPrivate,
    type EraseMemberReply,
    type EraseMemberRequest,
} from '@quartier/rules/energy';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../consortium/index.js';
import type { PrivateCollection } from '../ledger/index.js';

import { loadCommunity, loadOwnCommunity, meteredData, pointOf, settledRanges } from './community.js';
import { privateKinds, type MeterMembership } from './keys.js';

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

    let budget: number = energyLimits.keysPerTransaction / 2;
    let more = false;
    for (const { community: place, page } of distinctPlaces(record.memberships)) {
        const purge = await purgeCurves(collection, { community: place, page, point, budget });
        budget -= purge.purged;
        more ||= purge.more;
    }
    if (!more) await collection.purge(privateKinds.meter, [point]);
    transaction.event(energyEvents.memberErased, { community });
    return { purgedValues: energyLimits.keysPerTransaction / 2 - budget + (more ? 0 : 1), more };
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

interface Place {
    readonly community: string;
    readonly page: number;
}

function distinctPlaces(memberships: readonly Place[]): Place[] {
    return [...new Map(memberships.map(({ community, page }) => [community, { community, page }])).values()];
}

async function purgeCurves(
    collection: PrivateCollection,
    { community, page, point, budget }: Place & { readonly point: string; readonly budget: number },
): Promise<{ readonly purged: number; readonly more: boolean }> {
    const delivered = await collection.get(privateKinds.deliveredMonths, [community, String(page)]);
    let purged = 0;
    let more = false;
    for (const month of delivered?.months ?? []) {
        const index = await collection.get(privateKinds.deliveries, [community, String(page), month]);
        const { [point]: rows = [], ...others } = index?.points ?? {};
        if (rows.length === 0) continue;
        if (purged + rows.length > budget) {
            more = true;
            continue;
        }
        for (const version of rows.keys()) {
            await collection.purge(privateKinds.curve, [community, point, month, String(version)]);
        }
        await collection.put(privateKinds.deliveries, [community, String(page), month], { points: others });
        purged += rows.length;
    }
    return { purged, more };
}
