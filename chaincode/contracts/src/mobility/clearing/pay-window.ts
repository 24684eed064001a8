import {
    clearingLimits,
    mobilityEvents,
    moveWindow,
    type Matching,
    type MemberWindow,
    type RecordPaymentsRequest,
    type SettlementRecord,
    type SignWindowRequest,
    type WindowPayments,
    type WindowRecord,
} from '@quartier/rules/mobility';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import type { PublicState } from '../../ledger/index.js';
import { publicKinds } from '../keys.js';

import { loadWindow, saveWindow } from './calendar.js';
import { loadMemberWindow } from './declare-net.js';
import { matchingOf, settlementOf, storedBookings } from './payments-of-window.js';

/** A member signs a revision of a window's netting. */
export async function signWindow(
    transaction: AreaSubmission,
    { window, revision, hash }: SignWindowRequest,
): Promise<MemberWindow> {
    const { state, caller, time } = transaction;
    const record = await loadWindow(state, window);
    const row = await loadMemberWindow(state, record, caller.mspId);
    if (row.signatures.some((signature) => signature.revision === revision && signature.hash === hash)) return row;
    const settlement = await nettedSettlement(state, record, 'sign');
    if (settlement.revision !== revision || settlement.hash !== hash) {
        throw new Refused('MOBILITY_SIGNATURE_DIFFERS', { window, revision: settlement.revision });
    }
    const signed = { ...row, signatures: [...row.signatures, { revision, hash, signedAt: time }] };
    await state.put(publicKinds.memberWindow, [window, caller.mspId], signed);
    transaction.event(mobilityEvents.windowSigned, { window, revision, member: caller.mspId });
    return signed;
}

/** What the banks have booked or rejected; the window is settled once all its payments are booked whole. */
export async function recordPayments(
    transaction: AreaSubmission,
    { window, bookings, rejected = [] }: RecordPaymentsRequest,
): Promise<WindowPayments> {
    const { state, time } = transaction;
    const record = await loadWindow(state, window);
    const settlement = await nettedSettlement(state, record, 'pay');
    const before = await storedBookings(state, window);
    const after = {
        bookings: distinct([...before.bookings, ...bookings]),
        rejected: distinct([...before.rejected, ...rejected]),
    };
    const limit = clearingLimits.bookingsPerWindow;
    if (after.bookings.length + after.rejected.length > limit) {
        throw new Refused('MOBILITY_BOOKINGS_TOO_MANY', { window, limit });
    }
    const matching = matchingOf(settlement, after);
    const isSettled = matching.isSettled && record.state === 'NETTED' && !record.isReopened;
    if (canonicalJson(after) !== canonicalJson(before)) await state.put(publicKinds.bookings, [window], after);
    if (isSettled) await saveWindow(state, { ...record, ...moveWindow(record, 'settle', time), settledAt: time });
    if (isSettled) transaction.event(mobilityEvents.windowSettled, { window });
    else transaction.event(mobilityEvents.paymentsRecorded, { window, exceptions: matching.exceptions.length });
    return paymentsOf(matching);
}

export function paymentsOf({ orders, exceptions }: Matching): WindowPayments {
    return { orders, exceptions };
}

/** @throws Refused MOBILITY_WINDOW_STATE before the window is netted */
export async function nettedSettlement(
    state: PublicState,
    record: WindowRecord,
    step: string,
): Promise<SettlementRecord> {
    const settlement = await settlementOf(state, record);
    if (settlement === undefined) {
        throw new Refused('MOBILITY_WINDOW_STATE', { window: record.window, state: record.state, step });
    }
    return settlement;
}

function distinct<T>(rows: readonly T[]): readonly T[] {
    return [...new Map(rows.map((row) => [canonicalJson(row), row])).values()];
}
