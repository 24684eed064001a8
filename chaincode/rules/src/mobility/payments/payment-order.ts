import { divideHalfAwayFromZero, MICRO_EUR_A_CENT } from '../../units/index.js';
import { canonicalJson, invariant, Refused } from '../../wire/index.js';

import type { Transfer } from '../netting/index.js';

export interface PaymentOrder {
    /** Names the payment from end to end, up to 35 characters, different for every payment of every window. */
    readonly endToEndId: string;
    readonly window: string;
    readonly revision: number;
    readonly payer: string;
    readonly payee: string;
    readonly currency: 'EUR';
    readonly amountCents: string;
    /** What the transfer moves, before it is rounded to whole cents. */
    readonly amountMicroEur: string;
    /** What rounding leaves: the transfer less what is paid. */
    readonly roundingMicroEur: string;
    /** Which entry proves it: the credit on the payee's account, or, of the settlement account, its own debit. */
    readonly provenBy: EntryDirection;
}

/** Of an account that is booked: money came in or went out. */
export type EntryDirection = 'CRDT' | 'DBIT';

export interface PaymentOrders {
    readonly orders: readonly PaymentOrder[];
    /** Transfers that come to no whole cent. */
    readonly tooSmall: readonly Transfer[];
    /** All transfers less all payments. */
    readonly roundingMicroEur: string;
}

/** EPC implementation guidelines for SEPA credit transfers: at most 999 999 999.99 euro. */
export const MOST_PAYMENT_CENTS = 99_999_999_999n;

/**
 * The payments of a window. Each transfer is rounded once to whole cents, halves up, and what that leaves is told.
 *
 * @param settlement of a window that is paid through a hub
 * @throws Refused MOBILITY_PAYMENT_TOO_LARGE
 */
export function paymentOrders(input: {
    readonly window: string;
    readonly revision: number;
    readonly transfers: readonly Transfer[];
    readonly settlement?: string;
    readonly sha256: (text: string) => string;
}): PaymentOrders {
    const { window, revision, transfers, settlement, sha256 } = input;
    const all = transfers.map(({ from, to, amount }): PaymentOrder => {
        const cents = divideHalfAwayFromZero(amount, MICRO_EUR_A_CENT);
        if (cents > MOST_PAYMENT_CENTS) {
            throw new Refused('MOBILITY_PAYMENT_TOO_LARGE', { window, limitCents: MOST_PAYMENT_CENTS.toString() });
        }
        return {
            endToEndId: endToEndId({ window, revision, payer: from, payee: to }, sha256),
            window,
            revision,
            payer: from,
            payee: to,
            currency: 'EUR',
            amountCents: cents.toString(),
            amountMicroEur: amount.toString(),
            roundingMicroEur: (amount - cents * MICRO_EUR_A_CENT).toString(),
            provenBy: from === settlement ? 'DBIT' : 'CRDT',
        };
    });
    invariant(new Set(all.map((order) => order.endToEndId)).size === all.length, 'payments have different ids');
    return {
        orders: all.filter(({ amountCents }) => amountCents !== '0'),
        tooSmall: transfers.filter((_, index) => all[index]?.amountCents === '0'),
        roundingMicroEur: all.reduce((sum, order) => sum + BigInt(order.roundingMicroEur), 0n).toString(),
    };
}

/**
 * Window, payer and payee as far as they fit, and 48 bits of the hash of all that makes the payment: `2016W23-WHEELS-METRO-`
 * and 12 hexadecimal digits. Only letters, digits and hyphens, so that every bank passes it on as it is (EPC: no slash at
 * either end, no two in a row).
 */
function endToEndId(
    of: { readonly window: string; readonly revision: number; readonly payer: string; readonly payee: string },
    sha256: (text: string) => string,
): string {
    const names = [plain(of.window, 8), plain(of.payer, 6), plain(of.payee, 6)];
    return [...names, sha256(canonicalJson(of)).slice(0, 12)].join('-');
}

function plain(text: string, most: number): string {
    return text.replace(/[^A-Za-z0-9]/gu, '').slice(0, most) || 'X';
}
