import { readFile } from 'node:fs/promises';

import { CsvError, parse } from 'csv-parse/sync';

import { UnusableFile } from './unusable-file.js';

/** One row of a small table: its cells by column and the line of the file that it starts on. */
export interface TableRow {
    readonly line: number;
    readonly cells: Readonly<Record<string, string>>;
}

interface ParsedRow {
    readonly record: readonly string[];
    readonly info: { readonly lines: number };
}

/**
 * Reads a CSV file whose first line names its columns: separated by comma, semicolon or tab, in any order and case,
 * columns that are not asked for ignored.
 *
 * @throws UnusableFile FILE_UNREADABLE, FILE_HEADER, FILE_WITHOUT_ROWS.
 */
export async function readTable(file: string, columns: readonly string[]): Promise<readonly TableRow[]> {
    const [header, ...rows] = parseRows(file, await readText(file));
    const names = header?.record.map((name) => name.trim().toLowerCase()) ?? [];
    const places = columns.map((column) => names.indexOf(column));
    if (places.includes(-1)) throw new UnusableFile('FILE_HEADER', { file, columns: columns.join(', ') });
    if (rows.length === 0) throw new UnusableFile('FILE_WITHOUT_ROWS', { file });
    return rows.map(({ record, info }) => ({
        line: info.lines,
        cells: Object.fromEntries(columns.map((column, at) => [column, record[places[at] ?? -1]?.trim() ?? ''])),
    }));
}

async function readText(file: string): Promise<string> {
    try {
        return await readFile(file, 'utf8');
    } catch (error) {
        throw new UnusableFile('FILE_UNREADABLE', { file, reason: (error as Error).message });
    }
}

function parseRows(file: string, text: string): readonly ParsedRow[] {
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
