import type { TransactionOutcome } from '../ledger/committer.js';

export interface CommittedOutcome extends TransactionOutcome {
    readonly block: number;
}

/** Tells those who wait that a transaction, or any block, has been committed. */
export class CommitNotifier {
    readonly #transactions = new Map<string, Set<(outcome: CommittedOutcome) => void>>();
    readonly #blocks = new Set<() => void>();

    /** Calls back once; the function returned ends the wait. */
    onTransaction(txId: string, callback: (outcome: CommittedOutcome) => void): () => void {
        const waiting = this.#transactions.get(txId) ?? new Set();
        this.#transactions.set(txId, waiting.add(callback));
        return () => {
            waiting.delete(callback);
            if (waiting.size === 0 && this.#transactions.get(txId) === waiting) {
                this.#transactions.delete(txId);
            }
        };
    }

    /** Calls back once, with the next block or when the network stops. */
    onBlock(callback: () => void): () => void {
        this.#blocks.add(callback);
        return () => this.#blocks.delete(callback);
    }

    committed(block: number, outcomes: readonly TransactionOutcome[]): void {
        for (const outcome of outcomes) {
            const waiting = this.#transactions.get(outcome.txId);
            this.#transactions.delete(outcome.txId);
            waiting?.forEach((callback) => {
                callback({ ...outcome, block });
            });
        }
        this.wakeAll();
    }

    wakeAll(): void {
        const waiting = [...this.#blocks];
        this.#blocks.clear();
        waiting.forEach((callback) => {
            callback();
        });
    }
}
