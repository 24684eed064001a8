import { sha256 } from '../wire/bytes.js';
import {
    allOf,
    envelopeKey,
    hashOfKey,
    placeOf,
    privateKeyIndexKey,
    privateStateKey,
    readPrivateStateKey,
    readPrivateWritesKey,
    type PrivateWritesPlace,
} from '../ledger/ledger-keys.js';
import type { LedgerStore } from '../ledger/ledger-store.js';
import { decodePrivateSet, type PrivateSet, type ReadWriteSet } from '../ledger/read-write-set.js';
import type { StateReader } from '../ledger/state-reader.js';
import { decodeState } from '../ledger/state-records.js';
import { readTransaction } from '../ledger/transaction.js';
import { sameVersion } from '../ledger/version.js';
import type { PrivateWritesLedger } from './private-writes.js';
import type { ProblemCode, Problems } from './problem.js';

export interface PrivateDataCheck {
    /** The ledger that is verified. */
    readonly store: LedgerStore;
    /** The hashes as the blocks make them. */
    readonly replayed: StateReader;
    readonly said: PrivateWritesLedger;
    readonly problems: Problems;
}

/** Compares the private data that the ledger holds, values and what was written, with the hashes in its blocks. */
export async function checkPrivateData(check: PrivateDataCheck): Promise<void> {
    for (const place of check.said.missing) report(check, 'PRIVATE_DATA_MISSING', place, 'what it wrote');
    for await (const [key, bytes] of check.store.scan(allOf('privateWrites'))) {
        checkWrites(check, readPrivateWritesKey(key), bytes);
    }
    for await (const [key, bytes] of check.store.scan(allOf('privateValue'))) checkValue(check, key, bytes);
}

function checkWrites(check: PrivateDataCheck, place: PrivateWritesPlace, bytes: Buffer): void {
    const hashed = hashedSet(check.store, place);
    const written = attempt(() => decodePrivateSet(bytes));
    if (hashed === undefined || written === undefined || !agree(check, place, hashed, written, bytes)) {
        report(check, 'PRIVATE_DATA_DIFFERS', place, 'what it wrote');
        return;
    }
    const { version, namespace, collection } = place;
    for (const key of new Set([...written.writes.map((write) => write.key), ...written.metadataKeys])) {
        const current = check.replayed.record(placeOf(namespace, collection, key));
        const isCurrent = current !== undefined && sameVersion(current.version, version);
        if (isCurrent && check.store.get(privateStateKey(namespace, collection, key)) === undefined) {
            report(check, 'PRIVATE_DATA_MISSING', place, `the value of ${JSON.stringify(key)}`);
        }
    }
    for (const { key } of written.writes) {
        if (check.store.get(privateKeyIndexKey(place, hashOfKey(key))) === undefined) {
            report(check, 'RECORD_MISSING', place, `the place by which ${JSON.stringify(key)} can be purged`);
        }
    }
}

/** Whole as it was endorsed; or, without what has been purged from it, every write by its own hash. */
function agree(
    { said }: PrivateDataCheck,
    { version }: PrivateWritesPlace,
    hashed: ReadWriteSet,
    written: PrivateSet,
    bytes: Buffer,
): boolean {
    if (sha256(bytes).equals(hashed.privateSetHash)) return true;
    const kept = hashed.writes.filter((write) => !said.isPurged(write.place, version));
    if (kept.length === hashed.writes.length || kept.length !== written.writes.length) return false;
    return written.writes.every(({ key, isDelete, value }) => {
        const match = kept.find((write) => write.key.equals(hashOfKey(key)));
        return match?.isDelete === isDelete && (isDelete || match.value.equals(sha256(value)));
    });
}

function checkValue(check: PrivateDataCheck, place: Buffer, bytes: Buffer): void {
    const { namespace, collection, key } = readPrivateStateKey(place);
    const record = attempt(() => decodeState(bytes));
    const hash = check.replayed.record(placeOf(namespace, collection, key));
    const isRight =
        record !== undefined &&
        hash !== undefined &&
        sameVersion(record.version, hash.version) &&
        sha256(record.value).equals(hash.value);
    if (isRight) return;
    const version = hash?.version ?? record?.version ?? { block: 0, tx: 0 };
    report(check, 'PRIVATE_DATA_DIFFERS', { version, namespace, collection }, `the value of ${JSON.stringify(key)}`);
}

function hashedSet(
    store: LedgerStore,
    { version, namespace, collection }: PrivateWritesPlace,
): ReadWriteSet | undefined {
    const envelope = store.get(envelopeKey(version));
    const sets = envelope === undefined ? undefined : attempt(() => readTransaction(envelope).sets);
    return sets?.find((set) => set.namespace === namespace && set.collection === collection);
}

function attempt<T>(read: () => T): T | undefined {
    try {
        return read();
    } catch {
        return undefined;
    }
}

function report({ problems }: PrivateDataCheck, code: ProblemCode, place: PrivateWritesPlace, what: string): void {
    const { version, namespace, collection } = place;
    const message = `${what}, collection ${collection} of the chaincode ${namespace}`;
    problems.add({ code, block: version.block, transaction: version.tx, message });
}
