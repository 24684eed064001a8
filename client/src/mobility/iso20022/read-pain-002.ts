import type { RejectedPayment } from '@quartier/rules/mobility';

import { refusedFile, unreadableMessage } from '../clearing-file-refusals.js';
import { requireCount } from './message-amount.js';
import type { PaymentMessage } from './read-pain-001.js';
import { elementsAt, readMessage, requiredText, textAt, type XmlElement } from './xml-element.js';

const DEFINITIONS = ['pain.002.001.10', 'pain.002.001.03', 'pain.002.001.12'];
const REJECTED = 'RJCT';
/** ISO external status reason code "narrative": the bank gave no other. */
const UNSTATED = 'NARR';

/**
 * The payments that a bank turned down by a payment status report, pain.002: single ones, all of a payment information, or
 * the whole message.
 *
 * @param message that the report answers
 * @throws UnusableFile MOBILITY_PAYMENT_FILE_UNREADABLE; Refusal MOBILITY_PAYMENT_FILE_COUNT, _ID_UNKNOWN
 */
export function readPain002(xml: string, message: PaymentMessage): readonly RejectedPayment[] {
    const { body } = readMessage(xml, DEFINITIONS);
    const [group] = elementsAt(body, 'OrgnlGrpInfAndSts');
    if (group === undefined) throw unreadableMessage('it has no OrgnlGrpInfAndSts');
    const original = requiredText(group, 'OrgnlGrpInfAndSts', 'OrgnlMsgId');
    if (original !== message.messageId)
        throw unreadableMessage(`it answers the message ${original}, not ${message.messageId}`);
    requireCount(textAt(group, 'OrgnlNbOfTxs'), message.payments.length, 'OrgnlGrpInfAndSts');
    if (textAt(group, 'GrpSts') === REJECTED)
        return message.payments.map((payment) => rejected(payment, reasonOf(group)));
    return elementsAt(body, 'OrgnlPmtInfAndSts').flatMap((information) => rejectedOf(information, message));
}

function rejectedOf(information: XmlElement, { payments }: PaymentMessage): readonly RejectedPayment[] {
    const paymentInformationId = requiredText(information, 'OrgnlPmtInfAndSts', 'OrgnlPmtInfId');
    if (textAt(information, 'PmtInfSts') === REJECTED) {
        return payments
            .filter((payment) => payment.paymentInformationId === paymentInformationId)
            .map((payment) => rejected(payment, reasonOf(information)));
    }
    return elementsAt(information, 'TxInfAndSts')
        .filter((transaction) => textAt(transaction, 'TxSts') === REJECTED)
        .map((transaction) => {
            const endToEndId = requiredText(transaction, paymentInformationId, 'OrgnlEndToEndId');
            if (!payments.some((payment) => payment.endToEndId === endToEndId)) {
                throw refusedFile('MOBILITY_PAYMENT_FILE_ID_UNKNOWN', { endToEndId });
            }
            return { endToEndId, reasonCode: reasonOf(transaction) };
        });
}

function rejected({ endToEndId }: { readonly endToEndId: string }, reasonCode: string): RejectedPayment {
    return { endToEndId, reasonCode };
}

function reasonOf(element: XmlElement): string {
    return textAt(element, 'StsRsnInf', 'Rsn', 'Cd') ?? textAt(element, 'StsRsnInf', 'Rsn', 'Prtry') ?? UNSTATED;
}
