import {
    energyEvents,
    firstSettledIn,
    type EndMembershipPrivate,
    type EndMembershipRequest,
    type RowOutcome,
} from '@quartier/rules/energy';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../consortium/index.js';

import { loadOwnCommunity, meteredData, pointOf, settledRanges } from './community.js';
import { privateKinds } from './keys.js';
import { Roster } from './roster.js';

/** Ends the membership that is open on the day; the day itself is the first that is no longer of it. */
export async function endMembership(
    transaction: AreaSubmission,
    { community, to }: EndMembershipRequest,
    { meter }: EndMembershipPrivate,
): Promise<Pick<RowOutcome, 'outcome'>> {
    await loadOwnCommunity(transaction, community);
    const collection = await meteredData(transaction);
    const point = pointOf(collection, meter);
    const record = await collection.get(privateKinds.meter, [point]);
    const own = record?.memberships.filter((membership) => membership.community === community) ?? [];
    if (own.some((membership) => membership.to === to)) return { outcome: 'unchanged' };

    const open = own.find((membership) => membership.from < to && (membership.to === null || to < membership.to));
    if (record === undefined || open === undefined) throw new Refused('ENERGY_MEMBERSHIP_UNKNOWN', { to });
    const closed = firstSettledIn(await settledRanges(transaction.state, community), to, open.to);
    if (closed !== undefined) throw new Refused('ENERGY_CHANGE_AFTER_CLOSE', { day: closed });

    const memberships = record.memberships.map((membership) => (membership === open ? { ...open, to } : membership));
    await collection.put(privateKinds.meter, [point], { meter, memberships });
    const roster = await Roster.open(collection, community);
    await roster.end(open.page, point, { from: open.from, to });
    await roster.save();
    transaction.event(energyEvents.membershipEnded, { community, to });
    return { outcome: 'done' };
}
