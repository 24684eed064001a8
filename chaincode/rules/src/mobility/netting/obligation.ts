import { compareUtf8, idFault, isDecimal } from '../../units/index.js';
import { invariant, listOf, malformed, object, Refused, text, type Decoder } from '../../wire/index.js';

/** What one participant owes another: whole units of one asset, micro-euro in the clearing, more than nothing. */
export interface Obligation {
    readonly from: string;
    readonly to: string;
    readonly amount: bigint;
}

/** An obligation, a transfer or a set-off amount as it crosses the wire. */
export interface ObligationOnWire {
    readonly from: string;
    readonly to: string;
    /** Decimal digits, more than nothing. */
    readonly amount: string;
}

/** What one netting takes. A transaction of the clearing stays far below; the limits hold for files. */
export const nettingLimits = { obligations: 1_000_000, participants: 100_000, idLength: 128 } as const;

const participant: Decoder<string> = text((value) => idFault(value, nettingLimits.idLength));
const amount: Decoder<string> = text((value) =>
    isDecimal(value) && value !== '0' && !value.startsWith('-')
        ? undefined
        : 'must be a whole number above zero in decimal digits, at most 40',
);
const members = object({ from: participant, to: participant, amount });

/**
 * One obligation, of exactly `from`, `to` and `amount`.
 *
 * @throws Refused REQUEST_MALFORMED: zero, negative or fractional amount, debt to oneself, unknown member.
 */
export const obligation: Decoder<Obligation> = (value, at) => {
    const { from, to, amount: digits } = members(value, at);
    if (from === to) throw malformed(`${at}.to`, 'must be another than from: nobody owes itself');
    return { from, to, amount: BigInt(digits) };
};

/** @throws Refused MOBILITY_OBLIGATIONS_TOO_MANY, REQUEST_MALFORMED */
export function obligations(most: number = nettingLimits.obligations): Decoder<readonly Obligation[]> {
    return listOf(obligation, {
        most,
        tooLong: (size) => new Refused('MOBILITY_OBLIGATIONS_TOO_MANY', { size, limit: most }),
    });
}

export function onWire({ from, to, amount: value }: Obligation): ObligationOnWire {
    return { from, to, amount: value.toString() };
}

/** Everyone that owes or is owed, in UTF-8 order. */
export function participantsOf(list: Iterable<Obligation>): readonly string[] {
    const ids = new Set<string>();
    for (const { from, to } of list) ids.add(from).add(to);
    return [...ids].sort(compareUtf8);
}

export function totalOf(list: Iterable<Obligation>): bigint {
    let total = 0n;
    for (const { amount: value } of list) total += value;
    return total;
}

/** Every obligation is of more than nothing and between two participants. */
export function assertOwed(list: Iterable<Obligation>): void {
    for (const { from, to, amount: value } of list) {
        invariant(value > 0n, 'an obligation is of more than nothing');
        invariant(from !== to, 'nobody owes itself');
    }
}
