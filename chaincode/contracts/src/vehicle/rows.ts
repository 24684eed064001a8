import type { RowOutcome } from '@quartier/rules/vehicle';
import { Refused } from '@quartier/rules/wire';

/** The outcome of a row that the rules refuse; anything else that went wrong goes on. */
export function refusedRow(index: number, error: unknown): RowOutcome {
    if (!(error instanceof Refused)) throw error;
    return { index, outcome: 'refused', code: error.code, details: error.details };
}
