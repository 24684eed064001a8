import {
    energyEvents,
    energyLimits,
    type EraseMemberPrivate,
    type EraseMemberReply,
    type EraseMemberRequest,
} from '@quartier/rules/energy';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../consortium/index.js';
import type { PrivateCollection } from '../ledger/index.js';

import { loadOwnCommunity, meteredData, pointOf } from './community.js';
import { privateKinds } from './keys.js';

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
    if (record === undefined) throw new Refused('ENERGY_METER_UNKNOWN');
    if (record.memberships.some(({ to }) => to === null)) throw new Refused('ENERGY_MEMBERSHIP_OPEN');

    let budget: number = energyLimits.keysPerTransaction / 2;
    for (const { community: place, page } of distinctPlaces(record.memberships)) {
        budget -= await purgeCurves(collection, { community: place, page, point, budget });
    }
    const more = budget <= 0;
    if (!more) await collection.purge(privateKinds.meter, [point]);
    transaction.event(energyEvents.memberErased, { community });
    return { purgedValues: energyLimits.keysPerTransaction / 2 - budget + (more ? 0 : 1), more };
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
): Promise<number> {
    const delivered = await collection.get(privateKinds.deliveredMonths, [community, String(page)]);
    let purged = 0;
    for (const month of delivered?.months ?? []) {
        const index = await collection.get(privateKinds.deliveries, [community, String(page), month]);
        const { [point]: rows = [], ...others } = index?.points ?? {};
        if (rows.length === 0 || purged + rows.length > budget) continue;
        for (const version of rows.keys()) {
            await collection.purge(privateKinds.curve, [community, point, month, String(version)]);
        }
        await collection.put(privateKinds.deliveries, [community, String(page), month], { points: others });
        purged += rows.length;
    }
    return purged;
}
