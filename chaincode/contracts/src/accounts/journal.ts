import type { Posting } from '@quartier/rules/accounts';

import { readDeltas, recordKind, type DeltaRows, type RecordStore } from '../ledger/index.js';

/** A set of postings as stored: accounts and assets are named once, postings refer to them by position. */
export interface JournalEntry {
    readonly memo: string;
    readonly accounts: readonly string[];
    readonly assets: readonly string[];
    /**
     * `[debit account, asset, moves]`, one a run of postings that share them; the moves are `credit:amount`, a space between
     * two. A settlement posts a move for each pair of members, so each takes a few characters only.
     */
    readonly postings: readonly Run[];
}

type Run = readonly [number, number, string];

/** A journal row is a delta of its book's balances: appended once, in one epoch, under an id of its own. */
const journalKind = recordKind<JournalEntry>()('journal', ['total', 'epoch', 'id']);

export interface NewEntry {
    readonly book: string;
    readonly epoch: string;
    readonly id: string;
    readonly memo: string;
    readonly postings: readonly Posting[];
}

/**
 * Appends one entry to a book, in the public state or in a private collection. A posting moves one amount from one
 * account to another, so every entry balances by its form; what was posted is never changed.
 */
export async function postEntry(store: RecordStore, { book, epoch, id, memo, postings }: NewEntry): Promise<void> {
    const accounts = new Register();
    const assets = new Register();
    const runs: [number, number, string][] = [];
    for (const posting of postings) {
        const debit = accounts.position(posting.debit);
        const asset = assets.position(posting.asset);
        const move = `${String(accounts.position(posting.credit))}:${posting.amount.toString()}`;
        const last = runs.at(-1);
        if (last?.[0] === debit && last[1] === asset) last[2] += ` ${move}`;
        else runs.push([debit, asset, move]);
    }
    await store.put(journalKind, [book, epoch, id], {
        memo,
        accounts: accounts.names,
        assets: assets.names,
        postings: runs,
    });
}

/** The postings of a book in one epoch, from the entries named. */
export async function readPostings(
    store: RecordStore,
    { book, epoch, ids }: { book: string } & Pick<DeltaRows, 'epoch' | 'ids'>,
): Promise<Posting[]> {
    const entries = await readDeltas(store, journalKind, { total: book, epoch, ids });
    return entries.flatMap((entry) => entry.postings.flatMap((run) => postingsOf(entry, run)));
}

function postingsOf({ accounts, assets }: JournalEntry, [debit, asset, moves]: Run): Posting[] {
    return moves.split(' ').map((move) => {
        const [credit = '', amount = ''] = move.split(':');
        return {
            debit: accounts[debit] ?? '',
            credit: accounts[Number(credit)] ?? '',
            asset: assets[asset] ?? '',
            amount: BigInt(amount),
        };
    });
}

/** Gives each name a position, in the order of their first use. */
class Register {
    readonly #positions = new Map<string, number>();

    position(name: string): number {
        const known = this.#positions.get(name);
        if (known !== undefined) return known;
        this.#positions.set(name, this.#positions.size);
        return this.#positions.size - 1;
    }

    get names(): string[] {
        return [...this.#positions.keys()];
    }
}
