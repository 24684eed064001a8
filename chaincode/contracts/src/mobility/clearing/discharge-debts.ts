import { mobilityEvents, staysBetween, type Done, type PairWindowRequest } from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import { pairKinds } from '../keys.js';

import { loadWindow } from './calendar.js';
import { doneAlready, openPair, pairOf } from './pair.js';
import { loadPairWindow } from './submit-statement.js';

/**
 * A creditor says that what the other owed it in a window, and that stayed between the two, was met: paid outside, set
 * off, or waived. It no longer takes from the line of credit. Of its own claims alone: what it owes stays.
 */
export async function dischargeDebts(
    transaction: AreaSubmission,
    { with: debtor, window }: PairWindowRequest,
): Promise<Done> {
    const { state, time } = transaction;
    const books = await openPair(transaction, debtor);
    const { collection, agreement, own } = books;
    const discharged = agreement.discharged[own] ?? [];
    if (discharged.includes(window)) return doneAlready(books, time);
    const record = await loadWindow(state, window);
    await loadPairWindow(transaction, record, debtor);
    if (!staysBetween(record, pairOf(own, debtor))) {
        throw new Refused('MOBILITY_DEBTS_NONE', { window, mspId: own, with: debtor });
    }
    if (record.state !== 'SETTLED') {
        throw new Refused('MOBILITY_WINDOW_STATE', { window, state: record.state, step: 'discharge' });
    }
    await collection.putBeside(pairKinds.agreement, {
        ...agreement,
        discharged: { ...agreement.discharged, [own]: [...discharged, window] },
    });
    transaction.event(mobilityEvents.debtsDischarged, { by: own, with: debtor, window });
    return { done: true };
}
