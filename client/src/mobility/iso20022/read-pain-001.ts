import { ibanFault, isBic, type PaymentAccount, type PaymentOrder } from '@quartier/rules/mobility';

import type { Refusal } from '../../gateway/index.js';

import { refusedFile, unreadableMessage } from '../clearing-file-refusals.js';
import { amountOf, requireCount, requireSum } from './message-amount.js';
import { PAIN_001 } from './write-pain-001.js';
import { elementsAt, readMessage, requiredText, textAt, type XmlElement } from './xml-element.js';

/** A payment of a message. */
export interface WrittenPayment {
    readonly endToEndId: string;
    readonly paymentInformationId: string;
    readonly amountCents: string;
    readonly currency: string;
    readonly debtorIban: string;
    readonly creditorIban: string;
}

export interface PaymentMessage {
    readonly messageId: string;
    readonly payments: readonly WrittenPayment[];
}

/**
 * Reads a pain.001.001.09 message. Counts and sums that it states, of the message and of each payment information, must be
 * those of its payments, ids must differ, IBANs and BICs must be well formed.
 *
 * @throws UnusableFile MOBILITY_PAYMENT_FILE_UNREADABLE; Refusal MOBILITY_PAYMENT_FILE_COUNT, _SUM, _ID_TWICE,
 * _DIFFERS
 */
export function readPain001(xml: string): PaymentMessage {
    const { body } = readMessage(xml, [PAIN_001]);
    const [header] = elementsAt(body, 'GrpHdr');
    if (header === undefined) throw unreadableMessage('it has no GrpHdr');
    const payments = elementsAt(body, 'PmtInf').flatMap(paymentsOf);
    requireDistinct(payments);
    requireCount(requiredText(header, 'GrpHdr', 'NbOfTxs'), payments.length, 'GrpHdr');
    requireSum(textAt(header, 'CtrlSum'), sumOf(payments), 'GrpHdr');
    return { messageId: requiredText(header, 'GrpHdr', 'MsgId'), payments };
}

/**
 * Checks that a message pays exactly what was ordered: the same ids, amounts and accounts, nothing added or left out.
 *
 * @throws as {@link readPain001}, and Refusal MOBILITY_PAYMENT_FILE_ID_UNKNOWN, _MISSING
 */
export function checkPain001(
    xml: string,
    {
        orders,
        accounts,
    }: { readonly orders: readonly PaymentOrder[]; readonly accounts: ReadonlyMap<string, PaymentAccount> },
): PaymentMessage {
    const message = readPain001(xml);
    const missing = new Map(orders.map((order) => [order.endToEndId, order]));
    for (const payment of message.payments) {
        const { endToEndId } = payment;
        const order = missing.get(endToEndId);
        if (order === undefined) throw refusedFile('MOBILITY_PAYMENT_FILE_ID_UNKNOWN', { endToEndId });
        const reason = differenceOf(payment, order, accounts);
        if (reason !== undefined) throw differs(endToEndId, reason);
        missing.delete(endToEndId);
    }
    const [endToEndId] = missing.keys();
    if (endToEndId !== undefined) {
        throw refusedFile('MOBILITY_PAYMENT_FILE_MISSING', { count: missing.size, endToEndId });
    }
    return message;
}

function differenceOf(
    payment: WrittenPayment,
    order: PaymentOrder,
    accounts: ReadonlyMap<string, PaymentAccount>,
): string | undefined {
    if (payment.amountCents !== order.amountCents) return 'another amount';
    if (payment.currency !== order.currency) return 'another currency';
    if (payment.debtorIban !== accounts.get(order.payer)?.iban) return 'another account of the payer';
    return payment.creditorIban === accounts.get(order.payee)?.iban ? undefined : 'another account of the payee';
}

function paymentsOf(information: XmlElement): readonly WrittenPayment[] {
    const paymentInformationId = requiredText(information, 'PmtInf', 'PmtInfId');
    const debtorIban = requiredText(information, paymentInformationId, 'DbtrAcct', 'Id', 'IBAN');
    const payments = elementsAt(information, 'CdtTrfTxInf').map((transaction): WrittenPayment => {
        const endToEndId = requiredText(transaction, paymentInformationId, 'PmtId', 'EndToEndId');
        const [amount] = elementsAt(transaction, 'Amt', 'InstdAmt');
        if (amount === undefined) throw unreadableMessage(`${endToEndId} has no InstdAmt`);
        const { cents, currency } = amountOf(amount, endToEndId);
        const creditorIban = requiredText(transaction, endToEndId, 'CdtrAcct', 'Id', 'IBAN');
        const fault = ibanFault(debtorIban) ?? ibanFault(creditorIban) ?? bicFault(information, transaction);
        if (fault !== undefined) throw differs(endToEndId, `an account ${fault}`);
        return { endToEndId, paymentInformationId, amountCents: cents.toString(), currency, debtorIban, creditorIban };
    });
    requireCount(textAt(information, 'NbOfTxs'), payments.length, paymentInformationId);
    requireSum(textAt(information, 'CtrlSum'), sumOf(payments), paymentInformationId);
    return payments;
}

function bicFault(information: XmlElement, transaction: XmlElement): string | undefined {
    const bics = [
        textAt(information, 'DbtrAgt', 'FinInstnId', 'BICFI'),
        textAt(transaction, 'CdtrAgt', 'FinInstnId', 'BICFI'),
    ];
    return bics.every((bic) => bic === undefined || isBic(bic)) ? undefined : 'has a BIC that is none';
}

function requireDistinct(payments: readonly WrittenPayment[]): void {
    const seen = new Set<string>();
    for (const { endToEndId } of payments) {
        if (seen.has(endToEndId)) throw refusedFile('MOBILITY_PAYMENT_FILE_ID_TWICE', { endToEndId });
        seen.add(endToEndId);
    }
}

function sumOf(payments: readonly WrittenPayment[]): bigint {
    return payments.reduce((sum, { amountCents }) => sum + BigInt(amountCents), 0n);
}

function differs(endToEndId: string, reason: string): Refusal {
    return refusedFile('MOBILITY_PAYMENT_FILE_DIFFERS', { endToEndId, reason });
}
