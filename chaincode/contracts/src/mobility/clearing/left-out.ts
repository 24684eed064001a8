import { isOver } from '@quartier/rules/mobility';

import type { CalendarWindow } from '../keys.js';

import { DisputeBook } from './dispute-book.js';
import { LegBook } from './leg-book.js';
import { pairOf, type PairBooks } from './pair.js';
import { amountOf } from './statement.js';

/** Leaves what is in dispute now out of a window's net, lane by lane; the ids of the disputes. */
export async function leaveOutDisputed(
    books: PairBooks,
    window: string,
    { calendar, time }: { readonly calendar: readonly CalendarWindow[]; readonly time: number },
): Promise<readonly string[]> {
    const ids: string[] = [];
    for (const creditor of pairOf(books.own, books.other)) {
        const { lanes } = new LegBook(books, { creditor, calendar, time });
        const disputes = new DisputeBook(books, creditor);
        for (let lane = 0; lane < books.agreement.lanes; lane += 1) {
            const open = (await disputes.rows(lane)).filter((row) => row.window === window && !isOver(row));
            if (open.length === 0) continue;
            await lanes.load(lane);
            lanes.leaveOut(lane, window, amountOf(open));
            ids.push(...open.map(({ dispute }) => dispute));
        }
        await lanes.save();
    }
    return ids;
}
