import type { RefusalDetails } from '@quartier/rules/wire';

import { vehicleSentence } from '../sentences.js';

/** A line that was refused, by the reader of the file or by the ledger. */
export interface RefusedLine {
    /** Line of the file, the first being 1. */
    readonly line: number;
    readonly code: string;
    readonly details: RefusalDetails;
    readonly message: string;
}

export interface VehicleImportReport {
    /** Rows of the file: recorded, unchanged, refused and left out. */
    readonly rows: number;
    readonly recorded: number;
    readonly unchanged: number;
    readonly refused: number;
    /** Rows that their own status says do not count. */
    readonly leftOut: number;
    /** Columns of the file that nothing was taken from. */
    readonly ignoredColumns: readonly string[];
    /** The first refusals by line, at most 1,000. */
    readonly problems: readonly RefusedLine[];
    readonly refusedByCode: Readonly<Record<string, number>>;
}

const PROBLEMS_LISTED = 1_000;

/** Counts what became of the rows of a file, in bounded memory. */
export interface LineOutcomes {
    count(outcome: 'recorded' | 'unchanged' | 'leftOut'): void;
    refuse(line: number, code: string, details: RefusalDetails): void;
    report(ignoredColumns: readonly string[]): VehicleImportReport;
}

export function lineOutcomes(language: 'en' | 'fr'): LineOutcomes {
    const counts = { recorded: 0, unchanged: 0, leftOut: 0, refused: 0 };
    const refusedByCode: Record<string, number> = {};
    const refusals: Omit<RefusedLine, 'message'>[] = [];
    return {
        count: (outcome) => {
            counts[outcome] += 1;
        },
        refuse: (line, code, details) => {
            counts.refused += 1;
            refusedByCode[code] = (refusedByCode[code] ?? 0) + 1;
            refusals.push({ line, code, details });
        },
        report: (ignoredColumns) => ({
            rows: counts.recorded + counts.unchanged + counts.leftOut + counts.refused,
            ...counts,
            ignoredColumns,
            problems: refusals
                .toSorted((left, right) => left.line - right.line)
                .slice(0, PROBLEMS_LISTED)
                .map((refusal) => ({
                    ...refusal,
                    message: vehicleSentence(refusal.code, refusal.details, language),
                })),
            refusedByCode,
        }),
    };
}
