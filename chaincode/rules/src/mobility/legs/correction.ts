/** Credits and refunds: what may be taken back of a record, and never more. */
import { formatDecimal } from '../../units/index.js';
import { canonicalJson, invariant, Refused } from '../../wire/index.js';
import type { ChargeLine, DatedAmount } from '../tariffs/index.js';
import type { LegRecord } from './leg-record.js';
import type { CreditReason } from './reasons.js';

/** What of a record counts against the one that it corrects. */
export type CorrectionOf = Pick<LegRecord, 'leg' | 'kind' | 'totalMicroEur'> & Partial<Pick<LegRecord, 'of'>>;

/** The credit of a record: all of its lines with the other sign, so that both add up to nothing in every dimension. */
export function creditOf(original: LegRecord, credit: { readonly leg: string; readonly reason: string }): LegRecord {
    const record: LegRecord = {
        ...original,
        leg: credit.leg,
        kind: 'credit',
        of: original.leg,
        reason: credit.reason,
        lines: original.lines.map(negatedLine),
        totalMicroEur: negated(original.totalMicroEur),
        taxMicroEur: negated(original.taxMicroEur),
        charged: original.charged.map(negatedPart),
    };
    assertCancels(record, original);
    return record;
}

/**
 * A credit that an operator sent is the one of the record that it names.
 * @throws Refused MOBILITY_CREDIT_INVALID
 */
export function requireCreditOf(credit: LegRecord, original: LegRecord): void {
    if (original.kind === 'credit') throw invalid('a credit is not credited: write the record anew');
    const { leg, reason = '' } = credit;
    if (canonicalJson(credit) !== canonicalJson(creditOf(original, { leg, reason })))
        throw invalid('a credit is the exact negative of the record that it names');
}

/**
 * A replacement is of the same rider, subscription and parties as the credited record.
 * @throws Refused MOBILITY_CREDIT_INVALID
 */
export function requireReplacementOf(replacement: LegRecord, original: LegRecord): void {
    const same =
        replacement.operator === original.operator &&
        replacement.seller === original.seller &&
        replacement.subscription === original.subscription &&
        replacement.rider === original.rider;
    if (!same) throw invalid('a replacement is between the same parties and of the same rider');
}

/**
 * A refund is within what was charged for the record, net of what was already credited or refunded. A credit is refused
 * while something is refunded, for it would give that back a second time: credit the refund first.
 * @param others the records so far that are of the original, and the credits of its refunds
 * @throws Refused MOBILITY_REFUND_ABOVE_PAID
 */
export function requireWithinPaid(back: LegRecord, original: LegRecord, others: readonly CorrectionOf[]): void {
    if (BigInt(back.totalMicroEur) + stillPaid(original, others) < 0n) throw new Refused('MOBILITY_REFUND_ABOVE_PAID');
}

/**
 * What of a record's total is neither credited nor refunded; a refund that was credited itself is not one. Fines and
 * extras are charged by themselves.
 */
export function stillPaid(original: LegRecord, others: readonly CorrectionOf[]): bigint {
    const refunds = others.filter(({ kind, of }) => kind === 'refund' && of === original.leg);
    const counted = new Set([original.leg, ...refunds.map(({ leg }) => leg)]);
    const credits = others.filter(({ kind, of }) => kind === 'credit' && of !== undefined && counted.has(of));
    return [...refunds, ...credits].reduce(
        (paid, { totalMicroEur }) => paid + BigInt(totalMicroEur),
        BigInt(original.totalMicroEur),
    );
}

/** A credit and its original add up to nothing, line by line. */
export function assertCancels(credit: LegRecord, original: LegRecord): void {
    const cancels =
        credit.lines.length === original.lines.length &&
        original.lines.every(({ dimension, amountMicroEur }, index) => {
            const line = credit.lines[index];
            return line?.dimension === dimension && BigInt(line.amountMicroEur) + BigInt(amountMicroEur) === 0n;
        }) &&
        BigInt(credit.totalMicroEur) + BigInt(original.totalMicroEur) === 0n &&
        BigInt(credit.taxMicroEur) + BigInt(original.taxMicroEur) === 0n;
    invariant(cancels, 'a credit and its original add up to nothing');
}

function negatedLine(line: ChargeLine): ChargeLine {
    return {
        ...line,
        unitPriceMicroEur: negated(line.unitPriceMicroEur),
        amountMicroEur: negated(line.amountMicroEur),
    };
}

function negatedPart({ at, amountMicroEur }: DatedAmount): DatedAmount {
    return { at, amountMicroEur: negated(amountMicroEur) };
}

function negated(amount: string): string {
    return formatDecimal(-BigInt(amount));
}

function invalid(reason: CreditReason): Refused {
    return new Refused('MOBILITY_CREDIT_INVALID', { reason });
}
