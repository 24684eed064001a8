import { exceptionOf, type PaymentException } from './payment-exceptions.js';
import type { EntryDirection, PaymentOrder } from './payment-order.js';

/** A booked transaction of a camt.054 notification. */
export interface Booking {
    /** The bank's own reference (AcctSvcrRef): the same one is the same booking, however often it is notified. */
    readonly reference: string;
    readonly endToEndId: string;
    readonly amountCents: string;
    readonly currency: string;
    readonly direction: EntryDirection;
    /** Takes back an earlier booking. */
    readonly isReversal: boolean;
    readonly bookedOn: string;
    readonly debtorIban?: string;
    readonly debtorName?: string;
}

export type OrderState = 'UNPAID' | 'PARTLY_PAID' | 'PAID' | 'OVERPAID' | 'REJECTED';

export interface MatchedOrder {
    readonly order: PaymentOrder;
    readonly state: OrderState;
    readonly bookedCents: string;
    /** References of the bookings that count for it. */
    readonly references: readonly string[];
}

/**
 * What the bookings of an order come to. A reversal takes back a booking of its amount, or where
 * there is none that much of all; what arrives once the order is
 * paid is paid twice and does not count.
 *
 * @param bookings in order of time, those that count for the order and their reversals
 * @param reasonCode why a bank turned the order down
 */
export function bookOrder(
    order: PaymentOrder,
    bookings: readonly Booking[],
    reasonCode: string | undefined,
): { readonly matched: MatchedOrder; readonly exceptions: readonly PaymentException[] } {
    const reversals = bookings.filter(({ isReversal }) => isReversal);
    const standing = bookings.filter(({ isReversal }) => !isReversal);
    let takenBack = 0n;
    for (const { amountCents } of reversals) {
        const taken = standing.findIndex((booking) => booking.amountCents === amountCents);
        if (taken >= 0) standing.splice(taken, 1);
        else takenBack += BigInt(amountCents);
    }
    const due = BigInt(order.amountCents);
    let booked = 0n;
    const doubled: Booking[] = [];
    const references: string[] = [];
    for (const booking of standing) {
        if (booked >= due) {
            doubled.push(booking);
            continue;
        }
        booked += BigInt(booking.amountCents);
        references.push(booking.reference);
    }
    booked = booked > takenBack ? booked - takenBack : 0n;
    const state = stateOf(booked, due, reasonCode !== undefined);
    const isPaid = state === 'PAID' || state === 'OVERPAID';
    return {
        matched: { order, state, bookedCents: booked.toString(), references },
        exceptions: [
            ...doubled.map((booking) => exceptionOf('DOUBLE', booking)),
            ...(isPaid ? [] : reversals.map((booking) => exceptionOf('REVERSED', booking))),
            ...exceptionsOfState(order, state, booked - due, reasonCode ?? ''),
        ],
    };
}

function stateOf(booked: bigint, due: bigint, isRejected: boolean): OrderState {
    if (booked === 0n) return isRejected ? 'REJECTED' : 'UNPAID';
    if (booked === due) return 'PAID';
    return booked > due ? 'OVERPAID' : 'PARTLY_PAID';
}

function exceptionsOfState(
    { endToEndId, currency }: PaymentOrder,
    state: OrderState,
    excess: bigint,
    reasonCode: string,
): readonly PaymentException[] {
    switch (state) {
        case 'PARTLY_PAID':
            return [{ kind: 'PARTIAL', endToEndId, amountCents: (-excess).toString(), currency }];
        case 'OVERPAID':
            return [{ kind: 'OVERPAID', endToEndId, amountCents: excess.toString(), currency }];
        case 'REJECTED':
            return [{ kind: 'REJECTED', endToEndId, reasonCode }];
        case 'PAID':
        case 'UNPAID':
            return [];
    }
}
