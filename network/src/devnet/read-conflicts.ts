import type { BlockUpdates } from './block-updates.js';
import { MAX_DEGREE, RangeReadsBuilder, sameRangeReads, type KeyRead, type RangeReads } from './range-reads.js';
import type { CollectionSet, NamespaceSet, RangeQuery } from './read-write-set.js';
import type { StateReader } from './state-reader.js';
import { sameVersion } from './version.js';

/** Why a transaction can no longer be applied. */
export type ReadConflict = 'key changed' | 'range changed';

/**
 * Whether everything a transaction read is still as it read it, in the state before the block and in what the block's
 * valid transactions before it have written.
 */
export async function findReadConflict(
    sets: readonly NamespaceSet[],
    reader: StateReader,
    updates: BlockUpdates,
): Promise<ReadConflict | undefined> {
    for (const set of sets) {
        if (set.reads.some(({ key, version }) => keyChanged(set.namespace, key, version, reader, updates))) {
            return 'key changed';
        }
        for (const range of set.ranges) {
            if (await rangeChanged(set.namespace, range, reader, updates)) {
                return 'range changed';
            }
        }
        if (set.collections.some((collection) => hashChanged(set.namespace, collection, reader, updates))) {
            return 'key changed';
        }
    }
    return undefined;
}

function keyChanged(
    namespace: string,
    key: string,
    version: KeyRead['version'] | undefined,
    reader: StateReader,
    updates: BlockUpdates,
): boolean {
    return updates.touches(namespace, key) || !sameVersion(reader.state(namespace, key)?.version, version);
}

function hashChanged(
    namespace: string,
    { collection, reads }: CollectionSet,
    reader: StateReader,
    updates: BlockUpdates,
): boolean {
    return reads.some(
        ({ keyHash, version }) =>
            updates.touchesHash(namespace, collection, keyHash) ||
            !sameVersion(reader.privateHash(namespace, collection, keyHash)?.version, version),
    );
}

async function rangeChanged(
    namespace: string,
    range: RangeQuery,
    reader: StateReader,
    updates: BlockUpdates,
): Promise<boolean> {
    const degree = 'merkle' in range.reads ? range.reads.merkle.maxDegree : MAX_DEGREE;
    const current = await currentReads(namespace, range, degree, reader, updates);
    return !sameRangeReads(current, range.reads);
}

async function currentReads(
    namespace: string,
    range: RangeQuery,
    degree: number,
    reader: StateReader,
    updates: BlockUpdates,
): Promise<RangeReads> {
    const includeEnd = !range.exhausted;
    const updated = new Map(
        updates
            .inRange(namespace, range.startKey, range.endKey, includeEnd)
            .map((update) => [update.key, update.record]),
    );
    const reads = await committedReads(namespace, range, includeEnd, reader);
    const merged = [
        ...reads.filter(({ key }) => !updated.has(key)),
        ...[...updated].flatMap(([key, record]) => (record === undefined ? [] : [{ key, version: record.version }])),
    ];
    const builder = new RangeReadsBuilder(degree);
    for (const read of updated.size === 0 ? merged : sortedReads(merged)) {
        builder.add(read);
    }
    return builder.finish();
}

async function committedReads(
    namespace: string,
    { startKey, endKey }: RangeQuery,
    includeEnd: boolean,
    reader: StateReader,
): Promise<KeyRead[]> {
    const reads: KeyRead[] = [];
    const cursor = reader.stateRange(namespace, startKey, endKey);
    try {
        for (let entry = await cursor.next(); entry !== undefined; entry = await cursor.next()) {
            reads.push({ key: entry.key, version: entry.version });
        }
    } finally {
        await cursor.close();
    }
    const end = includeEnd && endKey !== '' ? reader.state(namespace, endKey) : undefined;
    return end === undefined ? reads : [...reads, { key: endKey, version: end.version }];
}

function sortedReads(reads: readonly KeyRead[]): KeyRead[] {
    return [...reads].sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
}
