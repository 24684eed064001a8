import { ledger } from '@hyperledger/fabric-protos';
import type { Cursor, StateEntry } from './state-reader.js';

/** The entries of a range as a chaincode receives them. */
export function stateRows(namespace: string, cursor: Cursor<StateEntry>): Cursor<Uint8Array> {
    return {
        next: async () => {
            const entry = await cursor.next();
            if (entry === undefined) {
                return undefined;
            }
            const row = new ledger.queryresult.KV();
            row.setNamespace(namespace);
            row.setKey(entry.key);
            row.setValue(entry.value);
            return row.serializeBinary();
        },
        close: () => cursor.close(),
    };
}
