import { nettingLimits, obligation, participantsOf, type Obligation } from '@quartier/rules/mobility';
import { malformed, Refused } from '@quartier/rules/wire';

import { jsonItems, madeOf, readTextOrInput, tableOf, UnusableFile, type JsonItem } from '../../files/index.js';

/** Why a line is no obligation. */
export interface BadObligation {
    readonly line: number;
    /** Its place in a JSON list, the first being 1: a list may stand on one line. */
    readonly item?: number;
    readonly reason: string;
}

export interface ObligationsFile {
    readonly obligations: readonly Obligation[];
    readonly bad: readonly BadObligation[];
}

const COLUMNS = ['from', 'to', 'amount'] as const;

/**
 * Reads obligations from a JSON list of `{"from","to","amount"}`, from JSON Lines of them, or from CSV whose first line names
 * these columns, separated by comma, semicolon or tab; `-` is standard input. An amount is a whole number above zero: decimal digits, in JSON also a number.
 * What else stands beside these three is not read.
 *
 * @throws UnusableFile FILE_MISSING, FILE_UNREADABLE, FILE_HEADER; a line that is no obligation
 * is returned with the reason.
 */
export async function readObligationsFile(file: string): Promise<ObligationsFile> {
    const text = await readTextOrInput(file);
    const isList = /^\s*\[/u.test(text);
    const items = isList ? madeOf(file, () => jsonItems(text)) : linesOf(file, text);
    if (items.length > nettingLimits.obligations) {
        throw unreadable(file, `it has more than ${String(nettingLimits.obligations)} obligations`);
    }
    const obligations: Obligation[] = [];
    const bad: BadObligation[] = [];
    for (const [index, { line, value }] of items.entries()) {
        try {
            if (value instanceof SyntaxError) throw malformed('the line', 'is no JSON');
            obligations.push(obligation(withTextAmount(ownMembers(value)), 'obligation'));
        } catch (error) {
            if (!(error instanceof Refused)) throw error;
            bad.push({ line, ...(isList ? { item: index + 1 } : {}), reason: reasonOf(error) });
        }
    }
    if (participantsOf(obligations).length > nettingLimits.participants) {
        throw unreadable(file, `it has more than ${String(nettingLimits.participants)} participants`);
    }
    return { obligations, bad };
}

function reasonOf({ details }: Refused): string {
    return typeof details['reason'] === 'string' ? details['reason'] : '';
}

/** The members of an obligation, without what else a file says of it. */
function ownMembers(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).filter(([name]) => COLUMNS.some((column) => column === name)));
}

/**
 * A number of JSON by its text, so that one that is not whole is refused as such.
 *
 * @throws Refused REQUEST_MALFORMED where the number is too large to be exact
 */
function withTextAmount(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || !('amount' in value)) return value;
    const { amount } = value;
    if (typeof amount !== 'number') return value;
    if (Math.abs(amount) > Number.MAX_SAFE_INTEGER) {
        throw malformed('obligation.amount', 'is too large for a JSON number: write its digits as a text');
    }
    return { ...value, amount: String(amount) };
}

/** A line of JSON Lines that is no JSON stands as the error that says so. */
function linesOf(file: string, text: string): readonly JsonItem[] {
    if (!/^\s*\{/u.test(text)) return tableItems(file, text);
    return text.split('\n').flatMap((line, index): JsonItem[] => {
        if (line.trim() === '') return [];
        try {
            return [{ line: index + 1, value: JSON.parse(line) as unknown }];
        } catch (error) {
            return [{ line: index + 1, value: error }];
        }
    });
}

/** A table of a header alone is a list of nothing. */
function tableItems(file: string, text: string): readonly JsonItem[] {
    const { names, rows } = tableOf(file, text);
    if (COLUMNS.some((column) => !names.includes(column)))
        throw new UnusableFile('FILE_HEADER', { file, columns: COLUMNS.join(', ') });
    return rows.map(({ line, cells }) => ({
        line,
        value: Object.fromEntries(COLUMNS.map((column) => [column, cells[column]?.trim() ?? ''])),
    }));
}

function unreadable(file: string, reason: string): UnusableFile {
    return new UnusableFile('FILE_UNREADABLE', { file, reason });
}
