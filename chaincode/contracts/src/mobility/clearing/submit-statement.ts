import {
    mobilityEvents,
    obligationsOf,
    onWire,
    statementCommitment,
    statementsAgree,
    staysBetween,
    type Done,
    type PairStatement,
    type PairWindow,
    type PairWindowRequest,
    type SubmitStatementPrivate,
    type WindowRecord,
} from '@quartier/rules/mobility';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import type { AreaSubmission, AreaTransaction } from '../../consortium/index.js';
import { sha256 } from '../../ledger/index.js';
import { pairKinds, publicKinds } from '../keys.js';

import { loadWindow, readCalendar } from './calendar.js';
import { leaveOutDisputed } from './left-out.js';
import { doneAlready, openOrCreatePair, openPair, pairOf, type PairBooks } from './pair.js';
import { hasLedgerTotals } from './statement.js';

/**
 * One side states what both owe each other of a window. Once both say the same, and the ledger holds no other sums, the
 * pair has agreed: public is a commitment that the two alone can open.
 */
export async function submitStatement(
    transaction: AreaSubmission,
    { with: other, window }: PairWindowRequest,
    { statement, collectionKey }: SubmitStatementPrivate,
): Promise<Done> {
    const { state, time } = transaction;
    const record = await loadWindow(state, window);
    const row = await loadPairWindow(transaction, record, other);
    const books =
        collectionKey === undefined
            ? await openPair(transaction, other)
            : await openOrCreatePair(transaction, other, collectionKey);
    const { collection, own } = books;
    const agreed = await collection.get(pairKinds.agreed, [window]);
    if (agreed !== undefined && statementsAgree(agreed.statement, statement)) return doneAlready(books, time);
    if (agreed !== undefined) throw new Refused('MOBILITY_STATEMENT_AGREED', { window });
    if (staysBetween(record, row.pair)) {
        throw new Refused('MOBILITY_PAIR_NOT_IN_WINDOW', { mspId: own, with: other, window });
    }
    if (record.state !== 'CLOSING') {
        throw new Refused('MOBILITY_WINDOW_STATE', { window, state: record.state, step: 'statement' });
    }
    requireOfPairAndWindow(row, statement);
    const before = await collection.get(pairKinds.submitted, [window, own]);
    const theirs = await collection.get(pairKinds.submitted, [window, other]);
    if (before !== undefined && statementsAgree(before.statement, statement) && theirs === undefined) {
        return doneAlready(books, time);
    }
    await collection.put(pairKinds.submitted, [window, own], { by: own, at: time, statement });
    if (theirs === undefined || !statementsAgree(theirs.statement, statement)) {
        transaction.event(mobilityEvents.statementSubmitted, { by: own, with: other, window });
        return { done: true };
    }
    await agree(transaction, books, { record, row, statement });
    transaction.event(mobilityEvents.pairAgreed, { by: own, with: other, window });
    return { done: true };
}

async function agree(
    { state, time }: AreaSubmission,
    books: PairBooks,
    {
        record,
        row,
        statement,
    }: { readonly record: WindowRecord; readonly row: PairWindow; readonly statement: PairStatement },
): Promise<void> {
    const { collection } = books;
    const { window } = record;
    if (!(await hasLedgerTotals(books, statement))) {
        throw new Refused('MOBILITY_STATEMENT_INVALID', { window, reason: 'its sums are not those of the ledger' });
    }
    const salt = collection.pseudonym('statement', window);
    const disputes = await leaveOutDisputed(books, window, { calendar: await readCalendar(state), time });
    await collection.put(pairKinds.agreed, [window], { statement, salt, agreedAt: time, disputes });
    const [first, second] = row.pair;
    await state.put(publicKinds.pairWindow, [window, first, second], {
        ...row,
        agreedAt: time,
        commitment: sha256(statementCommitment(statement, salt)),
        obligations: record.settlement.method === 'setOff' ? obligationsOf([statement]).map(onWire) : null,
    });
}

export async function loadPairWindow(
    { state, caller: { mspId } }: AreaTransaction,
    { window }: WindowRecord,
    other: string,
): Promise<PairWindow> {
    const [first, second] = pairOf(mspId, other);
    const row = await state.get(publicKinds.pairWindow, [window, first, second]);
    if (row === undefined) throw new Refused('MOBILITY_PAIR_NOT_IN_WINDOW', { mspId, with: other, window });
    return row;
}

function requireOfPairAndWindow({ window, pair: [first, second] }: PairWindow, statement: PairStatement): void {
    const names = statement.totals.map(({ debtor, creditor }) => [debtor, creditor]);
    const expected = [
        [first, second],
        [second, first],
    ];
    if (statement.window !== window) {
        throw new Refused('MOBILITY_STATEMENT_INVALID', { window, reason: 'it is of another window' });
    }
    if (canonicalJson(names) !== canonicalJson(expected)) {
        throw new Refused('MOBILITY_STATEMENT_INVALID', { window, reason: 'it is of another pair' });
    }
}
