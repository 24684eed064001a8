import { ledger, peer } from '@hyperledger/fabric-protos';
import { encoded, message } from '../../wire/message.js';
import type { Cursor, StateEntry, StateReader } from '../../ledger/state-reader.js';
import { readTransaction } from '../../ledger/transaction.js';
import { stateKey } from '../../ledger/ledger-keys.js';

const { KV, KeyModification } = ledger.queryresult;

/** Results go to the chaincode in batches of this size; reading one ahead tells whether more follow. */
const BATCH = 100;
/** No query returns more. */
const MAX_RESULTS = 100_000;

export interface Page {
    /** At most so many rows; 0 for no bound of the caller's. */
    readonly size: number;
    /** The key the next page begins with, or '' at the end. */
    readonly nextKey: () => Promise<string>;
}

/** One query of a transaction, read by the chaincode batch after batch. */
export class QueryResults {
    readonly #id: string;
    readonly #rows: Cursor<Uint8Array>;
    readonly #page: Page | undefined;
    readonly #limit: number;
    #ahead: Uint8Array[] = [];
    #count = 0;

    /** With a page, one batch of at most that many rows with a bookmark; else batches until the end. */
    constructor(id: string, rows: Cursor<Uint8Array>, page?: Page) {
        this.#id = id;
        this.#rows = rows;
        this.#page = page;
        this.#limit = page === undefined || page.size <= 0 ? MAX_RESULTS : Math.min(page.size, MAX_RESULTS);
    }

    async nextBatch(): Promise<{ readonly bytes: Uint8Array; readonly isLast: boolean }> {
        const batch = this.#ahead;
        this.#ahead = [];
        while (this.#count < this.#limit) {
            const { value: row } = await this.#rows.next();
            if (row === undefined) return this.#last(batch, '');
            this.#count += 1;
            if (this.#page === undefined && batch.length === BATCH) {
                this.#ahead = [row];
                return { bytes: this.#encode(batch, { hasMore: true }), isLast: false };
            }
            batch.push(row);
        }
        return this.#last(batch, (await this.#page?.nextKey()) ?? '');
    }

    async close(): Promise<void> {
        await this.#rows.return(undefined);
    }

    #last(batch: readonly Uint8Array[], bookmark: string): { readonly bytes: Uint8Array; readonly isLast: boolean } {
        const counted = { fetchedRecordsCount: this.#count, bookmark };
        const metadata = this.#page === undefined ? '' : encoded(peer.QueryResponseMetadata, counted);
        return { bytes: this.#encode(batch, { hasMore: false, metadata }), isLast: true };
    }

    #encode(
        rows: readonly Uint8Array[],
        state: { readonly hasMore: boolean; readonly metadata?: Uint8Array | string },
    ): Uint8Array {
        const resultsList = rows.map((resultbytes) => message(peer.QueryResultBytes, { resultbytes }));
        return encoded(peer.QueryResponse, { id: this.#id, resultsList, ...state });
    }
}

/** The entries of a range as a chaincode receives them. */
export async function* stateRows(namespace: string, entries: Cursor<StateEntry>): Cursor<Uint8Array> {
    for await (const { key, value } of entries) yield encoded(KV, { namespace, key, value });
    return undefined;
}

/** The modifications of a key as a chaincode receives them, the newest first, each read from its transaction. */
export async function* historyRows(reader: StateReader, namespace: string, key: string): Cursor<Uint8Array> {
    const place = stateKey(namespace, key);
    for await (const version of reader.history(namespace, key)) {
        const envelope = reader.envelope(version);
        if (envelope === undefined) continue;
        const { header, sets } = readTransaction(envelope);
        const write = sets.flatMap(({ writes }) => writes).find((one) => one.place.equals(place));
        // A transaction that changed only the key's metadata is not told of.
        if (write === undefined) continue;
        const { isDelete, value } = write;
        yield encoded(KeyModification, { txId: header.txId, timestamp: header.timestamp, isDelete, value });
    }
    return undefined;
}
