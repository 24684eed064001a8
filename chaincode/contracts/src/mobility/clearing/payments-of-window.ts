import {
    bookedTransfers,
    matchBookings,
    type Matching,
    type RecordedBooking,
    type SettlementRecord,
    type Transfer,
    type WindowRecord,
} from '@quartier/rules/mobility';

import type { PublicState } from '../../ledger/index.js';
import { publicKinds, type StoredBookings } from '../keys.js';

export async function storedBookings(state: PublicState, window: string): Promise<StoredBookings> {
    return (await state.get(publicKinds.bookings, [window])) ?? { bookings: [], rejected: [] };
}

/** The last netting; undefined before the first. A revision that a default ended while members declared has none. */
export async function settlementOf(
    state: PublicState,
    { window, revision: last }: WindowRecord,
): Promise<SettlementRecord | undefined> {
    for (let revision = last; revision > 0; revision -= 1) {
        const settlement = await state.get(publicKinds.settlement, [window, String(revision)]);
        if (settlement !== undefined) return settlement;
    }
    return undefined;
}

/** What was paid of a revision: bookings that an earlier one counted are left out. */
export function matchingOf(
    { orders, referencesBefore }: SettlementRecord,
    { bookings, rejected }: StoredBookings,
): Matching {
    const counted = new Set(referencesBefore);
    return matchBookings({
        orders,
        bookings: bookings.filter(({ reference }) => !counted.has(reference)).map(byParticipant),
        rejected,
        accounts: new Map(orders.map(({ payer }) => [payer, accountOf(payer)])),
    });
}

/** All that was moved in any revision so far, and by which bookings. */
export async function movedSoFar(
    state: PublicState,
    record: WindowRecord,
): Promise<{ readonly transfers: readonly Transfer[]; readonly references: readonly string[] }> {
    const settlement = await settlementOf(state, record);
    if (settlement === undefined) return { transfers: [], references: [] };
    const { orders } = matchingOf(settlement, await storedBookings(state, record.window));
    const before = settlement.bookedBefore.map(({ from, to, amount }) => ({ from, to, amount: BigInt(amount) }));
    return {
        transfers: [...before, ...bookedTransfers(orders)],
        references: [...settlement.referencesBefore, ...orders.flatMap(({ references }) => references)],
    };
}

/** Accounts stay off the ledger: a participant stands for the account that the settlement office knows as its own. */
function byParticipant({
    debtor,
    ...booking
}: RecordedBooking): Parameters<typeof matchBookings>[0]['bookings'][number] {
    return debtor === undefined ? booking : { ...booking, debtorIban: debtor };
}

function accountOf(participant: string): { readonly name: string; readonly iban: string; readonly bic: string } {
    return { name: participant, iban: participant, bic: '' };
}
