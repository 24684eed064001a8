/** What two owe each other, answered by their own peers to their own people. */
import type { DirectionPosition, GetPositionReply, WindowPosition } from '@quartier/rules/mobility';

import type { AreaTransaction } from '../../consortium/index.js';
import type { CalendarWindow } from '../keys.js';

import { readCalendar } from './calendar.js';
import { LegBook } from './leg-book.js';
import { owedWindows } from './owed-windows.js';
import { openPair, pairOf, type PairBooks } from './pair.js';

export async function getPosition(transaction: AreaTransaction, other: string): Promise<GetPositionReply> {
    const books = await openPair(transaction, other);
    const calendar = await readCalendar(transaction.state);
    const positions: DirectionPosition[] = [];
    for (const creditor of pairOf(books.own, books.other)) positions.push(await positionOf(books, creditor, calendar));
    return { lanes: books.agreement.lanes, positions };
}

async function positionOf(
    books: PairBooks,
    creditor: string,
    calendar: readonly CalendarWindow[],
): Promise<DirectionPosition> {
    const { agreement, own, other } = books;
    const limit = BigInt(agreement.limitsMicroEur[creditor] ?? '0');
    const all = await new LegBook(books, { creditor, calendar, time: 0 }).lanes.all();
    const owedIn = owedWindows(books, creditor, calendar);
    const windows = calendar
        .filter(({ window }) => owedIn.has(window))
        .map(({ window, state }): WindowPosition => {
            const its = all.map(({ record }) => record.windows[window]);
            const amount = its.reduce((sum, of) => sum + BigInt(of?.amountMicroEur ?? '0'), 0n);
            return {
                window,
                standing: state === 'SETTLED' ? 'debt' : 'underWay',
                legs: its.reduce((sum, of) => sum + (of?.legs ?? 0), 0),
                amountMicroEur: amount.toString(),
            };
        });
    const owed = all.reduce((sum, { used }) => sum + used, 0n);
    return {
        creditor,
        debtor: creditor === own ? other : own,
        limitMicroEur: limit.toString(),
        owedMicroEur: owed.toString(),
        leftMicroEur: (limit > owed ? limit - owed : 0n).toString(),
        windows: windows.filter(({ standing, amountMicroEur }) => standing === 'underWay' || amountMicroEur !== '0'),
    };
}
