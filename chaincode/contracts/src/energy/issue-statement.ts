import {
    activeOn,
    energyEvents,
    parametersOn,
    paymentPostings,
    withSettled,
    type CommunityRecord,
    type Instant,
    type Statement,
    type StatementRequest,
} from '@quartier/rules/energy';
import { daysOfMonth } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import { postEntry } from '../accounts/index.js';
import type { AreaSubmission } from '../consortium/index.js';

import { bookOf, loadCommunity, meteredData, settledRanges } from './community.js';
import { publicKinds } from './keys.js';
import { Roster } from './roster.js';
import { loadStatement } from './statement.js';

/** Id of the entry that clears a month's accounts; days are the other ids of the epoch. */
const PAYMENTS_ENTRY = 'payments';

export interface IssuedStatement {
    readonly community: string;
    readonly month: string;
    readonly issuedAt: Instant;
}

/**
 * Issues a month's statement once every day that has a member is settled: its payment lines are posted, and its other days
 * are closed too, so that the month no longer changes. Again, the same reply.
 */
export async function issueStatement(
    transaction: AreaSubmission,
    { community, month }: StatementRequest,
): Promise<IssuedStatement> {
    const { state, time } = transaction;
    const record = await loadCommunity(state, community);
    const earlier = await state.get(publicKinds.issued, [community, month]);
    if (earlier !== undefined) return { community, month, ...earlier };

    const collection = await meteredData(transaction);
    const { statement, names } = await loadStatement(transaction, { community, month });
    const unsettledDays = await unsettledDaysOf(record, await Roster.open(collection, community), statement);
    if (unsettledDays > 0) throw new Refused('ENERGY_MONTH_NOT_SETTLED', { month, unsettledDays });

    const postings = paymentPostings(
        statement.members.map(({ meter, amountMicroEur }) => ({
            account: names.pointOf(meter),
            amountMicroEur: BigInt(amountMicroEur),
        })),
    );
    await postEntry(collection, { book: bookOf(community), epoch: month, id: PAYMENTS_ENTRY, memo: month, postings });
    const ranges = withSettled(await settledRanges(state, community), daysOfMonth(month));
    await state.put(publicKinds.settledRanges, [community], { ranges });
    await state.put(publicKinds.issued, [community, month], { issuedAt: time });
    transaction.event(energyEvents.statementIssued, { community, month });
    return { community, month, issuedAt: time };
}

/**
 * Days under the community's parameters that have a member and are not settled. A month without a settled day has nothing
 * to issue, so all of it counts.
 */
async function unsettledDaysOf(
    { parameters }: CommunityRecord,
    roster: Roster,
    { month, settledDays, unsettledDays }: Statement,
): Promise<number> {
    if (settledDays === 0) return daysOfMonth(month).length;
    const meters = await roster.meters();
    return unsettledDays.filter(
        (day) =>
            parametersOn(parameters, day) !== undefined &&
            meters.some(({ spans }) => activeOn(spans, day) !== undefined),
    ).length;
}
