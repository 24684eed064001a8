import { malformed, object, oneOf, wholeNumber, nullOr, type Decoder } from '../../wire/index.js';

import { id } from '../members.js';

/** How windows of the area are paid, as its organisations decided. */
export interface ClearingTerms {
    readonly method: 'hub' | 'direct' | 'setOff';
    /** Participant that a hub pays through, null for the other methods. */
    readonly settlement: string | null;
    /** From netting to the deadline of the payments, in seconds. */
    readonly paymentSeconds: number;
}

const MOST_PAYMENT_SECONDS = 90 * 86_400;
const members = object({
    method: oneOf(['hub', 'direct', 'setOff']),
    settlement: nullOr(id),
    paymentSeconds: wholeNumber(1, MOST_PAYMENT_SECONDS),
});

/** @throws Refused REQUEST_MALFORMED */
export const clearingTerms: Decoder<ClearingTerms> = (value, at) => {
    const terms = members(value, at);
    if ((terms.method === 'hub') !== (terms.settlement !== null)) {
        throw malformed(`${at}.settlement`, 'names a participant for the method hub, and only for it');
    }
    return terms;
};

export function paymentDeadline(nettedAt: number, { paymentSeconds }: ClearingTerms): number {
    return nettedAt + paymentSeconds;
}
