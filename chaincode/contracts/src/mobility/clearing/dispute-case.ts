import { windowOfLeg, type LegRecord } from '@quartier/rules/mobility';
import { utcDay } from '@quartier/rules/units';

import type { AreaSubmission } from '../../consortium/index.js';
import type { CalendarWindow } from '../keys.js';

import { readCalendar } from './calendar.js';
import { CorrectionBook } from './corrections.js';
import { DisputeBook } from './dispute-book.js';
import { LegBook } from './leg-book.js';
import { openPair, requireOfPair, type PairBooks } from './pair.js';

/** The books of a pair as a dispute about one of a creditor's records needs them. */
export interface DisputeCase {
    readonly books: PairBooks;
    readonly creditor: string;
    readonly debtor: string;
    readonly calendar: readonly CalendarWindow[];
    readonly legs: LegBook;
    readonly disputes: DisputeBook;
    readonly corrections: CorrectionBook;
}

/** @throws Refused MOBILITY_PAIR_NONE, MOBILITY_PAIR_NOT_OPEN, MOBILITY_LEG_UNKNOWN */
export async function openCase(transaction: AreaSubmission, other: string, creditor: string): Promise<DisputeCase> {
    const books = await openPair(transaction, other);
    requireOfPair(books, creditor);
    const calendar = await readCalendar(transaction.state);
    const legs = new LegBook(books, { creditor, calendar, time: transaction.time });
    return {
        books,
        creditor,
        debtor: creditor === books.own ? books.other : books.own,
        calendar,
        legs,
        disputes: new DisputeBook(books, creditor),
        corrections: new CorrectionBook(books, legs),
    };
}

export async function saveCase({ legs, disputes, corrections }: DisputeCase): Promise<void> {
    await legs.save();
    await corrections.save();
    await disputes.save();
}

/** Appends a record that the ledger itself writes, to the window that is open now. */
export async function appendNow(of: DisputeCase, time: number, record: LegRecord): Promise<void> {
    await of.legs.load(record.leg, utcDay(record.end));
    of.legs.append(record, { window: windowNow(of, time), late: true });
}

/** @throws Refused MOBILITY_WINDOW_NONE_OPEN */
export function windowNow({ calendar }: DisputeCase, time: number): string {
    const open = calendar.filter(({ state }) => state === 'OPEN');
    return windowOfLeg({ endedAt: time, arrivedAt: time }, open).window;
}
