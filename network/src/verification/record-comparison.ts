import { allOf, type RecordKind } from '../ledger/ledger-keys.js';
import type { LedgerStore } from '../ledger/ledger-store.js';
import { readVersion } from '../ledger/version.js';
import type { Problem, Problems } from './problem.js';

type Row = readonly [Buffer, Buffer];

/** The records that follow from the blocks alone, in a ledger that has no other. */
const COMPARED: readonly RecordKind[] = ['blockHash', 'transaction', 'state', 'privateHash', 'history'];

/** Compares what the ledger holds with what its blocks make, record by record. */
export async function compareRecords(stored: LedgerStore, replayed: LedgerStore, problems: Problems): Promise<void> {
    for (const kind of COMPARED) {
        for await (const [actual, expected] of sideBySide(stored.scan(allOf(kind)), replayed.scan(allOf(kind)))) {
            if (actual !== undefined && expected?.[1].equals(actual[1]) === true) continue;
            const code =
                actual === undefined
                    ? 'RECORD_MISSING'
                    : expected === undefined
                      ? 'RECORD_UNEXPECTED'
                      : 'RECORD_DIFFERS';
            const row = expected ?? actual;
            if (row !== undefined) problems.add({ code, message: described(kind, row[0]), ...placeOf(kind, row) });
        }
    }
}

/** The rows of two sorted sequences, those with the same key together. */
async function* sideBySide(
    left: AsyncIterable<[Buffer, Buffer]>,
    right: AsyncIterable<[Buffer, Buffer]>,
): AsyncGenerator<readonly [Row | undefined, Row | undefined]> {
    const [lefts, rights] = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()];
    const next = async (rows: AsyncIterator<[Buffer, Buffer]>): Promise<Row | undefined> => {
        const result = await rows.next();
        return result.done === true ? undefined : result.value;
    };
    let [a, b] = [await next(lefts), await next(rights)];
    while (a !== undefined || b !== undefined) {
        const order = a === undefined ? 1 : b === undefined ? -1 : Buffer.compare(a[0], b[0]);
        yield [order <= 0 ? a : undefined, order >= 0 ? b : undefined];
        if (order <= 0) a = await next(lefts);
        if (order >= 0) b = await next(rights);
    }
}

function described(kind: RecordKind, key: Buffer): string {
    if (kind === 'blockHash') return `the index of the block ${key.subarray(1).toString('hex')}`;
    const text = key.subarray(1).toString();
    if (kind === 'transaction') return `the index of the transaction ${text}`;
    const [namespace = '', ...rest] = text.split('\0');
    if (kind === 'state')
        return `the value of the key ${JSON.stringify(rest.join('\0'))} of the chaincode ${namespace}`;
    if (kind === 'history') return `a key's history of the chaincode ${namespace}`;
    const hash = key.subarray(-32).toString('hex');
    return `the hash of a private value, collection ${rest[0] ?? ''} of the chaincode ${namespace}, key hash ${hash}`;
}

/** Every record tells where it was written: histories in their key, the others first in their value. */
function placeOf(kind: RecordKind, [key, value]: Row): Pick<Problem, 'block' | 'transaction'> {
    if (kind === 'blockHash') return value.length === 9 ? { block: Number(value.readBigUInt64BE(1)) } : {};
    const bytes = kind === 'history' ? key.subarray(-12) : value;
    if (bytes.length < 12) return {};
    const { block, tx } = readVersion(bytes);
    return { block, transaction: tx };
}
