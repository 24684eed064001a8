import { ledger } from '@hyperledger/fabric-protos';
import type { Simulator } from './simulator.js';
import type { Cursor } from './state-reader.js';
import { readTransaction } from './transaction.js';
import type { Version } from './version.js';

/** The modifications of a key as a chaincode receives them, the newest first, each read from its transaction. */
export function historyRows(simulator: Simulator, namespace: string, key: string): Cursor<Uint8Array> {
    const versions = simulator.history(namespace, key);
    return {
        next: async () => {
            for (;;) {
                const version = await versions.next();
                const row = version === undefined ? undefined : historyRow(simulator, version, namespace, key);
                if (version === undefined || row !== undefined) {
                    return row;
                }
            }
        },
        close: () => versions.close(),
    };
}

/** Undefined where the transaction changed only the key's metadata. */
function historyRow(simulator: Simulator, at: Version, namespace: string, key: string): Uint8Array | undefined {
    const envelope = simulator.envelope(at);
    const transaction = envelope === undefined ? undefined : readTransaction(envelope);
    const set = transaction?.action.sets.find((candidate) => candidate.namespace === namespace);
    const write = set?.writes.find((candidate) => candidate.key === key);
    if (transaction === undefined || write === undefined) {
        return undefined;
    }
    const row = new ledger.queryresult.KeyModification();
    row.setTxId(transaction.header.txId);
    row.setTimestamp(transaction.header.timestamp);
    row.setIsDelete(write.isDelete);
    row.setValue(write.value);
    return row.serializeBinary();
}
