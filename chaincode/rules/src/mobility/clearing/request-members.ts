/** Decoders of the members that the clearing's requests are made of. */
import { isDecimal } from '../../units/index.js';
import { listOf, malformed, nullOr, object, oneOf, wholeNumber, type Decoder } from '../../wire/index.js';
import { amount, day, digest, id, instant, matching, mspId, signedAmount, trueOrFalse } from '../members.js';
import type { RejectedPayment } from '../payments/index.js';
import { shareWeights, type PassSplit, type ShareWeight } from '../sharing/index.js';
import { subscriptionStates, type OperatorUse } from '../subscriptions/index.js';
import type { PairStatement, StatementTotals } from '../windows/index.js';
import { clearingLimits } from './limits.js';
import type { StatedLegOnWire, StatementOpening } from './messages.js';
import type { Headroom, SharedSubscription, SharePart, ShareRow } from './pair-records.js';
import type { RecordedBooking } from './public-records.js';

const MOST_COUNT = 1_000_000_000_000;
const MOST_MEMBERS = 64;

const count = wholeNumber(0, MOST_COUNT);
const planOf = object({ plan: id, version: wholeNumber(1, 1_000_000) });

export const sharedSubscription: Decoder<SharedSubscription> = object({
    subscription: id,
    rider: id,
    history: listOf(object({ from: instant, state: oneOf(subscriptionStates), plan: planOf }), {
        most: clearingLimits.spansPerSubscription,
    }),
    expiresAt: nullOr(instant),
});

export const headroom: Decoder<Omit<Headroom, 'toldAt'>> = object({
    subscription: id,
    day,
    leftMicroEur: nullOr(amount),
});

/** Sums of whatever many windows hold. */
const sum = matching(
    (value) => isDecimal(value) && value.length <= 24,
    'must be a whole number of micro-euro in decimal digits',
);

const totals: Decoder<StatementTotals> = object({
    debtor: mspId,
    creditor: mspId,
    legs: count,
    amountMicroEur: sum,
    disputedLegs: count,
    disputedMicroEur: sum,
});

const bothTotals: Decoder<readonly [StatementTotals, StatementTotals]> = (value, at) => {
    const [one, other, ...more] = listOf(totals, { most: 2 })(value, at);
    if (one === undefined || other === undefined || more.length > 0) throw malformed(at, 'must be two totals');
    return [one, other];
};

/** Two organisations that clear with each other. */
export const twoMembers: Decoder<readonly [string, string]> = (value, at) => {
    const [one, other, ...more] = listOf(mspId, { most: 2 })(value, at);
    if (one === undefined || other === undefined || more.length > 0) throw malformed(at, 'must be two organisations');
    return [one, other];
};

export const statement: Decoder<PairStatement> = object({ window: id, totals: bothTotals, content: digest });

export const opening: Decoder<StatementOpening> = object({ with: mspId, statement, salt: id });

export const statedLeg: Decoder<StatedLegOnWire> = object({
    leg: id,
    digest,
    debtor: mspId,
    creditor: mspId,
    amountMicroEur: signedAmount,
    disputed: trueOrFalse,
});

const cents = matching(
    (value) => isDecimal(value) && !value.startsWith('-') && value.length <= 14,
    'must be a whole number of cents in decimal digits, not negative',
);

export const recordedBooking: Decoder<RecordedBooking> = object(
    {
        reference: id,
        endToEndId: id,
        amountCents: cents,
        currency: matching((value) => /^[A-Z]{3}$/u.test(value), 'must be a currency, three capitals'),
        direction: oneOf(['CRDT', 'DBIT']),
        isReversal: trueOrFalse,
        bookedOn: day,
    },
    { debtor: mspId },
);

export const rejectedPayment: Decoder<RejectedPayment> = object({ endToEndId: id, reasonCode: id });

const use: Decoder<OperatorUse> = object({
    operator: mspId,
    amountMicroEur: amount,
    durationSeconds: count,
    distanceMetres: count,
    rides: count,
});
const shareUse = { full: use, counted: use };

export const shareWeight: Decoder<ShareWeight> = oneOf(shareWeights);
export const shareRow: Decoder<ShareRow> = object(
    { rider: id, amountMicroEur: amount, uses: listOf(object(shareUse), { most: MOST_MEMBERS }) },
    { day },
);
export const sharePart: Decoder<SharePart> = object({
    operator: mspId,
    rows: listOf(object({ rider: id, ...shareUse }, { day }), { most: clearingLimits.rowsPerShare }),
    shareMicroEur: amount,
    adjustmentMicroEur: signedAmount,
});

export const passSplit: Decoder<PassSplit> = object(
    { weight: shareWeight },
    {
        defaults: listOf(object({ operator: mspId, weight: count }), { most: MOST_MEMBERS }),
        guarantees: listOf(object({ operator: mspId }, { floorMicroEur: amount, ceilingMicroEur: amount }), {
            most: MOST_MEMBERS,
        }),
    },
);
