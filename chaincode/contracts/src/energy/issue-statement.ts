import {
    activeOn,
    energyEvents,
    isSettled,
    paymentPostings,
    type Instant,
    type StatementRequest,
} from '@quartier/rules/energy';
import { daysOfMonth } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import { postEntry } from '../accounts/index.js';
import type { AreaSubmission } from '../consortium/index.js';

import { bookOf, loadCommunity, meteredData, pointOf, settledRanges } from './community.js';
import { publicKinds } from './keys.js';
import { Roster } from './roster.js';
import { getStatement } from './statement.js';

/** Id of the entry that clears a month's accounts; days are the other ids of the epoch. */
const PAYMENTS_ENTRY = 'payments';

export interface IssuedStatement {
    readonly community: string;
    readonly month: string;
    readonly issuedAt: Instant;
}

/** Issues a month's statement once all its days are settled: its payment lines are posted. Again, the same reply. */
export async function issueStatement(
    transaction: AreaSubmission,
    { community, month }: StatementRequest,
): Promise<IssuedStatement> {
    const { state, time } = transaction;
    await loadCommunity(state, community);
    const earlier = await state.get(publicKinds.issued, [community, month]);
    if (earlier !== undefined) return { community, month, ...earlier };

    const unsettledDays = await unsettledDaysWithMembers(transaction, { community, month });
    if (unsettledDays > 0) throw new Refused('ENERGY_MONTH_NOT_SETTLED', { month, unsettledDays });

    const collection = await meteredData(transaction);
    const { members } = await getStatement(transaction, { community, month });
    const postings = paymentPostings(
        members.map(({ meter, amountMicroEur }) => ({
            account: pointOf(collection, meter),
            amountMicroEur: BigInt(amountMicroEur),
        })),
    );
    await postEntry(collection, { book: bookOf(community), epoch: month, id: PAYMENTS_ENTRY, memo: month, postings });
    await state.put(publicKinds.issued, [community, month], { issuedAt: time });
    transaction.event(energyEvents.statementIssued, { community, month });
    return { community, month, issuedAt: time };
}

async function unsettledDaysWithMembers(
    transaction: AreaSubmission,
    { community, month }: StatementRequest,
): Promise<number> {
    const settled = await settledRanges(transaction.state, community);
    const meters = await (await Roster.open(await meteredData(transaction), community)).meters();
    return daysOfMonth(month).filter(
        (day) => !isSettled(settled, day) && meters.some(({ spans }) => activeOn(spans, day) !== undefined),
    ).length;
}
