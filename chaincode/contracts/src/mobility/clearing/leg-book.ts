import { unpackLegs, type LegRecord } from '@quartier/rules/mobility';
import { utcDay } from '@quartier/rules/units';
import { invariant, Refused } from '@quartier/rules/wire';

import { ReadOnce } from '../../ledger/index.js';
import { pairKinds, type CalendarWindow } from '../keys.js';

import { LaneBook } from './lane-book.js';
import { owedWindows } from './owed-windows.js';
import type { PairBooks } from './pair.js';
import { SeenIds } from './seen-ids.js';

/** A record as it stands on the ledger, or will at the end of this transaction. */
export interface FoundLeg {
    readonly record: LegRecord;
    readonly window: string;
    readonly late: boolean;
    readonly recordedAt: number;
    readonly lane: number;
}

type ReadBatch = Omit<FoundLeg, 'record' | 'lane'> & { readonly legs: readonly LegRecord[] };

/** The records that a creditor has with its debtor: found by id and UTC day, appended, never changed. */
export class LegBook {
    readonly lanes: LaneBook;
    readonly creditor: string;
    readonly time: number;
    readonly #books: PairBooks;
    readonly #ids: SeenIds;
    readonly #batches = new ReadOnce((key: string) => this.#readBatch(key));

    constructor(
        books: PairBooks,
        {
            creditor,
            calendar,
            time,
        }: { readonly creditor: string; readonly calendar: readonly CalendarWindow[]; readonly time: number },
    ) {
        const { collection, agreement } = books;
        const { lanes } = agreement;
        this.#books = books;
        this.creditor = creditor;
        this.time = time;
        const limitMicroEur = BigInt(agreement.limitsMicroEur[creditor] ?? '0');
        this.lanes = new LaneBook({
            collection,
            creditor,
            owedWindows: owedWindows(books, creditor, calendar),
            time,
            lanes,
            limitMicroEur,
        });
        this.#ids = new SeenIds({ collection, creditor, lanes, book: this.lanes });
    }

    laneOf(leg: string): number {
        return this.#ids.laneOf(leg);
    }

    /** Reads the lane of an id and what it has of a day. */
    async load(leg: string, day: string): Promise<void> {
        if (this.#ids.isLoaded(leg, day)) return;
        await this.lanes.load(this.laneOf(leg));
        await this.#ids.load(leg, day);
    }

    /** Whether a record has the id already; its lane and day are loaded. */
    has(leg: string, day: string): boolean {
        return this.#ids.find(leg, day) !== undefined;
    }

    /**
     * The record of an id that ended on a UTC day.
     * @throws Refused MOBILITY_LEG_CONFLICT where the digest of the id is that of another one
     */
    async find(leg: string, day: string): Promise<FoundLeg | undefined> {
        await this.load(leg, day);
        const seen = this.#ids.find(leg, day);
        if (seen === undefined) return undefined;
        const lane = this.laneOf(leg);
        const { legs, ...batch } = await this.#batch(lane, seen.batch);
        const record = legs[seen.position];
        invariant(record !== undefined, 'a seen record stands where its set says');
        if (record.leg !== leg) throw new Refused('MOBILITY_LEG_CONFLICT');
        return { record, ...batch, lane };
    }

    /**
     * Appends a record whose lane and day are loaded.
     * @throws Refused MOBILITY_LANE_FULL
     */
    append(record: LegRecord, at: { readonly window: string; readonly late: boolean }): void {
        const day = utcDay(record.end);
        this.#ids.requireRoom(record.leg, day);
        this.#ids.add(record.leg, day, this.lanes.append(this.laneOf(record.leg), record, at));
    }

    async save(): Promise<void> {
        await this.#ids.save();
        await this.lanes.save();
    }

    async #batch(lane: number, number: number): Promise<ReadBatch> {
        const added = this.lanes.added(lane, number);
        if (added === undefined) return this.#batches.load(`${String(lane)} ${String(number)}`);
        const { window, late, records } = added;
        return { window, late, recordedAt: this.time, legs: records };
    }

    async #readBatch(key: string): Promise<ReadBatch> {
        const [lane, number] = key.split(' ') as [string, string];
        const stored = await this.#books.collection.get(pairKinds.batch, [this.creditor, lane, number]);
        invariant(stored !== undefined, 'a lane has the batches that it counts');
        const { legs, ...batch } = stored;
        return { ...batch, legs: unpackLegs(legs) };
    }
}
