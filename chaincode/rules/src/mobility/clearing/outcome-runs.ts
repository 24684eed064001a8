/**
 * What became of the records of a batch, and a receipt of it. The reply of a transaction stands in a block for everyone,
 * so it holds an HMAC under a key that only the two know: who sent the batch finds by it, without asking, that all went as
 * usual, and nobody else finds anything.
 */
import { canonicalJson } from '../../wire/index.js';
import type { LegOutcome, LegOutcomeKind } from './pair-records.js';

/** A run of equal outcomes: how many, which, and of refused ones code and reason. */
export type OutcomeRun = readonly [count: number, outcome: LegOutcomeKind, ...because: string[]];

export function outcomeRuns(outcomes: readonly Omit<LegOutcome, 'index'>[]): readonly OutcomeRun[] {
    const runs: OutcomeRun[] = [];
    for (const { outcome, code, reason } of outcomes) {
        const of = [outcome, ...(code === undefined ? [] : [code]), ...(reason === undefined ? [] : [reason])] as const;
        const last = runs.at(-1);
        const isSame = last?.length === of.length + 1 && of.every((part, index) => part === last[index + 1]);
        if (isSame) runs[runs.length - 1] = [last[0] + 1, ...of];
        else runs.push([1, ...of]);
    }
    return runs;
}

export function ofOutcomeRuns(runs: readonly OutcomeRun[]): readonly LegOutcome[] {
    return runs
        .flatMap(([count, ...of]) => Array.from({ length: count }, () => of))
        .map(([outcome, code, reason], index) => ({
            index,
            outcome,
            ...(code === undefined ? {} : { code }),
            ...(reason === undefined ? {} : { reason }),
        }));
}

/** What the receipt of a batch is the HMAC-SHA256 of, hexadecimal, under the key that came with the batch. */
export function receiptText(runs: readonly OutcomeRun[]): string {
    return canonicalJson(runs);
}
