import type { RecordKind } from './keys.js';
import type { RecordStore } from './record-store.js';

/** The key of a delta: what it adds to, the epoch it falls in, and the id that makes it unique there. */
export type DeltaKind<Delta> = RecordKind<Delta, readonly ['total', 'epoch', 'id']>;

/** Rows of one total in one epoch, by their ids. */
export interface DeltaRows {
    readonly total: string;
    readonly epoch: string;
    readonly ids: readonly string[];
}

/**
 * Totals that many write at once are never read and rewritten: each transaction appends rows of its own, and the rows
 * of a closed epoch are folded by their ids. A fold never scans a range that others insert into, which would conflict
 * with every one of them.
 */
export async function readDeltas<Delta>(
    store: RecordStore,
    kind: DeltaKind<Delta>,
    { total, epoch, ids }: DeltaRows,
): Promise<Delta[]> {
    const deltas: Delta[] = [];
    for (const id of ids) {
        const delta = await store.get(kind, [total, epoch, id]);
        if (delta !== undefined) deltas.push(delta);
    }
    return deltas;
}
