/** Texts of which hashes become public, so that what they hide can be shown later to whom it concerns. */
import { canonicalJson } from '../../wire/index.js';
import { onWire, type Transfer } from '../netting/index.js';
import type { PairStatement } from '../windows/index.js';
import type { SharePart } from './pair-records.js';

/** What a pair's public commitment is the sha256 of. */
export function statementCommitment(statement: PairStatement, salt: string): string {
    return canonicalJson({ statement, salt });
}

/** What the public hash of an operator's part of a share is the sha256 of. */
export function partCommitment(part: SharePart, salt: string): string {
    return canonicalJson({ part, salt });
}

/** What every member signs, as text to be hashed: the pairs' commitments, the nets and the payments of a revision. */
export function settlementText(settled: {
    readonly window: string;
    readonly revision: number;
    readonly commitments: readonly string[];
    readonly nets: Readonly<Record<string, string>>;
    readonly transfers: readonly Transfer[];
}): string {
    return canonicalJson({ ...settled, transfers: settled.transfers.map(onWire) });
}
