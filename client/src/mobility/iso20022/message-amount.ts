import { refusedFile, unreadableMessage } from '../clearing-file-refusals.js';
import { attributeOf, textAt, type XmlElement } from './xml-element.js';

/** An amount of a message in whole hundredths of its currency. */
export interface MessageAmount {
    readonly cents: bigint;
    readonly currency: string;
}

const AMOUNT = /^(\d{1,18})(?:\.(\d{1,5}))?$/u;

/** Euro with two decimals, as messages write them. */
export function euroText(cents: bigint): string {
    const digits = cents.toString().padStart(3, '0');
    return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** @throws UnusableFile MOBILITY_PAYMENT_FILE_UNREADABLE */
export function amountOf(element: XmlElement, at: string): MessageAmount {
    const currency = attributeOf(element, 'Ccy');
    if (currency === undefined) throw unreadableMessage(`${at} has no currency`);
    return { cents: centsOf(textAt(element) ?? '', at, currency), currency };
}

/** A stated sum as hundredths: exact for euro, rounded down for currencies with smaller units. */
export function centsOf(text: string, at: string, currency = 'EUR'): bigint {
    const [, whole, decimals = ''] = AMOUNT.exec(text) ?? [];
    if (whole === undefined) throw unreadableMessage(`${at} is no amount`);
    if (currency === 'EUR' && /[^0]/u.test(decimals.slice(2))) throw unreadableMessage(`${at} has fractions of a cent`);
    return BigInt(`${whole}${decimals.padEnd(2, '0').slice(0, 2)}`);
}

/** @throws Refusal MOBILITY_PAYMENT_FILE_COUNT, where a count is stated that is not the one found */
export function requireCount(stated: string | undefined, found: number, at: string): void {
    if (stated === undefined || (/^\d{1,15}$/u.test(stated) && Number(stated) === found)) return;
    throw refusedFile('MOBILITY_PAYMENT_FILE_COUNT', { at, stated, found });
}

/** @throws Refusal MOBILITY_PAYMENT_FILE_SUM, where a sum is stated that is not the one found */
export function requireSum(stated: string | undefined, found: bigint, at: string, currency = 'EUR'): void {
    if (stated === undefined || centsOf(stated, at, currency) === found) return;
    throw refusedFile('MOBILITY_PAYMENT_FILE_SUM', { at, stated, found: euroText(found) });
}
