/**
 * Records of one lane and day as one text: rows of equal width in order of the ids' digests, so that a batch finds its ids
 * by halving.
 */
import { invariant } from '../../wire/index.js';

export interface SeenRecord {
    /** First 60 bits of the sha256 of the record's id, base64url. */
    readonly id: string;
    /** Batch of the lane, counted from 0, and the position in it. */
    readonly batch: number;
    readonly position: number;
}

export const SEEN_ID_WIDTH = 10;
const BATCH_WIDTH = 6;
const POSITION_WIDTH = 2;
const ROW = SEEN_ID_WIDTH + BATCH_WIDTH + POSITION_WIDTH;

export function seenCount(set: string): number {
    return set.length / ROW;
}

export function findSeen(set: string, id: string): SeenRecord | undefined {
    let low = 0;
    let high = seenCount(set);
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (set.slice(middle * ROW, middle * ROW + SEEN_ID_WIDTH) < id) low = middle + 1;
        else high = middle;
    }
    const row = set.slice(low * ROW, (low + 1) * ROW);
    return row.startsWith(id) ? unpacked(row) : undefined;
}

/** The set with further records, whose ids it must not hold. */
export function withSeen(set: string, records: readonly SeenRecord[]): string {
    return joined(set, records.map(packed).sort(inOrder));
}

/** Two sets as one; no id may stand in both. */
export function joinedSeen(one: string, other: string): string {
    if (one === '' || other === '') return one + other;
    return joined(
        one,
        Array.from({ length: seenCount(other) }, (_, at) => other.slice(at * ROW, (at + 1) * ROW)),
    );
}

function joined(set: string, added: readonly string[]): string {
    const rows: string[] = [];
    let at = 0;
    for (const row of added) {
        const from = at;
        while (at < set.length && set.slice(at, at + ROW) < row) at += ROW;
        rows.push(set.slice(from, at), row);
    }
    rows.push(set.slice(at));
    return rows.join('');
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : 1);

function packed({ id, batch, position }: SeenRecord): string {
    const row =
        id + batch.toString(36).padStart(BATCH_WIDTH, '0') + position.toString(36).padStart(POSITION_WIDTH, '0');
    invariant(row.length === ROW, 'rows of an id set are of one width');
    return row;
}

function unpacked(row: string): SeenRecord {
    const position = SEEN_ID_WIDTH + BATCH_WIDTH;
    return {
        id: row.slice(0, SEEN_ID_WIDTH),
        batch: Number.parseInt(row.slice(SEEN_ID_WIDTH, position), 36),
        position: Number.parseInt(row.slice(position), 36),
    };
}
