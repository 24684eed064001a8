import type { RefusalDetails } from '@quartier/rules/wire';
import { type Language, problemSentence } from './problems.js';

/** One thing that was refused: by the file reader or by the ledger. */
export interface ImportProblem {
    /** Line of the file, the first being 1. A fault of a whole column stands at line 1. */
    readonly line: number;
    /** The meter, where the problem is of one. */
    readonly meter?: string;
    readonly code: string;
    readonly details: RefusalDetails;
    /** The sentence of the code, in the language asked for. */
    readonly message: string;
    /** Readings that were refused for it; at least 1. */
    readonly count: number;
}

export interface ImportReport {
    /** Readings in the file: those stored, unchanged and refused. */
    readonly readings: number;
    /** Readings that are new on the ledger. */
    readonly stored: number;
    /** Readings that were there already with the same value, or stood twice in the file with the same value. */
    readonly unchanged: number;
    /** Readings that were refused, by the file reader or by the ledger. */
    readonly refused: number;
    /** Empty cells: no reading, and no fault. */
    readonly gaps: number;
    /** Curves, one a meter and month: sent in this run, and left out because an earlier run had stored the same. */
    readonly curves: { readonly sent: number; readonly skipped: number };
    readonly transactions: number;
    /** The first problems of the file by line: at most 1,000, and one for each column that was left out. */
    readonly problems: readonly ImportProblem[];
    /** All problems, listed or not. */
    readonly problemCount: number;
    /** Readings refused by code, over all problems. */
    readonly refusedByCode: Readonly<Record<string, number>>;
}

const PROBLEMS_LISTED = 1_000;

export interface Problem {
    readonly line: number;
    readonly meter?: string | undefined;
    readonly code: string;
    readonly details: RefusalDetails;
    /** Readings refused. */
    readonly count: number;
}

/** Collects problems in bounded memory. */
export interface ProblemList {
    add(problem: Problem): void;
    /** Adds a problem that is listed however many there are: one of a whole column. */
    addOfFile(problem: Problem): void;
    /** Adds to the problem of the same line and code if one is listed, so that a row refused for many meters is one problem. */
    addToLine(problem: Problem): void;
    listed(): readonly ImportProblem[];
    readonly total: number;
    readonly refused: number;
    readonly byCode: Readonly<Record<string, number>>;
}

export function problemList(language: Language): ProblemList {
    const listed: Problem[] = [];
    const placeOfLine = new Map<string, number>();
    const byCode: Record<string, number> = {};
    let total = 0;
    let refused = 0;

    const count = (problem: Problem): void => {
        refused += problem.count;
        byCode[problem.code] = (byCode[problem.code] ?? 0) + problem.count;
    };
    const add = (problem: Problem): void => {
        count(problem);
        total += 1;
        if (listed.length < PROBLEMS_LISTED) listed.push(problem);
    };

    return {
        add,
        addOfFile(problem) {
            count(problem);
            total += 1;
            listed.push(problem);
        },
        addToLine(problem) {
            const place = placeOfLine.get(`${String(problem.line)} ${problem.code}`);
            const first = place === undefined ? undefined : listed[place];
            if (place === undefined || first === undefined) {
                if (listed.length < PROBLEMS_LISTED)
                    placeOfLine.set(`${String(problem.line)} ${problem.code}`, listed.length);
                add(problem);
                return;
            }
            count(problem);
            const meter = first.meter === problem.meter ? first.meter : undefined;
            listed[place] = { ...first, meter, count: first.count + problem.count };
        },
        listed: () => listed.toSorted((a, b) => a.line - b.line).map((problem) => written(problem, language)),
        get total() {
            return total;
        },
        get refused() {
            return refused;
        },
        get byCode() {
            return byCode;
        },
    };
}

function written(problem: Problem, language: Language): ImportProblem {
    const { line, meter, code, details, count } = problem;
    const known = meter === undefined ? details : { meter, ...details };
    return {
        line,
        ...(meter === undefined ? {} : { meter }),
        code,
        details,
        message: problemSentence(code, known, language),
        count,
    };
}
