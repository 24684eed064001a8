import { invariant } from '../wire/index.js';

/**
 * One movement of an amount from the account that owes it to the account that is owed it. It has both sides, so any set of
 * postings balances.
 */
export interface Posting {
    /** Id of the account whose balance grows. */
    readonly debit: string;
    /** Id of the account whose balance falls. */
    readonly credit: string;
    /** What is moved, with its unit: `microEur`. */
    readonly asset: string;
    /** In whole units of the asset, more than zero. */
    readonly amount: bigint;
}

/** Balances by asset and account: debits less credits. */
export type Balances = ReadonlyMap<string, ReadonlyMap<string, bigint>>;

/** Balances after the postings, accounts and assets in the order they first appear; accounts that come to zero included. */
export function balances(postings: Iterable<Posting>): Balances {
    const byAsset = new Map<string, Map<string, bigint>>();
    for (const { debit, credit, asset, amount } of postings) {
        const byAccount = byAsset.get(asset) ?? new Map<string, bigint>();
        byAsset.set(asset, byAccount);
        byAccount.set(debit, (byAccount.get(debit) ?? 0n) + amount);
        byAccount.set(credit, (byAccount.get(credit) ?? 0n) - amount);
    }
    return byAsset;
}

export function balanceOf(of: Balances, asset: string, account: string): bigint {
    return of.get(asset)?.get(account) ?? 0n;
}

/** Every posting moves something between two accounts, and what all accounts hold of an asset adds up to nothing. */
export function assertBalanced(postings: readonly Posting[]): void {
    for (const { debit, credit, amount } of postings) {
        invariant(amount > 0n, 'a posting moves more than nothing');
        invariant(debit !== credit, 'a posting is between two accounts');
    }
    for (const byAccount of balances(postings).values()) {
        let sum = 0n;
        for (const balance of byAccount.values()) sum += balance;
        invariant(sum === 0n, 'the balances of an asset add up to nothing');
    }
}
