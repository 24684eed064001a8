import { ConnectionFailed, EndorseFailed, EvaluateFailed } from '../gateway/index.js';
import type { Quartier } from '../quartier.js';

/** A connection that a server keeps as long as it runs. */
export interface LedgerConnection {
    /** Works with the connection; opens one where there is none. What the work throws is thrown. */
    with<T>(work: (quartier: Quartier) => Promise<T>): Promise<T>;
    close(): Promise<void>;
}

/** After a connection is given up, calls of others may still be under way on it. */
const LINGER_MS = 30_000;

/**
 * Opens a connection when first needed, and another after one on which no peer answers: the profile's next peer may.
 * Requests that come while one is being opened wait for the same.
 */
export function reconnecting(open: () => Promise<Quartier>): LedgerConnection {
    let current: Promise<Quartier> | undefined;

    function giveUp(connection: Promise<Quartier>): void {
        if (current !== connection) return;
        current = undefined;
        setTimeout(() => void closed(connection), LINGER_MS).unref();
    }

    return {
        with: async (work) => {
            current ??= open();
            const connection = current;
            const quartier = await connection.catch((error: unknown) => {
                giveUp(connection);
                throw error;
            });
            try {
                return await work(quartier);
            } catch (error) {
                if (isUnreachable(error)) giveUp(connection);
                throw error;
            }
        },
        close: async () => {
            const connection = current;
            current = undefined;
            if (connection !== undefined) await closed(connection);
        },
    };
}

async function closed(connection: Promise<Quartier>): Promise<void> {
    const quartier = await connection.catch(() => undefined);
    quartier?.close();
}

/** Nothing answers: to be tried again, later or elsewhere. */
export function isUnreachable(error: unknown): boolean {
    if (error instanceof ConnectionFailed) return true;
    if (!(error instanceof EvaluateFailed) && !(error instanceof EndorseFailed)) return false;
    return error.status === 'UNAVAILABLE' || error.status === 'DEADLINE_EXCEEDED';
}
