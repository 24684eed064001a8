import {
    clearingLimits,
    evenedOut,
    packLegs,
    roomOfLane,
    type LegBatch,
    type LegRecord,
    type PackedLegs,
} from '@quartier/rules/mobility';
import { invariant, Refused } from '@quartier/rules/wire';

import { ReadOnce, type PrivateCollection } from '../../ledger/index.js';
import { pairKinds, type BatchOutcomes, type LaneDay, type LaneRecord, type LaneWindow } from '../keys.js';

import { owedOf, withBatch, withCarried } from './lane-window.js';

const EMPTY: LaneRecord = { batches: 0, movedMicroEur: '0', windows: {}, outcomes: [], days: {} };
const WINDOWS_AT_HAND = 12;
const OUTCOMES_KEPT = 4;

/** Records of one batch of a lane that belong to one window. */
interface NewBatch {
    readonly number: number;
    readonly window: string;
    readonly late: boolean;
    readonly records: LegRecord[];
    amount: bigint;
}

interface Lane {
    readonly lane: number;
    record: LaneRecord;
    readonly added: NewBatch[];
    used: bigint;
    moved: bigint;
    isChanged: boolean;
}

export interface LaneBookOptions {
    readonly collection: PrivateCollection;
    readonly creditor: string;
    readonly lanes: number;
    readonly limitMicroEur: bigint;
    /** Windows of which all that stands in them is owed. */
    readonly owedWindows: ReadonlySet<string>;
    readonly time: number;
}

/**
 * What one owes the other, by lanes: each holds its batches, sums by window and part of the line of credit, so that
 * transactions of different lanes do not meet. A lane is loaded before it is used.
 */
export class LaneBook {
    readonly #of: LaneBookOptions;
    readonly #lanes = new ReadOnce((lane: number) => this.#read(lane));
    #packed: LegBatch | undefined;

    constructor(options: LaneBookOptions) {
        this.#of = options;
    }

