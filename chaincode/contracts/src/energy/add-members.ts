import {
    energyEvents,
    energyLimits,
    firstSettledIn,
    spansOverlap,
    type AddMembersPrivate,
    type AddMembersReply,
    type AddMembersRequest,
    type Membership,
    type RowOutcome,
    type SettledRanges,
} from '@quartier/rules/energy';

import type { AreaSubmission } from '../consortium/index.js';
import type { PrivateCollection } from '../ledger/index.js';

import { loadOwnCommunity, meteredData, pointOf, settledRanges } from './community.js';
import { privateKinds, type MeterMembership, type MeterRecord } from './keys.js';
import { Roster } from './roster.js';

/** Admits members row by row: a row that is refused says why, the others are done. */
export async function addMembers(
    transaction: AreaSubmission,
    { community }: AddMembersRequest,
    { members }: AddMembersPrivate,
): Promise<AddMembersReply> {
    await loadOwnCommunity(transaction, community);
    const collection = await meteredData(transaction);
    const admission: Admission = {
        community,
        collection,
        settled: await settledRanges(transaction.state, community),
        roster: await Roster.open(collection, community),
        meters: new Map(),
    };
    const outcomes: RowOutcome[] = [];
    for (const [index, member] of members.entries()) outcomes.push({ index, ...(await admit(admission, member)) });

    for (const [point, record] of admission.meters) await collection.put(privateKinds.meter, [point], record);
    await admission.roster.save();
    const added = outcomes.filter(({ outcome }) => outcome === 'done').length;
    if (added > 0) transaction.event(energyEvents.membersAdded, { community, added });
    return { outcomes };
}

interface Admission {
    readonly community: string;
    readonly collection: PrivateCollection;
    readonly settled: SettledRanges;
    readonly roster: Roster;
    /** Meters that this transaction changes: Fabric reads back only what is committed. */
    readonly meters: Map<string, MeterRecord>;
}

async function admit(admission: Admission, row: Membership): Promise<Omit<RowOutcome, 'index'>> {
    const { community, collection, settled, roster, meters } = admission;
    const point = pointOf(collection, row.meter);
    const known = meters.get(point) ?? (await collection.get(privateKinds.meter, [point]));
    const memberships = known?.memberships ?? [];
    if (memberships.some((membership) => isSameMembership(membership, community, row))) return { outcome: 'unchanged' };

    const overlapping = memberships.find((membership) => spansOverlap(membership, row));
    if (overlapping !== undefined) {
        return refused('ENERGY_MEMBERSHIP_OVERLAPS', { from: overlapping.from, to: overlapping.to ?? '' });
    }
    const closed = firstSettledIn(settled, row.from, row.to);
    if (closed !== undefined) return refused('ENERGY_CHANGE_AFTER_CLOSE', { day: closed });

    const earlierPage = memberships.find((membership) => membership.community === community)?.page;
    const page = earlierPage ?? roster.pageForNewMeter();
    if (page === undefined)
        return refused('ENERGY_COMMUNITY_FULL', {
            members: energyLimits.metersPerPage * energyLimits.pagesPerCommunity,
        });
    const { member, role, from, to } = row;
    await roster.add(page, point, { role, from, to });
    meters.set(point, { meter: row.meter, memberships: [...memberships, { community, page, member, role, from, to }] });
    return { outcome: 'done' };
}

function isSameMembership(stored: MeterMembership, community: string, row: Membership): boolean {
    return (
        stored.community === community &&
        stored.member === row.member &&
        stored.role === row.role &&
        stored.from === row.from &&
        stored.to === row.to
    );
}

function refused(code: string, details: Readonly<Record<string, string | number>>): Omit<RowOutcome, 'index'> {
    return { outcome: 'refused', code, details };
}
