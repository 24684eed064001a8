import { peer } from '@hyperledger/fabric-protos';
import type { Cursor } from './state-reader.js';

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
    readonly #cursor: Cursor<Uint8Array>;
    readonly #page: Page | undefined;
    readonly #limit: number;
    #pending: Uint8Array[] = [];
    #count = 0;

    /** With a page, one batch of at most that many rows with a bookmark; else batches until the end. */
    constructor(id: string, cursor: Cursor<Uint8Array>, page?: Page) {
        this.#id = id;
        this.#cursor = cursor;
        this.#page = page;
        this.#limit = page === undefined || page.size <= 0 ? MAX_RESULTS : Math.min(page.size, MAX_RESULTS);
    }

    async nextBatch(): Promise<{ readonly bytes: Uint8Array; readonly isLast: boolean }> {
        while (this.#count < this.#limit) {
            const row = await this.#cursor.next();
            if (row === undefined) {
                return this.#last('');
            }
            if (this.#page === undefined && this.#pending.length === BATCH) {
                const batch = this.#pending;
                this.#take(row, []);
                return { bytes: this.#encode(batch, true), isLast: false };
            }
            this.#take(row, this.#pending);
        }
        return this.#last((await this.#page?.nextKey()) ?? '');
    }

    close(): Promise<void> {
        return this.#cursor.close();
    }

    #take(row: Uint8Array, pending: Uint8Array[]): void {
        this.#pending = pending;
        this.#pending.push(row);
        this.#count += 1;
    }

    #last(bookmark: string): { readonly bytes: Uint8Array; readonly isLast: boolean } {
        const metadata = new peer.QueryResponseMetadata();
        metadata.setFetchedRecordsCount(this.#count);
        metadata.setBookmark(bookmark);
        const bytes = this.#encode(this.#pending, false, this.#page === undefined ? undefined : metadata);
        return { bytes, isLast: true };
    }

    #encode(rows: readonly Uint8Array[], hasMore: boolean, metadata?: peer.QueryResponseMetadata): Uint8Array {
        const response = new peer.QueryResponse();
        response.setId(this.#id);
        response.setHasMore(hasMore);
        response.setResultsList(
            rows.map((row) => {
                const result = new peer.QueryResultBytes();
                result.setResultbytes(row);
                return result;
            }),
        );
        if (metadata !== undefined) {
            response.setMetadata(metadata.serializeBinary());
        }
        return response.serializeBinary();
    }
}
