import { isDecimal } from '../../units/index.js';
import { malformed, object, oneOf, type Decoder } from '../../wire/index.js';

import { day, id, matching, trueOrFalse } from '../members.js';
import type { Booking } from './book-order.js';
import type { RejectedPayment } from './match-bookings.js';
import { accountFault, type PaymentAccount } from './payment-account.js';

/** ISO 20022 Max35Text, and the place in a batch that a reader of notifications appends. */
const reference = matching((value) => /^[^\p{Cc}]{1,48}$/u.test(value), 'must be 1 to 48 characters');
/** ISO 20022 Max35Text. */
const endToEndId = matching((value) => /^[^\p{Cc}]{1,35}$/u.test(value), 'must be 1 to 35 characters');
const cents = matching(
    (value) => isDecimal(value) && !value.startsWith('-') && value.length <= 18,
    'must be a whole number of cents in decimal digits, not negative',
);

/** @throws Refused REQUEST_MALFORMED */
export const booking: Decoder<Booking> = object(
    {
        reference,
        endToEndId,
        amountCents: cents,
        currency: matching((value) => /^[A-Z]{3}$/u.test(value), 'must be a currency of three capital letters'),
        direction: oneOf(['CRDT', 'DBIT']),
        isReversal: trueOrFalse,
        bookedOn: day,
    },
    {
        debtorIban: matching((value) => /^[A-Z]{2}[A-Z0-9]{2,32}$/u.test(value), 'must be an IBAN without spaces'),
        debtorName: id,
    },
);

/** @throws Refused REQUEST_MALFORMED */
export const rejectedPayment: Decoder<RejectedPayment> = object({
    endToEndId,
    reasonCode: matching((value) => /^[A-Za-z0-9]{1,35}$/u.test(value), 'must be 1 to 35 letters or digits'),
});

const accountMembers = object({ name: id, iban: id, bic: id });

/** @throws Refused REQUEST_MALFORMED, where the account cannot be paid */
export const paymentAccount: Decoder<PaymentAccount> = (value, at) => {
    const account = accountMembers(value, at);
    const fault = accountFault(account);
    if (fault !== undefined) throw malformed(at, `cannot be paid: ${fault}`);
    return account;
};
