import { assertBalanced, type Posting } from '../accounts/index.js';
import { MICRO_EUR_A_CENT } from '../units/index.js';

import { MICRO_EUR } from './cost.js';
import { paymentOf } from './statement.js';

/** Accounts of a community's book that are no meter's. */
export const PAYMENTS_ACCOUNT = 'payments';
export const ROUNDING_ACCOUNT = 'rounding';

/** One line of a statement: what an account is charged (positive) or paid out (negative). */
export interface AccountAmount {
    readonly account: string;
    readonly amountMicroEur: bigint;
}

/**
 * Clears accounts by payments in whole cents. Each line is rounded once, and what the rounding left is posted to an
 * account of its own, so nothing is lost: afterwards every cleared account stands at nothing.
 */
export function paymentPostings(lines: readonly AccountAmount[]): readonly Posting[] {
    const postings = lines.flatMap(({ account, amountMicroEur }) => {
        const { cents, roundingMicroEur } = paymentOf(amountMicroEur);
        return [
            ...clearing(account, PAYMENTS_ACCOUNT, cents * MICRO_EUR_A_CENT),
            ...clearing(account, ROUNDING_ACCOUNT, roundingMicroEur),
        ];
    });
    assertBalanced(postings);
    return postings;
}

function clearing(account: string, counter: string, amount: bigint): Posting[] {
    if (amount === 0n) return [];
    return amount > 0n
        ? [{ debit: counter, credit: account, asset: MICRO_EUR, amount }]
        : [{ debit: account, credit: counter, asset: MICRO_EUR, amount: -amount }];
}
