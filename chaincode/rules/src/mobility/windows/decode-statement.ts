import { compareUtf8 } from '../../units/index.js';
import { malformed, object, wholeNumber, type Decoder } from '../../wire/index.js';

import { digest, id, mspId, signedAmount } from '../members.js';
import type { PairStatement, StatementTotals } from './pair-statement.js';

/** As the legs of one pair and window could be counted at most. */
const MOST_LEGS = 10_000_000;

const totals: Decoder<StatementTotals> = object({
    debtor: mspId,
    creditor: mspId,
    legs: wholeNumber(0, MOST_LEGS),
    amountMicroEur: signedAmount,
    disputedLegs: wholeNumber(0, MOST_LEGS),
    disputedMicroEur: signedAmount,
});

const bothTotals: Decoder<PairStatement['totals']> = (value, at) => {
    if (!Array.isArray(value) || value.length !== 2) throw malformed(at, 'must be the totals of both directions');
    const [forth, back] = value as readonly unknown[];
    const both = [totals(forth, `${at}[0]`), totals(back, `${at}[1]`)] as const;
    if (both[0].debtor !== both[1].creditor || both[0].creditor !== both[1].debtor) {
        throw malformed(at, 'must be the two directions of one pair');
    }
    if (compareUtf8(both[0].debtor, both[1].debtor) >= 0) {
        throw malformed(at, 'must start with what the first of the pair in UTF-8 order owes');
    }
    return both;
};

/**
 * A statement as a member sends it.
 *
 * @throws Refused REQUEST_MALFORMED
 */
export const statementOnWire: Decoder<PairStatement> = object({ window: id, totals: bothTotals, content: digest });