    /** A lane as it is stored. */
    async load(lane: number): Promise<LaneRecord> {
        return (await this.#lanes.load(lane)).record;
    }

    /** Whether a lane's own part of the line of credit has room for an amount more. */
    hasRoom(lane: number, amount: bigint): boolean {
        const { moved, used } = this.#lanes.at(lane);
        const { limitMicroEur, lanes } = this.#of;
        const room = roomOfLane(limitMicroEur, lanes, lane, { movedMicroEur: moved, usedMicroEur: used });
        return amount <= 0n || amount <= room;
    }

    /**
     * Takes for a lane what others leave unused.
     * @throws Refused MOBILITY_CREDIT_LINE_EXCEEDED where the whole line has no room for an amount more
     */
    async makeRoom(lane: number, amount: bigint): Promise<void> {
        const { limitMicroEur } = this.#of;
        const all = await this.all();
        const used = all.map((of) => (of.lane === lane ? of.used + amount : of.used));
        const whole = used.reduce((sum, of) => sum + of, 0n);
        if (whole > limitMicroEur) throw new Refused('MOBILITY_CREDIT_LINE_EXCEEDED');
        evenedOut(limitMicroEur, used).forEach((moved, index) => {
            const other = all[index];
            if (other === undefined || other.moved === moved) return;
            other.moved = moved;
            other.isChanged = true;
        });
    }

    /**
     * Adds a record to a window; gives the batch of the lane and the position that it will stand at.
     * @throws Refused MOBILITY_LANE_FULL
     */
    append(
        lane: number,
        record: LegRecord,
        at: { readonly window: string; readonly late: boolean },
    ): { readonly batch: number; readonly position: number } {
        const own = this.#lanes.at(lane);
        requireRoomInWindow(own, at.window);
        const batch = batchOf(own, at);
        const amount = BigInt(record.totalMicroEur);
        batch.amount += amount;
        if (this.#of.owedWindows.has(at.window)) own.used += amount;
        own.isChanged = true;
        return { batch: batch.number, position: batch.records.push(record) - 1 };
    }

    /** What is still owed of a window in a lane. */
    owedOf(window: string, its: LaneWindow): bigint {
        return owedOf(its, this.#of.owedWindows.has(window));
    }

    /** Keeps what the net of a window leaves out of a loaded lane, as it is in dispute. */
    leaveOut(lane: number, window: string, amount: bigint): void {
        this.#changeWindow(lane, window, (its) => ({ ...its, leftOutMicroEur: amount.toString() }));
    }

    /**
     * Adds a record, whose window left it out, to another one, which has it from then on.
     * @throws Refused MOBILITY_LANE_FULL
     */
    carryOver(lane: number, record: LegRecord, { from, to }: { readonly from: string; readonly to: string }): void {
        this.append(lane, record, { window: to, late: true });
        const amount = BigInt(record.totalMicroEur);
        this.#changeWindow(lane, from, (its) => withCarried(its, amount));
        this.#lanes.at(lane).used -= amount;
    }

    /** Records of this transaction that are not stored yet. */
    added(lane: number, batch: number): NewBatch | undefined {
        return this.#lanes.at(lane).added.find(({ number }) => number === batch);
    }

    keepOutcomes(lane: number, outcomes: BatchOutcomes): void {
        const { record } = this.#lanes.at(lane);
        this.#change(lane, { outcomes: [...record.outcomes, outcomes].slice(-OUTCOMES_KEPT) });
    }

    keepDays(lane: number, days: Readonly<Record<string, LaneDay>>): void {
        this.#change(lane, { days });
    }

    /** Records that are packed already: where all of them become one batch, they are stored as they are. */
    keepPacked(batch: LegBatch): void {
        this.#packed = batch;
    }

    async all(): Promise<readonly Lane[]> {
        const all: Lane[] = [];
        for (let lane = 0; lane < this.#of.lanes; lane += 1) all.push(await this.#lanes.load(lane));
        return all;
    }

    async save(): Promise<void> {
        for (const lane of [...this.#lanes.values()].sort((a, b) => a.lane - b.lane)) {
            if (lane.isChanged) await this.#saveLane(lane);
        }
    }

    #change(lane: number, members: Partial<LaneRecord>): void {
        const own = this.#lanes.at(lane);
        own.record = { ...own.record, ...members };
        own.isChanged = true;
    }

    #changeWindow(lane: number, window: string, change: (its: LaneWindow) => LaneWindow): void {
        const { windows } = this.#lanes.at(lane).record;
        const its = windows[window];
        invariant(its !== undefined, 'a window that left records out stays at hand');
        this.#change(lane, { windows: { ...windows, [window]: change(its) } });
    }

    async #saveLane({ lane, record, added, moved }: Lane): Promise<void> {
        const { collection, creditor, owedWindows, time } = this.#of;
        const at = String(lane);
        const windows = { ...record.windows };
        for (const batch of added) {
            const { number, window, late, records } = batch;
            windows[window] = withBatch(windows[window], batch);
            await collection.put(pairKinds.batch, [creditor, at, String(number)], {
                window,
                late,
                recordedAt: time,
                legs: this.#packedOf(records),
            });
        }
        if (Object.keys(windows).length > WINDOWS_AT_HAND) {
            for (const [window, past] of Object.entries(windows)) {
                if (this.owedOf(window, past) !== 0n || owedWindows.has(window)) continue;
                await collection.put(pairKinds.pastWindow, [creditor, at, window], past);
                // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a copy of this transaction's own
                delete windows[window];
            }
        }
        await collection.put(pairKinds.lane, [creditor, at], {
            ...record,
            batches: record.batches + added.length,
            movedMicroEur: moved.toString(),
            windows,
        });
    }

    #packedOf(records: readonly LegRecord[]): PackedLegs {
        const known = this.#packed;
        const isKnown =
            known?.records.length === records.length && records.every((record, at) => record === known.records[at]);
        return isKnown ? known.packed : packLegs(records);
    }

    async #read(lane: number): Promise<Lane> {
        const { collection, creditor } = this.#of;
        const record = (await collection.get(pairKinds.lane, [creditor, String(lane)])) ?? EMPTY;
        const used = Object.entries(record.windows).reduce((sum, [window, its]) => sum + this.owedOf(window, its), 0n);
        return { lane, record, added: [], used, moved: BigInt(record.movedMicroEur), isChanged: false };
    }
}

function batchOf(
    { record, added }: Lane,
    { window, late }: { readonly window: string; readonly late: boolean },
): NewBatch {
    const known = added.find((batch) => batch.window === window && batch.late === late);
    if (known !== undefined) return known;
    const batch = { number: record.batches + added.length, window, late, records: [], amount: 0n };
    added.push(batch);
    return batch;
}

function requireRoomInWindow({ record, added }: Lane, window: string): void {
    const limit = clearingLimits.legsPerLaneAndWindow;
    let legs = record.windows[window]?.legs ?? 0;
    for (const batch of added) if (batch.window === window) legs += batch.records.length;
    if (legs >= limit) throw new Refused('MOBILITY_LANE_FULL', { limit, per: 'window' });
}
