import {
    clearingLimits,
    evenedOut,
    packLegs,
    roomOfLane,
    type LegRecord,
    type PackedLegs,
} from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import type { PrivateCollection } from '../../ledger/index.js';
import { pairKinds, type BatchOutcomes, type CalendarWindow, type LaneRecord, type LaneWindow } from '../keys.js';

const EMPTY: LaneRecord = { batches: 0, movedMicroEur: '0', windows: {}, outcomes: [] };
const NOTHING: LaneWindow = { legs: 0, amountMicroEur: '0', batches: [] };
const WINDOWS_AT_HAND = 12;
const OUTCOMES_KEPT = 4;

/** Records of one batch of a lane that belong to one window. */
interface NewBatch {
    readonly number: number;
    readonly window: string;
    readonly late: boolean;
    readonly records: LegRecord[];
}

interface Lane {
    readonly lane: number;
    record: LaneRecord;
    readonly added: Map<string, NewBatch>;
    used: bigint;
    moved: bigint;
    isChanged: boolean;
}

export interface LaneBookOptions {
    readonly collection: PrivateCollection;
    readonly creditor: string;
    readonly lanes: number;
    readonly limitMicroEur: bigint;
    readonly calendar: readonly CalendarWindow[];
    readonly time: number;
}

/**
 * What one owes the other, by lanes: each holds its batches, sums by window and part of the line of credit, so that
 * transactions of different lanes do not meet.
 */
export class LaneBook {
    readonly #of: LaneBookOptions;
    readonly #unsettled: ReadonlySet<string>;
    readonly #lanes = new Map<number, Lane>();
    #packed: { readonly records: readonly LegRecord[]; readonly legs: PackedLegs } | undefined;

    constructor(options: LaneBookOptions) {
        this.#of = options;
        this.#unsettled = new Set(
            options.calendar.filter(({ state }) => state !== 'SETTLED').map(({ window }) => window),
        );
    }

    /** A lane as it is stored. */
    async stored(lane: number): Promise<LaneRecord> {
        return (await this.#lane(lane)).record;
    }

    /** Whether an amount more may be owed; takes what other lanes leave unused where this one's part is gone. */
    async hasRoom(lane: number, amount: bigint): Promise<boolean> {
        const own = await this.#lane(lane);
        const { limitMicroEur, lanes } = this.#of;
        const room = roomOfLane(limitMicroEur, lanes, lane, { movedMicroEur: own.moved, usedMicroEur: own.used });
        if (amount <= 0n || amount <= room) return true;
        const all = await this.all();
        const used = all.map((of) => (of === own ? of.used + amount : of.used));
        if (used.reduce((sum, of) => sum + of, 0n) > limitMicroEur) return false;
        evenedOut(limitMicroEur, used).forEach((moved, index) => {
            const other = all[index];
            if (other === undefined || other.moved === moved) return;
            other.moved = moved;
            other.isChanged = true;
        });
        return true;
    }

    /** Adds a record to a window; gives the batch of the lane and the position that it will stand at. */
    async append(
        lane: number,
        record: LegRecord,
        { window, late }: { readonly window: string; readonly late: boolean },
    ): Promise<{ readonly batch: number; readonly position: number }> {
        const own = await this.#lane(lane);
        const before = own.record.windows[window] ?? NOTHING;
        const limit = clearingLimits.legsPerLaneAndWindow;
        if (before.legs >= limit) throw new Refused('MOBILITY_LANE_FULL', { limit, per: 'window' });
        const key = `${String(late)} ${window}`;
        const known = own.added.get(key);
        const batch = known ?? { number: own.record.batches, window, late, records: [] };
        if (known === undefined) own.added.set(key, batch);
        const amount = BigInt(record.totalMicroEur);
        own.record = {
            ...own.record,
            batches: known === undefined ? own.record.batches + 1 : own.record.batches,
            windows: {
                ...own.record.windows,
                [window]: {
                    legs: before.legs + 1,
                    amountMicroEur: (BigInt(before.amountMicroEur) + amount).toString(),
                    batches: known === undefined ? withBatch(before.batches, batch.number) : before.batches,
                },
            },
        };
        if (this.#unsettled.has(window)) own.used += amount;
        own.isChanged = true;
        return { batch: batch.number, position: batch.records.push(record) - 1 };
    }

    /** Records of this transaction that are not stored yet. */
    added(lane: number, batch: number): NewBatch | undefined {
        return [...(this.#lanes.get(lane)?.added.values() ?? [])].find(({ number }) => number === batch);
    }

    async keepOutcomes(lane: number, outcomes: BatchOutcomes): Promise<void> {
        const own = await this.#lane(lane);
        own.record = { ...own.record, outcomes: [...own.record.outcomes, outcomes].slice(-OUTCOMES_KEPT) };
        own.isChanged = true;
    }

    /** Records that are packed already: where all of them become one batch, they are stored as they are. */
    keepPacked(records: readonly LegRecord[], legs: PackedLegs): void {
        this.#packed = { records, legs };
    }

    async all(): Promise<readonly Lane[]> {
        const all: Lane[] = [];
        for (let lane = 0; lane < this.#of.lanes; lane += 1) all.push(await this.#lane(lane));
        return all;
    }

    async save(): Promise<void> {
        for (const lane of [...this.#lanes.values()].sort((a, b) => a.lane - b.lane)) {
            if (lane.isChanged) await this.#saveLane(lane);
        }
    }

    async #saveLane({ lane, record, added, moved }: Lane): Promise<void> {
        const { collection, creditor, time } = this.#of;
        const at = String(lane);
        for (const { number, window, late, records } of added.values()) {
            await collection.put(pairKinds.batch, [creditor, at, String(number)], {
                window,
                late,
                recordedAt: time,
                legs: this.#packedOf(records),
            });
        }
        const windows = { ...record.windows };
        if (Object.keys(windows).length > WINDOWS_AT_HAND) {
            for (const [window, past] of Object.entries(record.windows)) {
                if (this.#unsettled.has(window)) continue;
                await collection.put(pairKinds.pastWindow, [creditor, at, window], past);
                // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a copy of this transaction's own
                delete windows[window];
            }
        }
        await collection.put(pairKinds.lane, [creditor, at], { ...record, movedMicroEur: moved.toString(), windows });
    }

    #packedOf(records: readonly LegRecord[]): PackedLegs {
        const known = this.#packed;
        const isKnown =
            known?.records.length === records.length && records.every((record, at) => record === known.records[at]);
        return isKnown ? known.legs : packLegs(records);
    }

    async #lane(lane: number): Promise<Lane> {
        const known = this.#lanes.get(lane);
        if (known !== undefined) return known;
        const { collection, creditor } = this.#of;
        const record = (await collection.get(pairKinds.lane, [creditor, String(lane)])) ?? EMPTY;
        const used = Object.entries(record.windows)
            .filter(([window]) => this.#unsettled.has(window))
            .reduce((sum, [, { amountMicroEur }]) => sum + BigInt(amountMicroEur), 0n);
        const read: Lane = {
            lane,
            record,
            added: new Map(),
            used,
            moved: BigInt(record.movedMicroEur),
            isChanged: false,
        };
        this.#lanes.set(lane, read);
        return read;
    }
}

function withBatch(
    runs: readonly (readonly [number, number])[],
    batch: number,
): readonly (readonly [number, number])[] {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1 === batch) return [...runs.slice(0, -1), [last[0], batch]];
    return [...runs, [batch, batch]];
}
