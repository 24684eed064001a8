import { parseMicroEur } from '../../units/index.js';
import { invariant } from '../../wire/index.js';

import { isOver, type Dispute } from './dispute.js';

/** Where the disputed leg stands when its dispute ends. */
export type LegStanding =
    /** Its window is not stated yet: with the dispute over it counts there again. */
    | 'inWindow'
    /** Its window was netted with it, as the dispute was opened later. */
    | 'netted'
    /** Its window was netted without it, for open disputes leave the nets. */
    | 'leftOut';

/** What the open window gets when a dispute ends; amounts of what the debtor of the leg owes. */
export type DisputePosting =
    /** The leg as it was charged, that its own window left out. */
    | { readonly kind: 'carriedOver'; readonly leg: string; readonly amountMicroEur: string }
    /** The exact negative of the leg. */
    | { readonly kind: 'credit'; readonly creditOf: string; readonly amountMicroEur: string }
    /** The leg as it is charged in the end. */
    | { readonly kind: 'replacement'; readonly replaces: string; readonly amountMicroEur: string };

/**
 * What a dispute that is over brings into the open window. Nothing recorded is changed: where the charge changes, the leg
 * is credited whole and a new one recorded (none where nothing is owed any more); a leg that its window left out is
 * carried over first. In all windows together the debtor then owes exactly what was settled.
 */
export function disputePostings(dispute: Dispute, standing: LegStanding): readonly DisputePosting[] {
    const { leg, chargedMicroEur, settledMicroEur } = dispute;
    if (!isOver(dispute) || settledMicroEur === null) return [];
    const changed: readonly DisputePosting[] = [
        { kind: 'credit', creditOf: leg, amountMicroEur: (0n - parseMicroEur(chargedMicroEur)).toString() },
        { kind: 'replacement', replaces: leg, amountMicroEur: settledMicroEur },
    ];
    const carried: readonly DisputePosting[] = [{ kind: 'carriedOver', leg, amountMicroEur: chargedMicroEur }];
    const postings = [
        ...(standing === 'leftOut' ? carried : []),
        ...(settledMicroEur === chargedMicroEur ? [] : changed),
    ].filter(({ amountMicroEur }) => amountMicroEur !== '0');
    assertSettledOnce(dispute, standing, postings);
    return postings;
}

/** With what its own window counted of the leg, the postings add up to what was settled. */
export function assertSettledOnce(
    { chargedMicroEur, settledMicroEur }: Dispute,
    standing: LegStanding,
    postings: readonly DisputePosting[],
): void {
    const counted = standing === 'leftOut' ? 0n : parseMicroEur(chargedMicroEur);
    const sum = postings.reduce((total, { amountMicroEur }) => total + parseMicroEur(amountMicroEur), counted);
    invariant(settledMicroEur !== null && sum === parseMicroEur(settledMicroEur), 'a disputed leg is settled once');
}
