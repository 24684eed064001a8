import { compareUtf8 } from '../../units/index.js';
import { canonicalJson, Refused } from '../../wire/index.js';

/** A leg, credit or fine as one member's own records have it. */
export interface StatedLeg {
    /** Id of the leg, unique for its operator. */
    readonly leg: string;
    /** sha256 of its record, hexadecimal. */
    readonly digest: string;
    /** Who owes it: the seller of the subscription. */
    readonly debtor: string;
    /** Who is owed it: the operator of the leg. */
    readonly creditor: string;
    /** Negative for a credit. */
    readonly amountMicroEur: bigint;
    /** Whether a dispute about it is open. */
    readonly disputed: boolean;
}

/** What one member of a pair owes the other in a window. */
export interface StatementTotals {
    readonly debtor: string;
    readonly creditor: string;
    /** Legs that count, and their sum; negative where credits outweigh. */
    readonly legs: number;
    readonly amountMicroEur: string;
    /** Legs left out because a dispute about them is open, and their sum. */
    readonly disputedLegs: number;
    readonly disputedMicroEur: string;
}

/** What one member of a pair states about a window. Statements of both sides are equal or the pair does not agree. */
export interface PairStatement {
    readonly window: string;
    /** Totals of what the first of the pair in UTF-8 order owes the second, then of the other direction. */
    readonly totals: readonly [StatementTotals, StatementTotals];
    /** sha256 over the sorted legs: one line each, of operator, leg, digest, amount and whether it is disputed. */
    readonly content: string;
}

export interface StatementInput {
    readonly window: string;
    readonly pair: readonly [string, string];
    /** In any order. */
    readonly legs: readonly StatedLeg[];
    readonly sha256: (text: string) => string;
}

/**
 * The statement of a pair: the same for both sides where they hold the same legs, in whatever order these arrived.
 *
 * @throws Refused MOBILITY_STATEMENT_PAIR where a leg is of others, or stands twice
 */
export function pairStatement({ window, pair, legs, sha256 }: StatementInput): PairStatement {
    const [first = '', second = ''] = [...pair].sort(compareUtf8);
    if (first === second) throw notOfPair(window, 'a member states nothing with itself');
    const sorted = sortLegs(legs);
    sorted.forEach((leg, index) => {
        const ofPair = [leg.debtor, leg.creditor].sort(compareUtf8);
        if (ofPair[0] !== first || ofPair[1] !== second) throw notOfPair(window, 'a leg is of others');
        const before = sorted[index - 1];
        if (before !== undefined && compareLegs(before, leg) === 0) throw notOfPair(window, 'a leg stands twice');
    });
    return {
        window,
        totals: [totalsOf(first, second, sorted), totalsOf(second, first, sorted)],
        content: sha256(sorted.map(lineOf).join('\n')),
    };
}

export function sortLegs(legs: readonly StatedLeg[]): readonly StatedLeg[] {
    return [...legs].sort(compareLegs);
}

/** By operator, then leg, in UTF-8 order. */
export function compareLegs(a: StatedLeg, b: StatedLeg): number {
    return compareUtf8(a.creditor, b.creditor) || compareUtf8(a.leg, b.leg);
}

/** All that a statement says of a leg, in one spelling. */
export function lineOf({ creditor, leg, digest, amountMicroEur, disputed }: StatedLeg): string {
    return canonicalJson([creditor, leg, digest, amountMicroEur.toString(), disputed]);
}

function totalsOf(debtor: string, creditor: string, legs: readonly StatedLeg[]): StatementTotals {
    const owed = legs.filter((leg) => leg.debtor === debtor);
    const [disputed, counted] = [owed.filter((leg) => leg.disputed), owed.filter((leg) => !leg.disputed)];
    return {
        debtor,
        creditor,
        legs: counted.length,
        amountMicroEur: sumOfLegs(counted).toString(),
        disputedLegs: disputed.length,
        disputedMicroEur: sumOfLegs(disputed).toString(),
    };
}

function sumOfLegs(legs: readonly StatedLeg[]): bigint {
    return legs.reduce((sum, { amountMicroEur }) => sum + amountMicroEur, 0n);
}

function notOfPair(window: string, reason: string): Refused {
    return new Refused('MOBILITY_STATEMENT_PAIR', { window, reason });
}
