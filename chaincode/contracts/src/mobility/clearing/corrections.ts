import {
    legLimits,
    requireCreditOf,
    requireReplacementOf,
    requireWithinPaid,
    type LegRecord,
} from '@quartier/rules/mobility';
import { dayNumber, dayOfNumber, utcDay } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import { ReadOnce } from '../../ledger/index.js';
import { pairKinds, type CorrectionRow } from '../keys.js';

import type { DisputeBook } from './dispute-book.js';
import type { FoundLeg, LegBook } from './leg-book.js';
import type { PairBooks } from './pair.js';

const SECONDS_A_DAY = 86_400;
const MOST_DAYS = Math.ceil(legLimits.legSeconds / SECONDS_A_DAY) + 1;

/** What corrects earlier records: it is of one that stands, and takes back no more than is left of it. */
export class CorrectionBook {
    readonly #books: PairBooks;
    readonly #legs: LegBook;
    readonly #rows = new ReadOnce((leg: string) => this.#readRows(leg));
    readonly #changed = new Set<string>();

    constructor(books: PairBooks, legs: LegBook) {
        this.#books = books;
        this.#legs = legs;
    }

    /** @throws Refused MOBILITY_LEG_UNKNOWN, MOBILITY_CREDIT_INVALID, MOBILITY_REFUND_ABOVE_PAID */
    async requireCorrects(record: LegRecord, disputes: DisputeBook): Promise<LegRecord> {
        const found = await this.#original(record);
        const original = found.record;
        const others = await this.of(original.leg);
        switch (record.kind) {
            case 'credit':
                requireCreditOf(record, original);
                if (isCredited(original.leg, others)) throw invalid('it is credited already');
                await requireUndisputed(found, disputes);
                requireWithinPaid(record, original, others);
                break;
            case 'refund':
                requireSameRider(record, original);
                await requireUndisputed(found, disputes);
                requireWithinPaid(record, original, others);
                break;
            case 'replacement':
                requireReplacementOf(record, original);
                await this.#requireReplaceable(original.leg, others);
                break;
            case 'leg':
            case 'fine':
            case 'extra':
                requireSameRider(record, original);
        }
        return original;
    }

    async of(leg: string): Promise<readonly CorrectionRow[]> {
        return this.#rows.load(leg);
    }

    /** Keeps a record that corrects another with that one, and the credit of a refund with what was refunded too. */
    async add({ leg, kind, of, totalMicroEur }: LegRecord, original: LegRecord): Promise<void> {
        if (of === undefined) return;
        const row = { leg, kind, of, totalMicroEur };
        for (const to of original.kind === 'refund' && original.of !== undefined ? [of, original.of] : [of]) {
            (await this.#rows.load(to)).push(row);
            this.#changed.add(to);
        }
    }

    async save(): Promise<void> {
        for (const leg of this.#changed) {
            const records = this.#rows.at(leg);
            await this.#books.collection.put(pairKinds.corrections, [this.#legs.creditor, leg], { records });
        }
    }

    async #readRows(leg: string): Promise<CorrectionRow[]> {
        const stored = await this.#books.collection.get(pairKinds.corrections, [this.#legs.creditor, leg]);
        return [...(stored?.records ?? [])];
    }

    /** A correction has the times of what it corrects; only a replacement may have others. */
    async #original({ of = '', kind, start, end }: LegRecord): Promise<FoundLeg> {
        const own = await this.#legs.find(of, utcDay(end));
        if (own !== undefined) return own;
        const first = dayNumber(utcDay(start)) - 1;
        for (let day = first; kind === 'replacement' && day < first + MOST_DAYS; day += 1) {
            const found = await this.#legs.find(of, dayOfNumber(day));
            if (found !== undefined) return found;
        }
        throw new Refused('MOBILITY_LEG_UNKNOWN');
    }

    async #requireReplaceable(leg: string, others: readonly CorrectionRow[]): Promise<void> {
        if (!isCredited(leg, others)) throw invalid('credit the record before it is replaced');
        for (const { leg: replacement, kind } of others) {
            if (kind !== 'replacement') continue;
            if (!isCredited(replacement, await this.of(replacement))) throw invalid('it is replaced already');
        }
    }
}

function isCredited(leg: string, rows: readonly CorrectionRow[]): boolean {
    return rows.some(({ kind, of }) => kind === 'credit' && of === leg);
}

async function requireUndisputed({ record, lane }: FoundLeg, disputes: DisputeBook): Promise<void> {
    if ((await disputes.openOn(lane, record.leg)) !== undefined) throw invalid('a dispute about it is open');
}

function requireSameRider(record: LegRecord, original: LegRecord): void {
    const same = record.rider === original.rider && record.subscription === original.subscription;
    if (!same || record.seller !== original.seller) throw invalid('it is not of the same rider');
}

function invalid(reason: string): Refused {
    return new Refused('MOBILITY_CREDIT_INVALID', { reason });
}
