/** What two owe each other, answered by their own peers to their own people. */
import type { DirectionPosition, GetPositionReply, WindowPosition } from '@quartier/rules/mobility';
import { compareUtf8 } from '@quartier/rules/units';

import type { AreaTransaction } from '../../consortium/index.js';
import type { CalendarWindow, LaneRecord } from '../keys.js';

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
    const { lanes } = new LegBook(books, { creditor, calendar, time: 0 });
    const all = await lanes.all();
    const owedIn = owedWindows(books, creditor, calendar);
    const states = new Map(calendar.map(({ window, state }) => [window, state]));
    const windows = windowsOf(all, calendar).map((window): WindowPosition => {
        const its = all.flatMap(({ record }) => record.windows[window] ?? []);
        const amount = its.reduce((sum, of) => sum + lanes.owedOf(window, of), 0n);
        const whole = states.get(window) === 'SETTLED' ? 'debt' : 'underWay';
        return {
            window,
            standing: owedIn.has(window) ? whole : 'disputed',
            legs: its.reduce((sum, { legs }) => sum + legs, 0),
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

/** Windows in order of time; before them those that are no more looked at, of which something may be left in dispute. */
function windowsOf(
    lanes: readonly { readonly record: LaneRecord }[],
    calendar: readonly CalendarWindow[],
): readonly string[] {
    const known = calendar.map(({ window }) => window);
    const past = new Set(lanes.flatMap(({ record }) => Object.keys(record.windows)));
    return [...[...past].filter((window) => !known.includes(window)).sort(compareUtf8), ...known];
}
