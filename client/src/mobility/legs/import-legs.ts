import type { LegOutcomeKind, LegRecord } from '@quartier/rules/mobility';
import { Refused, type RefusalDetails } from '@quartier/rules/wire';

import type { LegResult, LegStream } from '../clearing/legs.js';

import { isBadRow, type BadLegRow } from './leg-row.js';
import { rowPricing, type PricingRoom } from './price-rows.js';
import { readLegs, type LegFileOptions } from './read-legs.js';

/** One line that was refused: by the reader, by the rules on this machine or by the ledger. */
export interface LegProblem {
    /** Line of the file, the first being 1. */
    readonly line: number;
    readonly leg?: string;
    readonly code: string;
    readonly details: RefusalDetails;
}

export interface LegImportReport {
    /** Records in the file, with fines, extras and refunds. */
    readonly records: number;
    /** New on the ledger; those that were late or are disputed count in them. */
    readonly recorded: number;
    readonly late: number;
    readonly disputed: number;
    /** On the ledger before, with the same content. */
    readonly unchanged: number;
    readonly refused: number;
    readonly transactions: number;
    /** The first 1,000 by line. */
    readonly problems: readonly LegProblem[];
    readonly refusedByCode: Readonly<Record<string, number>>;
}

export interface LegImportOptions extends LegFileOptions {
    readonly pricing: PricingRoom;
    readonly stream: LegStream;
    readonly onProgress?: (progress: { readonly sent: number; readonly done: number }) => void;
}

const PROBLEMS_LISTED = 1_000;

/**
 * Prices the legs of a file and records them. What is on the ledger already is unchanged, so an import that was
 * interrupted is given again as it is.
 *
 * @throws UnusableFile, and what a call of the ledger fails with: then the same import may be given again
 */
export async function importLegs(options: LegImportOptions): Promise<LegImportReport> {
    const { stream, onProgress } = options;
    const price = rowPricing(options.pricing);
    const tally = newTally();
    const failures: unknown[] = [];
    const underWay = new Set<Promise<void>>();
    let sent = 0;

    const send = (line: number, record: LegRecord): void => {
        sent += 1;
        const outcome = stream
            .add(record)
            .then(
                (result) => {
                    tally.count(line, record.leg, result);
                },
                (error: unknown) => failures.push(error),
            )
            .then(() => {
                underWay.delete(outcome);
                onProgress?.({ sent, done: tally.done() });
            });
        underWay.add(outcome);
    };

    await readLegs(options, async (row) => {
        if (failures.length > 0) throw failures[0];
        if (isBadRow(row)) {
            tally.refuse(row);
            return;
        }
        try {
            for (const { line, record } of price(row)) send(line, record);
        } catch (error) {
            if (!(error instanceof Refused)) throw error;
            tally.refuse({ line: row.line, leg: row.facts.leg, code: error.code, details: error.details });
        }
        await stream.room();
    });
    await stream.drained();
    await Promise.all(underWay);
    if (failures.length > 0) throw failures[0];
    return { ...tally.report(), transactions: stream.transactions };
}

interface Tally {
    count(line: number, leg: string, result: LegResult): void;
    refuse(row: BadLegRow): void;
    done(): number;
    report(): Omit<LegImportReport, 'transactions'>;
}

function newTally(): Tally {
    const counts: Record<LegOutcomeKind, number> = { recorded: 0, late: 0, disputed: 0, unchanged: 0, refused: 0 };
    const refusedByCode: Record<string, number> = {};
    let problems: LegProblem[] = [];
    const sum = (): number => Object.values(counts).reduce((total, count) => total + count, 0);

    function refuse({ line, leg, code, details }: BadLegRow): void {
        counts.refused += 1;
        refusedByCode[code] = (refusedByCode[code] ?? 0) + 1;
        problems.push({ line, ...(leg === undefined ? {} : { leg }), code, details });
        // Outcomes come in the order of their batches, not of the file.
        if (problems.length >= 2 * PROBLEMS_LISTED) problems = firstOf(problems);
    }

    return {
        refuse,
        count: (line, leg, { outcome, code = '', details = {} }) => {
            if (outcome === 'refused') refuse({ line, leg, code, details });
            else counts[outcome] += 1;
        },
        done: sum,
        report: () => ({
            records: sum(),
            recorded: counts.recorded + counts.late + counts.disputed,
            late: counts.late,
            disputed: counts.disputed,
            unchanged: counts.unchanged,
            refused: counts.refused,
            problems: firstOf(problems),
            refusedByCode,
        }),
    };
}

function firstOf(problems: readonly LegProblem[]): LegProblem[] {
    return [...problems].sort((a, b) => a.line - b.line).slice(0, PROBLEMS_LISTED);
}
