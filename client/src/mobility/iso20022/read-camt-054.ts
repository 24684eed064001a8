import { hash } from 'node:crypto';

import type { Booking, EntryDirection } from '@quartier/rules/mobility';

import { unreadableMessage } from '../clearing-file-refusals.js';
import { amountOf, requireCount, requireSum, type MessageAmount } from './message-amount.js';
import { elementsAt, readMessage, requiredText, textAt, type XmlElement } from './xml-element.js';

/** Versions 2 to 13: what is read of a notification has kept its names in all of them, or is looked for under both. */
const DEFINITIONS = Array.from({ length: 12 }, (_, index) => `camt.054.001.${String(index + 2).padStart(2, '0')}`);

export interface BookingNotification {
    readonly messageId: string;
    /** Booked transactions, one for each payment of a batch entry too. */
    readonly bookings: readonly Booking[];
    /** Entries that are pending or for information only, which prove nothing. */
    readonly notBooked: number;
}

/**
 * Reads a bank's notification of debits and credits, camt.054.001.08 or another version. Counts and sums that it states, of
 * the account, of an entry and of a batch in it, must be those of its transactions. A booking's reference is the bank's own
 * (AcctSvcrRef) of the transaction or its entry; where there is none, that of the entry in its notification.
 *
 * @throws UnusableFile MOBILITY_PAYMENT_FILE_UNREADABLE; Refusal MOBILITY_PAYMENT_FILE_COUNT, _SUM
 */
export function readCamt054(xml: string): BookingNotification {
    const { body } = readMessage(xml, DEFINITIONS);
    const notifications = elementsAt(body, 'Ntfctn');
    const bookings: Booking[] = [];
    let notBooked = 0;
    for (const notification of notifications) {
        const elements = elementsAt(notification, 'Ntry');
        const entries = elements.map((element, index) =>
            readEntry(element, index, () => referenceInNotification(notification, elements, index)),
        );
        requireTotals(notification, entries);
        for (const entry of entries) {
            if (entry.isBooked) bookings.push(...bookingsOf(entry));
            else notBooked += 1;
        }
    }
    return { messageId: requiredText(body, 'its header', 'GrpHdr', 'MsgId'), bookings, notBooked };
}

interface Entry {
    readonly element: XmlElement;
    readonly reference: string;
    /** What messages about it call it. */
    readonly at: string;
    readonly amount: MessageAmount;
    readonly direction: EntryDirection;
    readonly isBooked: boolean;
}

function readEntry(element: XmlElement, index: number, referenceHere: () => string): Entry {
    const at = textAt(element, 'AcctSvcrRef') ?? textAt(element, 'NtryRef') ?? `entry ${String(index + 1)}`;
    const [amount] = elementsAt(element, 'Amt');
    if (amount === undefined) throw unreadableMessage(`${at} has no Amt`);
    return {
        element,
        reference: textAt(element, 'AcctSvcrRef') ?? referenceHere(),
        at,
        amount: amountOf(amount, at),
        direction: directionOf(element, at),
        // The older version has the status as the text of the element, the newer one as a code in it.
        isBooked: (textAt(element, 'Sts', 'Cd') ?? textAt(element, 'Sts')) === 'BOOK',
    };
}

/**
 * A bank need not give an entry a reference of its own. The id of its notification with the reference of the entry in it, or
 * with its place where it has none that no other one has, is then the same whenever the notification is delivered again.
 */
function referenceInNotification(notification: XmlElement, entries: readonly XmlElement[], index: number): string {
    const id = requiredText(notification, 'a notification', 'Id');
    const given = entries.map((entry) => textAt(entry, 'NtryRef'));
    const own = given[index];
    const isOwn = own !== undefined && given.filter((other) => other === own).length === 1;
    return isOwn ? `${id}/${own}` : `${id}/#${String(index + 1)}`;
}

function requireTotals(notification: XmlElement, entries: readonly Entry[]): void {
    const kinds: readonly (readonly [kind: string, entries: readonly Entry[]])[] = [
        ['TtlNtries', entries],
        ['TtlCdtNtries', entries.filter(({ direction }) => direction === 'CRDT')],
        ['TtlDbtNtries', entries.filter(({ direction }) => direction === 'DBIT')],
    ];
    for (const [kind, ofKind] of kinds) {
        const sum = ofKind.reduce((total, { amount }) => total + amount.cents, 0n);
        requireCount(textAt(notification, 'TxsSummry', kind, 'NbOfNtries'), ofKind.length, kind);
        requireSum(textAt(notification, 'TxsSummry', kind, 'Sum'), sum, kind, entries[0]?.amount.currency);
    }
}

