/** What lets a window be netted without those who do not come: debts of theirs stay between two. */
import {
    activePairs,
    bookedTransfers,
    isSetAside,
    mobilityEvents,
    requireDefault,
    requireDue,
    requireSilent,
    staysBetween,
    type DeclareDefaultRequest,
    type MemberWindow,
    type SetAsideRequest,
    type WindowRecord,
} from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import { publicKinds } from '../keys.js';

import { loadWindow, saveWindow } from './calendar.js';
import { loadMemberWindow } from './declare-net.js';
import { pairOf } from './pair.js';
import { nettedSettlement } from './pay-window.js';
import { matchingOf, storedBookings } from './payments-of-window.js';

/**
 * A member that has not declared its net, or has not paid, in time is taken out: the others declare their nets without it,
 * anew where they had.
 */
export async function declareDefault(
    transaction: AreaSubmission,
    { window, member }: DeclareDefaultRequest,
): Promise<WindowRecord> {
    const { state, time } = transaction;
    const record = await loadWindow(state, window);
    if (record.defaulters.includes(member)) return record;
    const row = await loadMemberWindow(state, record, member);
    const isDeclaring = record.state === 'CLOSING' || record.isReopened;
    if (isDeclaring) requireUndeclared(record, row, time);
    else await requireUnpaid(transaction, record, member);
    const without: WindowRecord = {
        ...record,
        // What was declared so far was declared with the member in it.
        revision: isDeclaring ? record.revision + 1 : record.revision,
        defaulters: [...record.defaulters, member],
        isReopened: record.state === 'NETTED',
        declaringSince: time,
    };
    await saveWindow(state, without);
    transaction.event(mobilityEvents.defaultDeclared, { window, member });
    return without;
}

function requireUndeclared(record: WindowRecord, { member, nets }: MemberWindow, time: number): void {
    const { window, revision, declaringSince = 0, statementSeconds } = record;
    const hasPairs = activePairs(record).some((pair) => pair.includes(member));
    const hasDeclared = nets.some((net) => net.revision === revision + 1);
    requireSilent({
        window,
        member,
        isAwaited: hasPairs && !hasDeclared,
        deadline: declaringSince + statementSeconds,
        time,
    });
}

async function requireUnpaid({ state, time }: AreaSubmission, record: WindowRecord, member: string): Promise<void> {
    const { window } = record;
    const settlement = await nettedSettlement(state, record, 'default');
    if (record.state !== 'NETTED') {
        throw new Refused('MOBILITY_WINDOW_STATE', { window, state: record.state, step: 'default' });
    }
    const { orders } = matchingOf(settlement, await storedBookings(state, window));
    requireDefault({
        window,
        member,
        transfers: orders.map(({ order: { payer, payee, amountMicroEur } }) => ({
            from: payer,
            to: payee,
            amount: BigInt(amountMicroEur),
        })),
        booked: bookedTransfers(orders),
        deadline: settlement.paymentsDue,
        time,
    });
}

/** Two that have not agreed in time are left out: the window is netted without what they owe each other. */
export async function setAside(
    transaction: AreaSubmission,
    { window, pair: [one, other] }: SetAsideRequest,
): Promise<WindowRecord> {
    const { state, time } = transaction;
    const record = await loadWindow(state, window);
    const pair = pairOf(one, other);
    if (isSetAside(record, pair)) return record;
    const row = await state.get(publicKinds.pairWindow, [window, ...pair]);
    if (row === undefined || staysBetween(record, pair)) {
        throw new Refused('MOBILITY_PAIR_NOT_IN_WINDOW', { mspId: pair[0], with: pair[1], window });
    }
    if (row.agreedAt !== null) throw new Refused('MOBILITY_STATEMENT_AGREED', { window });
    if (record.state !== 'CLOSING' || record.closedAt === undefined) {
        throw new Refused('MOBILITY_WINDOW_STATE', { window, state: record.state, step: 'setAside' });
    }
    requireDue({ window, deadline: record.closedAt + record.statementSeconds, time });
    const without: WindowRecord = { ...record, setAside: [...record.setAside, pair], declaringSince: time };
    await saveWindow(state, without);
    transaction.event(mobilityEvents.pairSetAside, { window, pair });
    return without;
}
