/**
 * What was paid, from the entries that banks booked. An entry counts for the order that its EndToEndId names, in the order's
 * currency and from the payer's account; everything else is an exception that a person has to look at. A window is settled
 * only when every order is booked whole.
 */
import { compareUtf8, MICRO_EUR_A_CENT } from '../../units/index.js';
import { canonicalJson } from '../../wire/index.js';

import type { Transfer } from '../netting/index.js';
import { bookOrder, type Booking, type MatchedOrder } from './book-order.js';
import type { PaymentAccount } from './payment-account.js';
import { exceptionOf, sameName, type PaymentException, type PaymentExceptionKind } from './payment-exceptions.js';
import type { EntryDirection, PaymentOrder } from './payment-order.js';

/** A payment that a bank turned down (pain.002). */
export interface RejectedPayment {
    readonly endToEndId: string;
    /** ISO external status reason code, `AC04`. */
    readonly reasonCode: string;
}

export interface Matching {
    /** In the order of the payment orders. */
    readonly orders: readonly MatchedOrder[];
    readonly exceptions: readonly PaymentException[];
    readonly isSettled: boolean;
}

export interface MatchingInput {
    readonly orders: readonly PaymentOrder[];
    readonly bookings: readonly Booking[];
    readonly rejected?: readonly RejectedPayment[];
    /** Accounts of the payers by participant. */
    readonly accounts: ReadonlyMap<string, PaymentAccount>;
}

/** Gives the same whatever the order in which notifications arrived, and however often. */
export function matchBookings({ orders, bookings, rejected = [], accounts }: MatchingInput): Matching {
    const ofOrder = new Map<string, Booking[]>(orders.map(({ endToEndId }) => [endToEndId, []]));
    const known = new Map(orders.map((order) => [order.endToEndId, order]));
    const exceptions: PaymentException[] = [];
    const { distinct, reused } = distinctBookings(bookings);
    for (const booking of reused) exceptions.push(exceptionOf('REFERENCE_REUSED', booking));
    for (const booking of distinct) {
        const order = known.get(booking.endToEndId);
        const verdict = order === undefined ? 'UNKNOWN' : verdictOn(booking, order, accounts);
        if (verdict === 'COUNTS') ofOrder.get(booking.endToEndId)?.push(booking);
        else if (verdict !== 'OTHER_SIDE') exceptions.push(exceptionOf(verdict, booking));
    }
    const reasons = new Map(rejected.map(({ endToEndId, reasonCode }) => [endToEndId, reasonCode]));
    const booked = orders.map((order) =>
        bookOrder(order, ofOrder.get(order.endToEndId) ?? [], reasons.get(order.endToEndId)),
    );
    for (const each of booked) exceptions.push(...each.exceptions);
    for (const { endToEndId, reasonCode } of rejected) {
        if (!known.has(endToEndId)) exceptions.push({ kind: 'UNKNOWN', endToEndId, reasonCode });
    }
    return {
        orders: booked.map(({ matched }) => matched),
        exceptions,
        isSettled: booked.every(({ matched: { state } }) => state === 'PAID' || state === 'OVERPAID'),
    };
}

/**
 * What the matched payments moved, for netting a window again: an order that is paid moved its whole transfer, rounding
 * included; of another only what was booked counts.
 */
export function bookedTransfers(orders: readonly MatchedOrder[]): readonly Transfer[] {
    return orders
        .map(({ order, state, bookedCents }) => ({
            from: order.payer,
            to: order.payee,
            amount: state === 'PAID' ? BigInt(order.amountMicroEur) : BigInt(bookedCents) * MICRO_EUR_A_CENT,
        }))
        .filter(({ amount }) => amount > 0n);
}

/** One of each booking. Of those that carry one reference with different content none can be counted on. */
function distinctBookings(bookings: readonly Booking[]): {
    readonly distinct: readonly Booking[];
    readonly reused: readonly Booking[];
} {
    const byReference = new Map<string, Map<string, Booking>>();
    for (const booking of [...bookings].sort(compareBookings)) {
        const key = `${booking.direction} ${booking.reference}`;
        const contents = byReference.get(key) ?? new Map<string, Booking>();
        byReference.set(key, contents.set(contentOf(booking), booking));
    }
    const all = Array.from(byReference.values(), (contents) => [...contents.values()]);
    return {
        distinct: all.filter(({ length }) => length === 1).flat(),
        reused: all.filter(({ length }) => length > 1).flat(),
    };
}

function contentOf({ endToEndId, amountCents, currency, isReversal }: Booking): string {
    return canonicalJson([endToEndId, amountCents, currency, isReversal]);
}

/** By day, then reference, then content, so that the order of arrival tells nothing. */
function compareBookings(a: Booking, b: Booking): number {
    return (
        compareUtf8(a.bookedOn, b.bookedOn) ||
        compareUtf8(a.reference, b.reference) ||
        compareUtf8(canonicalJson(a), canonicalJson(b))
    );
}

/** Whether a booking counts for its order, is the other side's notice of the same payment, or is an exception. */
function verdictOn(
    booking: Booking,
    order: PaymentOrder,
    accounts: MatchingInput['accounts'],
): PaymentExceptionKind | 'COUNTS' | 'OTHER_SIDE' {
    if (directionTakenBack(booking) !== order.provenBy) return 'OTHER_SIDE';
    if (booking.currency !== order.currency) return 'WRONG_CURRENCY';
    return booking.isReversal || isFromPayer(booking, accounts.get(order.payer)) ? 'COUNTS' : 'WRONG_DEBTOR';
}

/** What is taken back was booked in the other direction. */
function directionTakenBack({ direction, isReversal }: Booking): EntryDirection {
    if (!isReversal) return direction;
    return direction === 'CRDT' ? 'DBIT' : 'CRDT';
}

/** By account; by name only where the bank does not tell the account. A debit is on the payer's own account. */
function isFromPayer(booking: Booking, account: PaymentAccount | undefined): boolean {
    if (booking.direction === 'DBIT') return true;
    if (account === undefined) return false;
    if (booking.debtorIban !== undefined) return booking.debtorIban === account.iban;
    return booking.debtorName !== undefined && sameName(booking.debtorName, account.name);
}
