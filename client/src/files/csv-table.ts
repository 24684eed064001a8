import { CsvError, parse } from 'csv-parse/sync';

import { UnusableFile } from './unusable-file.js';
import { readText } from './whole-file.js';

/** One row of a small table: its cells by column and the line of the file that it starts on. */
export interface TableRow {
    readonly line: number;
    readonly cells: Readonly<Record<string, string>>;
}

/**
 * Reads a CSV file whose first line names its columns: separated by comma, semicolon or tab, in any order and case,
 * columns that are not asked for ignored.
 *
 * @throws UnusableFile FILE_UNREADABLE, FILE_HEADER, FILE_WITHOUT_ROWS.
 */
export async function readTable(file: string, columns: readonly string[]): Promise<readonly TableRow[]> {
    const { names, rows } = tableOf(file, await readText(file));
    if (columns.some((column) => !names.includes(column)))
        throw new UnusableFile('FILE_HEADER', { file, columns: columns.join(', ') });
    if (rows.length === 0) throw new UnusableFile('FILE_WITHOUT_ROWS', { file });
    return rows.map(({ line, cells }) => ({
        line,
        cells: Object.fromEntries(columns.map((column) => [column, cells[column]?.trim() ?? ''])),
    }));
}

interface ParsedRow {
    readonly record: readonly string[];
    readonly info: { readonly lines: number };
}

/**
 * Every column of such a text, by its name in small letters; cells as they are written, the last ones of a short row
 * missing.
 *
 * @throws UnusableFile FILE_UNREADABLE
 */
export function tableOf(
    file: string,
    text: string,
): { readonly names: readonly string[]; readonly rows: readonly TableRow[] } {
    const [header, ...rows] = parsedRows(file, text);
    const names = header?.record.map((name) => name.trim().toLowerCase()) ?? [];
    return {
        names,
        rows: rows.map(({ record, info }) => ({
            line: info.lines,
            cells: Object.fromEntries(record.slice(0, names.length).map((cell, at) => [names[at] ?? '', cell])),
        })),
    };
}

function parsedRows(file: string, text: string): readonly ParsedRow[] {
    try {
        return parse(text, {
            bom: true,
            delimiter: delimiterOf(text),
            info: true,
            relaxColumnCount: true,
            skipEmptyLines: true,
        }) as unknown as readonly ParsedRow[];
    } catch (error) {
        if (!(error instanceof CsvError)) throw error;
        throw new UnusableFile('FILE_UNREADABLE', { file, reason: error.message });
    }
}

function delimiterOf(text: string): string {
    const header = /^.*/u.exec(text)?.[0] ?? '';
    return [';', '\t'].find((delimiter) => header.includes(delimiter)) ?? ',';
}
