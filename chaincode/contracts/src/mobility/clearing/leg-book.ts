import {
    clearingLimits,
    findSeen,
    laneOfLeg,
    seenCount,
    unpackLegs,
    withSeen,
    type LegRecord,
    type SeenRecord,
} from '@quartier/rules/mobility';
import { invariant, Refused } from '@quartier/rules/wire';
import { utcDay } from '@quartier/rules/units';

import { pairKinds, type CalendarWindow } from '../keys.js';

import { idDigest } from './digests.js';
import { LaneBook } from './lane-book.js';
import type { PairBooks } from './pair.js';

/** The records of a lane that ended on a day. */
interface DaySet {
    readonly lane: number;
    readonly day: string;
    readonly set: string;
    readonly added: Map<string, SeenRecord>;
}

/** A record as it stands on the ledger, or will at the end of this transaction. */
export interface FoundLeg {
    readonly record: LegRecord;
    readonly window: string;
    readonly late: boolean;
    readonly recordedAt: number;
    readonly lane: number;
}

/** The records that a creditor has with its debtor: found by id and UTC day, appended, never changed. */
export class LegBook {
    readonly lanes: LaneBook;
    readonly creditor: string;
    readonly time: number;
    readonly #books: PairBooks;
    readonly #days = new Map<string, DaySet>();
    readonly #batches = new Map<
        string,
        { readonly batch: Omit<FoundLeg, 'record' | 'lane'>; legs: readonly LegRecord[] }
    >();

    constructor(
        books: PairBooks,
        {
            creditor,
            calendar,
            time,
        }: { readonly creditor: string; readonly calendar: readonly CalendarWindow[]; readonly time: number },
    ) {
        const { collection, agreement } = books;
        this.#books = books;
        this.creditor = creditor;
        this.time = time;
        this.lanes = new LaneBook({
            collection,
            creditor,
            calendar,
            time,
            lanes: agreement.lanes,
            limitMicroEur: BigInt(agreement.limitsMicroEur[creditor] ?? '0'),
        });
    }

    laneOf(leg: string): number {
        return laneOfLeg(leg, this.#books.agreement.lanes);
    }

    async #seen(leg: string, day: string): Promise<SeenRecord | undefined> {
        const of = await this.#daySet(this.laneOf(leg), day);
        const id = idDigest(leg);
        return of.added.get(id) ?? findSeen(of.set, id);
    }

    /** The record of an id that ended on a UTC day. */
    async find(leg: string, day: string): Promise<FoundLeg | undefined> {
        const seen = await this.#seen(leg, day);
        if (seen === undefined) return undefined;
        const lane = this.laneOf(leg);
        const { batch, legs } = await this.#batch(lane, seen.batch);
        const record = legs[seen.position];
        invariant(record?.leg === leg, 'a seen record stands where its set says');
        return { record, ...batch, lane };
    }

    /** @throws Refused MOBILITY_LANE_FULL */
    async append(
        record: LegRecord,
        { window, late }: { readonly window: string; readonly late: boolean },
    ): Promise<void> {
        const lane = this.laneOf(record.leg);
        const of = await this.#daySet(lane, utcDay(record.end));
        const limit = clearingLimits.legsPerLaneAndDay;
        if (seenCount(of.set) + of.added.size >= limit) throw new Refused('MOBILITY_LANE_FULL', { limit, per: 'day' });
        const at = await this.lanes.append(lane, record, { window, late });
        const id = idDigest(record.leg);
        of.added.set(id, { id, ...at });
    }

    async save(): Promise<void> {
        const { collection } = this.#books;
        for (const { lane, day, set, added } of this.#days.values()) {
            if (added.size === 0) continue;
            const parts = [this.creditor, String(lane), day] as const;
            await collection.put(pairKinds.seen, parts, withSeen(set, [...added.values()]));
        }
        await this.lanes.save();
    }

    async #daySet(lane: number, day: string): Promise<DaySet> {
        const key = `${String(lane)} ${day}`;
        const known = this.#days.get(key);
        if (known !== undefined) return known;
        const set = (await this.#books.collection.get(pairKinds.seen, [this.creditor, String(lane), day])) ?? '';
        const read = { lane, day, set, added: new Map<string, SeenRecord>() };
        this.#days.set(key, read);
        return read;
    }

    async #batch(
        lane: number,
        number: number,
    ): Promise<{ readonly batch: Omit<FoundLeg, 'record' | 'lane'>; legs: readonly LegRecord[] }> {
        const added = this.lanes.added(lane, number);
        if (added !== undefined) {
            const { window, late, records } = added;
            return { batch: { window, late, recordedAt: this.time }, legs: records };
        }
        const key = `${String(lane)} ${String(number)}`;
        const known = this.#batches.get(key);
        if (known !== undefined) return known;
        const parts = [this.creditor, String(lane), String(number)] as const;
        const stored = await this.#books.collection.get(pairKinds.batch, parts);
        invariant(stored !== undefined, 'a lane has the batches that it counts');
        const { legs, ...batch } = stored;
        const read = { batch, legs: unpackLegs(legs) };
        this.#batches.set(key, read);
        return read;
    }
}
