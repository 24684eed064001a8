import {
    clearingLimits,
    mobilityEvents,
    mobilityRoles,
    moveWindow,
    openWindow,
    windowSpan,
    type OpenWindowRequest,
    type WindowRecord,
    type WindowRequest,
} from '@quartier/rules/mobility';
import { compareUtf8 } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission, AreaTransaction } from '../../consortium/index.js';
import { publicKinds, type CalendarWindow } from '../keys.js';

import { loadWindow, readCalendar, saveWindow } from './calendar.js';
import { termsAt } from './terms.js';

/**
 * Opens the next window, and creates the rows that its pairs and members will write: each with a policy of its own, so
 * that from then on nobody else can.
 */
export async function openNextWindow(
    transaction: AreaSubmission,
    { window, from, to }: OpenWindowRequest,
): Promise<WindowRecord> {
    const { state, caller, time } = transaction;
    const stored = await state.get(publicKinds.window, [window]);
    if (stored?.from === from && stored.to === to) return stored;
    if (stored !== undefined) throw new Refused('MOBILITY_WINDOW_EXISTS', { window });
    const calendar = await readCalendar(state);
    requireSpace(calendar);
    const { graceSeconds, settlement, statementSeconds, paymentSeconds } = await termsAt(transaction, time);
    const span = windowSpan({ window, from, to, graceSeconds }, 'request');
    const pairs = clearingPairs(transaction);
    const members = [...new Set(pairs.flat())].sort(compareUtf8);
    const record: WindowRecord = {
        ...openWindow(span, calendar.at(-1)),
        settlement,
        statementSeconds,
        paymentSeconds,
        members,
        pairs,
        defaulters: [],
        setAside: [],
        isReopened: false,
        openedAt: time,
    };
    await saveWindow(state, record);
    for (const [first, second] of pairs) {
        const row = { window, pair: [first, second], agreedAt: null, commitment: null, obligations: null } as const;
        await state.create(publicKinds.pairWindow, [window, first, second], { record: row, owners: [first, second] });
    }
    for (const member of members) {
        await state.create(publicKinds.memberWindow, [window, member], {
            record: { window, member, nets: [], signatures: [] },
            owners: [...new Set([caller.mspId, member])].sort(compareUtf8),
        });
    }
    transaction.event(mobilityEvents.windowOpened, { window, from, to });
    return record;
}

/** Closes a window once it takes no more legs; from then on nothing is added to it. */
export async function closeWindow(transaction: AreaSubmission, { window }: WindowRequest): Promise<WindowRecord> {
    const { state, time } = transaction;
    const record = { ...(await loadWindow(state, window)) };
    const closed = { ...record, ...moveWindow(record, 'close', time), closedAt: time, declaringSince: time };
    await saveWindow(state, closed);
    transaction.event(mobilityEvents.windowClosed, { window });
    return closed;
}

/** Every two organisations that share a collection and of which one operates and the other sells. */
function clearingPairs({
    consortium: { organisations, collections },
}: AreaTransaction): readonly (readonly [string, string])[] {
    const has = (mspId: string, role: string): boolean => organisations[mspId]?.includes(role) === true;
    const pairs: (readonly [string, string])[] = [];
    for (const members of Object.values(collections)) {
        const [first = '', second = '', ...more] = [...members].sort(compareUtf8);
        if (second === '' || more.length > 0) continue;
        const { operator, seller } = mobilityRoles;
        const clears = (has(first, operator) && has(second, seller)) || (has(second, operator) && has(first, seller));
        if (clears) pairs.push([first, second]);
    }
    return pairs.sort((a, b) => compareUtf8(a.join('\n'), b.join('\n')));
}

function requireSpace(calendar: readonly CalendarWindow[]): void {
    const limit = clearingLimits.windowsUnderWay;
    if (calendar.filter(({ state }) => state !== 'SETTLED').length >= limit) {
        throw new Refused('MOBILITY_WINDOWS_TOO_MANY', { limit });
    }
}
