import {
    compareJourneys,
    payNext,
    type CompiledPolicy,
    type Journey,
    type PaidJourney,
} from '@quartier/rules/mobility';
import { Refused } from '@quartier/rules/wire';

import type { BadRow, JourneyRow } from './journeys-file.js';
import { reasonOf } from './refused-reason.js';

export interface RowsToPay {
    readonly compiled: CompiledPolicy;
    readonly rows: readonly JourneyRow[];
    /** What limits have counted before; it is left as it is. */
    readonly counters?: ReadonlyMap<string, bigint>;
    readonly onProgress?: (done: number) => void;
}

export interface PaidRow {
    readonly line: number;
    readonly paid: PaidJourney;
}

const PROGRESS_EVERY = 5_000;

/**
 * Pays the journeys of a file, without a ledger. They use up limits in the order of their start, then operator, then id, as
 * on the ledger; where some have no id, those that start at once keep the order of the file.
 *
 * @returns In the order of the file; refused are those that no clock of the policy shows.
 */
export function payRows({ compiled, rows, counters, onProgress }: RowsToPay): {
    readonly paid: readonly PaidRow[];
    readonly refused: readonly BadRow[];
} {
    const used = new Map(counters ?? []);
    const compare = rows.some(({ isUnnamed }) => isUnnamed === true) ? compareStarts : compareJourneys;
    const inOrder = [...rows].sort((a, b) => compare(a.journey, b.journey) || a.line - b.line);
    const paid: PaidRow[] = [];
    const refused: BadRow[] = [];
    inOrder.forEach(({ line, journey }, index) => {
        if (index % PROGRESS_EVERY === 0) onProgress?.(index);
        try {
            paid.push({ line, paid: payNext(compiled, journey, used) });
        } catch (error) {
            if (!(error instanceof Refused)) throw error;
            refused.push({ line, reason: reasonOf(error) });
        }
    });
    return { paid: paid.sort((a, b) => a.line - b.line), refused };
}

function compareStarts(one: Journey, other: Journey): number {
    return one.startsAt - other.startsAt;
}
