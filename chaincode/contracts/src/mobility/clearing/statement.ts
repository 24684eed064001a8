import {
    legContent,
    pairStatement,
    unpackLegs,
    type LegRecord,
    type ListedLeg,
    type PairStatement,
    type StatedLeg,
    type StatementTotals,
} from '@quartier/rules/mobility';
import { invariant, Refused } from '@quartier/rules/wire';

import { sha256, type PrivateCollection } from '../../ledger/index.js';
import { pairKinds, type DisputeRow, type LaneWindow } from '../keys.js';

import { DisputeBook } from './dispute-book.js';
import { pairOf, type PairBooks } from './pair.js';

/** Where a batch of a window stands. */
export interface BatchPlace {
    readonly creditor: string;
    readonly lane: number;
    readonly batch: number;
}

/** Legs that one evaluation reads at most to state a whole window. */
const LEGS_STATED = 250_000;

/** Batches of a window in both directions, in order of creditor, lane and number. */
export async function batchesOfWindow(books: PairBooks, window: string): Promise<readonly BatchPlace[]> {
    const places: BatchPlace[] = [];
    for (const creditor of pairOf(books.own, books.other)) {
        for (let lane = 0; lane < books.agreement.lanes; lane += 1) {
            const its = await laneWindow(books.collection, { creditor, lane, window });
            for (const [first, last] of its?.batches ?? []) {
                for (let batch = first; batch <= last; batch += 1) places.push({ creditor, lane, batch });
            }
        }
    }
    return places;
}

export async function laneWindow(
    collection: PrivateCollection,
    { creditor, lane, window }: { readonly creditor: string; readonly lane: number; readonly window: string },
): Promise<LaneWindow | undefined> {
    const at = String(lane);
    const record = await collection.get(pairKinds.lane, [creditor, at]);
    if (record === undefined) return undefined;
    return record.windows[window] ?? collection.get(pairKinds.pastWindow, [creditor, at, window]);
}

/** Reads batches of legs, and knows which of them are in dispute. */
export class LegReader {
    readonly #books: PairBooks;
    readonly #disputes = new Map<string, DisputeBook>();

    constructor(books: PairBooks) {
        this.#books = books;
    }

    async batch({ creditor, lane, batch }: BatchPlace): Promise<readonly ListedLeg[]> {
        const stored = await this.#books.collection.get(pairKinds.batch, [creditor, String(lane), String(batch)]);
        invariant(stored !== undefined, 'a lane has the batches that it counts');
        const { window, late, recordedAt } = stored;
        const disputes = this.#disputes.get(creditor) ?? new DisputeBook(this.#books, creditor);
        this.#disputes.set(creditor, disputes);
        const listed: ListedLeg[] = [];
        for (const record of unpackLegs(stored.legs)) {
            const open = await disputes.openOn(lane, record.leg);
            const disputed = open?.window === window;
            listed.push({ record, digest: sha256(legContent(record)), window, late, recordedAt, disputed });
        }
        return listed;
    }
}

/** The statement of a window as the ledger's own records give it. */
export async function ledgerStatement(books: PairBooks, window: string): Promise<PairStatement> {
    const legs = await statedLegs(books, window);
    return pairStatement({ window, pair: pairOf(books.own, books.other), legs, sha256 });
}

/** @throws Refused MOBILITY_STATEMENT_INVALID for more legs than one evaluation reads */
export async function statedLegs(books: PairBooks, window: string): Promise<readonly StatedLeg[]> {
    const reader = new LegReader(books);
    const legs: StatedLeg[] = [];
    const named = new Map<string, number>();
    for (const place of await batchesOfWindow(books, window)) {
        for (const { record, digest, disputed } of await reader.batch(place)) {
            legs.push({
                leg: distinctName(named, record),
                digest,
                debtor: record.seller,
                creditor: record.operator,
                amountMicroEur: BigInt(record.totalMicroEur),
                disputed,
            });
        }
        if (legs.length > LEGS_STATED) {
            throw new Refused('MOBILITY_STATEMENT_INVALID', { window, reason: 'it has too many legs for one reading' });
        }
    }
    return legs;
}

/** An id that an operator used on two days stands for two records: the second is told from the first. */
function distinctName(named: Map<string, number>, { operator, leg }: LegRecord): string {
    const key = `${operator}\n${leg}`;
    const before = named.get(key) ?? 0;
    named.set(key, before + 1);
    return before === 0 ? leg : `${leg} #${String(before + 1)}`;
}

/** Whether a statement has the totals that the lanes of both directions hold. */
export async function hasLedgerTotals(books: PairBooks, statement: PairStatement): Promise<boolean> {
    for (const totals of statement.totals) if (!(await isOfLedger(books, statement.window, totals))) return false;
    return true;
}

async function isOfLedger(books: PairBooks, window: string, stated: StatementTotals): Promise<boolean> {
    let legs = 0;
    let amount = 0n;
    for (let lane = 0; lane < books.agreement.lanes; lane += 1) {
        const its = await laneWindow(books.collection, { creditor: stated.creditor, lane, window });
        legs += its?.legs ?? 0;
        amount += BigInt(its?.amountMicroEur ?? '0');
    }
    const disputed = await disputedIn(books, stated.creditor, window);
    return (
        stated.disputedLegs === disputed.legs &&
        BigInt(stated.disputedMicroEur) === disputed.amount &&
        stated.legs === legs - disputed.legs &&
        BigInt(stated.amountMicroEur) === amount - disputed.amount
    );
}

async function disputedIn(
    books: PairBooks,
    creditor: string,
    window: string,
): Promise<{ readonly legs: number; readonly amount: bigint }> {
    const open = (await new DisputeBook(books, creditor).allOpen()).filter((row) => row.window === window);
    return { legs: open.length, amount: amountOf(open) };
}

export function amountOf(disputes: readonly DisputeRow[]): bigint {
    return disputes.reduce((sum, { amountMicroEur }) => sum + BigInt(amountMicroEur), 0n);
}
