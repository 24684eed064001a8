import { clearingLimits, isOver, type DisputeRecord } from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import { ReadOnce } from '../../ledger/index.js';
import { pairKinds, type DisputeRow } from '../keys.js';

import type { PairBooks } from './pair.js';

/** Disputes about the records of one creditor, listed by the lane of the record. */
export class DisputeBook {
    readonly #books: PairBooks;
    readonly #creditor: string;
    readonly #lanes = new ReadOnce((lane: number) => this.#readRows(lane));
    readonly #changed = new Set<number>();

    constructor(books: PairBooks, creditor: string) {
        this.#books = books;
        this.#creditor = creditor;
    }

    async rows(lane: number): Promise<DisputeRow[]> {
        return this.#lanes.load(lane);
    }

    async all(): Promise<readonly DisputeRow[]> {
        const rows: DisputeRow[] = [];
        for (let lane = 0; lane < this.#books.agreement.lanes; lane += 1) rows.push(...(await this.rows(lane)));
        return rows;
    }

    async allOpen(): Promise<readonly DisputeRow[]> {
        return (await this.all()).filter((row) => !isOver(row));
    }

    async openOn(lane: number, leg: string): Promise<DisputeRow | undefined> {
        return (await this.rows(lane)).find((row) => row.leg === leg && !isOver(row));
    }

    async load(dispute: string): Promise<DisputeRecord> {
        const record = await this.#books.collection.get(pairKinds.dispute, [this.#creditor, dispute]);
        if (record === undefined) throw new Refused('MOBILITY_DISPUTE_UNKNOWN');
        return record;
    }

    /**
     * A record is disputed once.
     * @throws Refused MOBILITY_DISPUTE_EXISTS, MOBILITY_DISPUTES_TOO_MANY
     */
    async open(lane: number, record: DisputeRecord): Promise<void> {
        const rows = await this.rows(lane);
        const { dispute, leg } = record.dispute;
        const isTaken = rows.some((row) => row.dispute === dispute || row.leg === leg);
        const stored = await this.#books.collection.get(pairKinds.dispute, [this.#creditor, dispute]);
        if (isTaken || stored !== undefined) throw new Refused('MOBILITY_DISPUTE_EXISTS');
        await this.requireSpace(lane);
        await this.store(lane, record);
    }

    async requireSpace(lane: number): Promise<void> {
        const limit = clearingLimits.disputesPerLane;
        if ((await this.rows(lane)).length >= limit) throw new Refused('MOBILITY_DISPUTES_TOO_MANY', { limit });
    }

    async store(lane: number, record: DisputeRecord): Promise<void> {
        const rows = await this.rows(lane);
        const { dispute, leg, state, chargedMicroEur } = record.dispute;
        const row = { dispute, leg, window: record.window, state, amountMicroEur: chargedMicroEur };
        const at = rows.findIndex((known) => known.dispute === dispute);
        if (at < 0) rows.push(row);
        else rows[at] = row;
        this.#changed.add(lane);
        await this.#books.collection.put(pairKinds.dispute, [this.#creditor, dispute], record);
    }

    async save(): Promise<void> {
        for (const lane of [...this.#changed].sort((a, b) => a - b)) {
            const rows = this.#lanes.at(lane);
            await this.#books.collection.put(pairKinds.disputesOfLane, [this.#creditor, String(lane)], { rows });
        }
    }

    async #readRows(lane: number): Promise<DisputeRow[]> {
        const stored = await this.#books.collection.get(pairKinds.disputesOfLane, [this.#creditor, String(lane)]);
        return [...(stored?.rows ?? [])];
    }
}
