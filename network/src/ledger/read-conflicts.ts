import { sortedByBytes } from '../wire/bytes.js';
import type { BlockUpdates } from './block-updates.js';
import { rangeOf, stateKey } from './ledger-keys.js';
import { readsLike, sameReads, type KeyRead } from './range-reads.js';
import type { RangeQuery, ReadWriteSet } from './read-write-set.js';
import type { StateReader } from './state-reader.js';
import { sameVersion } from './version.js';

/** Why a transaction can no longer be applied. */
export type ReadConflict = 'key changed' | 'range changed';

/**
 * Whether everything a transaction read is still as it read it, in the state before the block and in what the block's
 * valid transactions before it have written.
 */
export async function findReadConflict(
    sets: readonly ReadWriteSet[],
    reader: StateReader,
    updates: BlockUpdates,
): Promise<ReadConflict | undefined> {
    for (const { namespace, reads, ranges } of sets) {
        const isChanged = ({ place, version }: (typeof reads)[number]): boolean =>
            updates.touches(place) || !sameVersion(reader.record(place)?.version, version);
        if (reads.some(isChanged)) return 'key changed';
        for (const range of ranges) {
            if (!sameReads(range, await readAgain(namespace, range, reader, updates))) return 'range changed';
        }
    }
    return undefined;
}

async function readAgain(
    namespace: string,
    range: RangeQuery,
    reader: StateReader,
    updates: BlockUpdates,
): Promise<RangeQuery> {
    const [start, end, isExhausted] = [range.getStartKey(), range.getEndKey(), range.getItrExhausted()];
    const prefix = stateKey(namespace, '');
    // The last key that was read counts; the end that was asked for does not.
    const bounds = rangeOf(prefix, start, isExhausted || end === '' ? end : `${end}\0`);
    const current = new Map<string, KeyRead>();
    for await (const { key, version } of reader.entries(prefix, bounds)) current.set(key, { key, version });
    const updated = updates.inRange(bounds);
    for (const { place, record } of updated) {
        const key = place.toString('utf8', prefix.length);
        if (record === undefined) current.delete(key);
        else current.set(key, { key, version: record.version });
    }
    const reads = readsLike(range);
    const found = [...current.values()];
    for (const read of updated.length === 0 ? found : sortedByBytes(found, ({ key }) => key)) reads.add(read);
    return reads.finish(start, end, isExhausted);
}
