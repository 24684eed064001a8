import { parseMicroEur } from '../../units/index.js';
import { canonicalJson } from '../../wire/index.js';

import { lineOf, sortLegs, type PairStatement, type StatedLeg } from './pair-statement.js';

export function statementsAgree(ours: PairStatement, theirs: PairStatement): boolean {
    return canonicalJson(ours) === canonicalJson(theirs);
}

/** How far two statements are apart in one direction: theirs less ours. */
export interface TotalsDifference {
    readonly debtor: string;
    readonly creditor: string;
    readonly legs: number;
    readonly amountMicroEur: string;
    /** Of the larger of the two amounts, in parts per million, rounded down; 0 where both are nothing. */
    readonly ppm: number;
}

/** @param theirs of the same pair and window */
export function totalsDifferences(ours: PairStatement, theirs: PairStatement): readonly TotalsDifference[] {
    return ours.totals.map((own, direction) => {
        const other = theirs.totals[direction] ?? own;
        const [a, b] = [parseMicroEur(own.amountMicroEur), parseMicroEur(other.amountMicroEur)];
        const larger = absolute(a) > absolute(b) ? absolute(a) : absolute(b);
        return {
            debtor: own.debtor,
            creditor: own.creditor,
            legs: other.legs - own.legs,
            amountMicroEur: (b - a).toString(),
            ppm: larger === 0n ? 0 : Number((absolute(b - a) * 1_000_000n) / larger),
        };
    });
}

/** The legs by which two members' records of a pair and window differ. */
export interface LegDifferences {
    /** They have it, we do not. */
    readonly missingHere: readonly StatedLeg[];
    /** We have it, they do not. */
    readonly missingThere: readonly StatedLeg[];
    /** Both have it, with another digest, amount or standing. */
    readonly different: readonly { readonly ours: StatedLeg; readonly theirs: StatedLeg }[];
}

/** Compares two lists of legs, each leg by its operator and id; the results are sorted by these. */
export function legDifferences(ours: readonly StatedLeg[], theirs: readonly StatedLeg[]): LegDifferences {
    const [here, there] = [legsByKey(ours), legsByKey(theirs)];
    return {
        missingHere: [...there].filter(([key]) => !here.has(key)).map(([, leg]) => leg),
        missingThere: [...here].filter(([key]) => !there.has(key)).map(([, leg]) => leg),
        different: [...here].flatMap(([key, own]) => {
            const other = there.get(key);
            return other === undefined || isSame(own, other) ? [] : [{ ours: own, theirs: other }];
        }),
    };
}

function legsByKey(legs: readonly StatedLeg[]): ReadonlyMap<string, StatedLeg> {
    return new Map(sortLegs(legs).map((leg) => [`${leg.creditor}\n${leg.leg}`, leg]));
}

function isSame(own: StatedLeg, other: StatedLeg): boolean {
    return own.debtor === other.debtor && lineOf(own) === lineOf(other);
}

function absolute(value: bigint): bigint {
    return value < 0n ? -value : value;
}
