import { Refused, type RefusalDetails } from '@quartier/rules/wire';

import {
    detectDelimiter,
    eachLine,
    isSplit,
    openText,
    splitRow,
    UnusableFile,
    type Delimiter,
} from '../../files/index.js';

import type { Fields } from '../fields.js';

import { findColumns, type ColumnChoice, type ColumnNames, type Columns } from './columns.js';

export interface FileRows<Name extends string> {
    readonly file: string;
    readonly names: ColumnNames<Name>;
    readonly chosen: ColumnChoice;
    /** One of these columns must be there. */
    readonly either: readonly Name[];
    /** Reads one row; what it throws as `Refused` is told of its line. */
    readonly onRow: (fields: Fields<Name>, line: number) => void;
    readonly onRefused: (line: number, code: string, details: RefusalDetails) => void;
    readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Reads a CSV file row by row: its first line names the columns, empty lines are passed over.
 *
 * @returns The columns that nothing was taken from.
 * @throws UnusableFile where the file as a whole cannot be read.
 */
export async function readRows<Name extends string>(rows: FileRows<Name>): Promise<readonly string[]> {
    const { file } = rows;
    const text = await openText(file);
    const headerLine = text.head.findIndex((line) => line.trim() !== '');
    // A file of one column has no delimiter.
    const delimiter = detectDelimiter(text.head) ?? ',';
    const header = headerOf(file, text.head[headerLine] ?? '', delimiter);
    const columns = findColumns({ ...rows, header });
    let count = 0;
    await eachLine(
        text,
        (line, number) => {
            if (number <= headerLine + 1 || line.trim() === '') return;
            count += 1;
            try {
                rows.onRow(fieldsOf(cellsOf(line, delimiter), columns), number);
            } catch (error) {
                if (!(error instanceof Refused)) throw error;
                rows.onRefused(number, error.code, error.details);
            }
        },
        (bytes) => {
            rows.onProgress?.(bytes, text.bytes);
            return Promise.resolve();
        },
    );
    if (count === 0) throw new UnusableFile('FILE_WITHOUT_ROWS', { file });
    return columns.ignored;
}

function headerOf(file: string, line: string, delimiter: Delimiter): readonly string[] {
    const row = splitRow(line, delimiter);
    if (!isSplit(row)) throw new UnusableFile('FILE_UNREADABLE', { file, reason: row.reason });
    return row.map((cell) => cell.trim());
}

function cellsOf(line: string, delimiter: Delimiter): readonly string[] {
    const row = splitRow(line, delimiter);
    if (isSplit(row)) return row.map((cell) => cell.trim());
    throw new Refused('FILE_ROW_UNREADABLE', row);
}

function fieldsOf<Name extends string>(cells: readonly string[], { count, places }: Columns<Name>): Fields<Name> {
    if (cells.length !== count) throw new Refused('VEHICLE_ROW_COLUMNS', { columns: cells.length, expected: count });
    const fields: Partial<Record<Name, string>> = {};
    for (const [name, place] of places) {
        const cell = cells[place];
        if (cell !== undefined && cell !== '') fields[name] = cell.normalize('NFC');
    }
    return fields;
}