function bookingsOf(entry: Entry): readonly Booking[] {
    const { element, at, amount } = entry;
    const transactions = elementsAt(element, 'NtryDtls', 'TxDtls');
    const references = referencesOf(entry, transactions);
    const bookings = transactions.map((transaction, index) =>
        bookingOf(entry, transaction, {
            reference: references[index] ?? entry.reference,
            isOnly: transactions.length === 1,
        }),
    );
    if (bookings.length === 0) return [bookingOf(entry, {}, { reference: entry.reference, isOnly: true })];
    const sum = bookings.reduce((total, { amountCents }) => total + BigInt(amountCents), 0n);
    const isOneCurrency = bookings.every(({ currency }) => currency === amount.currency);
    // Charges taken off the entry explain a difference.
    if (isOneCurrency && elementsAt(element, 'Chrgs').length === 0) {
        requireSum(textAt(element, 'Amt'), sum, at, amount.currency);
        for (const batch of elementsAt(element, 'NtryDtls')) requireBatch(batch, entry);
    }
    return bookings;
}

function requireBatch(details: XmlElement, { at, amount: { currency } }: Entry): void {
    const transactions = elementsAt(details, 'TxDtls');
    if (transactions.length === 0) return;
    requireCount(textAt(details, 'Btch', 'NbOfTxs'), transactions.length, `the batch of ${at}`);
    const amounts = transactions.map((transaction) => transactionAmount(transaction, at)?.cents ?? 0n);
    const sum = amounts.reduce((total, cents) => total + cents, 0n);
    requireSum(textAt(details, 'Btch', 'TtlAmt'), sum, `the batch of ${at}`, currency);
}

function bookingOf(
    entry: Entry,
    transaction: XmlElement,
    { reference, isOnly }: { readonly reference: string; readonly isOnly: boolean },
): Booking {
    const { element, at, amount: whole, direction } = entry;
    const amount = transactionAmount(transaction, at) ?? (isOnly ? whole : undefined);
    if (amount === undefined) throw unreadableMessage(`a transaction of ${at} has no amount`);
    const parties = elementsAt(transaction, 'RltdPties')[0] ?? {};
    const debtorIban = textAt(parties, 'DbtrAcct', 'Id', 'IBAN');
    const debtorName = textAt(parties, 'Dbtr', 'Pty', 'Nm') ?? textAt(parties, 'Dbtr', 'Nm');
    return {
        reference: boundedReference(reference),
        endToEndId: textAt(transaction, 'Refs', 'EndToEndId') ?? 'NOTPROVIDED',
        amountCents: amount.cents.toString(),
        currency: amount.currency,
        direction: textAt(transaction, 'CdtDbtInd') === undefined ? direction : directionOf(transaction, at),
        isReversal: ['true', '1'].includes(textAt(element, 'RvslInd') ?? ''),
        bookedOn: dayOf(element, at),
        ...(debtorIban === undefined ? {} : { debtorIban }),
        ...(debtorName === undefined ? {} : { debtorName }),
    };
}

/** The bank's reference of each transaction; where it gives only that of a batch, with its place in the batch. */
function referencesOf({ reference: ofEntry }: Entry, transactions: readonly XmlElement[]): readonly string[] {
    const given = transactions.map((transaction) => textAt(transaction, 'Refs', 'AcctSvcrRef') ?? ofEntry);
    return given.map((reference, index) => {
        const isShared = given.filter((other) => other === reference).length > 1;
        return isShared ? `${reference}#${String(index + 1)}` : reference;
    });
}

/** A bank's reference has 35 characters at most; what is put together of two may have more than a booking takes. */
function boundedReference(reference: string): string {
    if (reference.length <= LONGEST_REFERENCE) return reference;
    return `${reference.slice(0, 15)}~${hash('sha256', reference, 'hex').slice(0, 32)}`;
}
const LONGEST_REFERENCE = 48;

function transactionAmount(transaction: XmlElement, at: string): MessageAmount | undefined {
    const [amount] = [
        ...elementsAt(transaction, 'Amt'),
        ...elementsAt(transaction, 'AmtDtls', 'TxAmt', 'Amt'),
        ...elementsAt(transaction, 'AmtDtls', 'InstdAmt', 'Amt'),
    ];
    return amount === undefined ? undefined : amountOf(amount, at);
}

function directionOf(element: XmlElement, at: string): EntryDirection {
    const direction = requiredText(element, at, 'CdtDbtInd');
    if (direction !== 'CRDT' && direction !== 'DBIT') throw unreadableMessage(`${at} is neither CRDT nor DBIT`);
    return direction;
}

function dayOf(element: XmlElement, at: string): string {
    for (const date of ['BookgDt', 'ValDt']) {
        const found = textAt(element, date, 'Dt') ?? textAt(element, date, 'DtTm');
        if (found !== undefined) return found.slice(0, 10);
    }
    throw unreadableMessage(`${at} has no BookgDt`);
}
