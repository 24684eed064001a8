import { Refused } from '@quartier/rules/wire';

import { detectDelimiter, eachLine, isSplit, splitRow, UnusableFile, type TextFile } from '../../files/index.js';

import { unusableLegFile } from './leg-file-refusals.js';
import {
    legColumns,
    legRow,
    refusedRow,
    requiredColumns,
    type LegCells,
    type LegColumn,
    type LegDefaults,
    type ReadRow,
} from './leg-row.js';

export interface CsvLegOptions {
    readonly defaults: LegDefaults;
    /** Names of the file's own columns, by what they are. */
    readonly columns: Readonly<Partial<Record<LegColumn, string>>>;
}

/**
 * Gives every row of a CSV file whose first line names its columns; the text of one chunk of it is in memory at a time.
 *
 * @throws UnusableFile FILE_HEADER, MOBILITY_LEG_FILE_COLUMN
 */
export async function readCsvLegs(
    file: TextFile,
    options: CsvLegOptions,
    onRow: (row: ReadRow) => Promise<void>,
): Promise<void> {
    const delimiter = detectDelimiter(file.head);
    if (delimiter === undefined) throw new UnusableFile('FILE_HEADER', { file: file.path, columns: 'leg, start, end' });
    let read: ((line: string, number: number) => ReadRow) | undefined;
    const rows: ReadRow[] = [];
    const give = async (): Promise<void> => {
        for (const row of rows.splice(0)) await onRow(row);
    };
    await eachLine(
        file,
        (line, number) => {
            if (line.trim() === '') return;
            if (read !== undefined) rows.push(read(line, number));
            else read = rowReader(file.path, cellsOf(line, delimiter), { ...options, delimiter });
        },
        give,
    );
    await give();
}

function rowReader(
    file: string,
    header: readonly string[],
    { defaults, columns, delimiter }: CsvLegOptions & { readonly delimiter: ',' | ';' | '\t' },
): (line: string, number: number) => ReadRow {
    const names = header.map((name) => name.trim().toLowerCase());
    const places = new Map<LegColumn, number>();
    for (const column of legColumns) {
        const place = names.indexOf((columns[column] ?? column).toLowerCase());
        if (place >= 0) places.set(column, place);
        else if (columns[column] !== undefined || isMissing(column, defaults))
            throw unusableLegFile('MOBILITY_LEG_FILE_COLUMN', { file, column: columns[column] ?? column });
    }
    return (line, number) => {
        let cells: LegCells = {};
        try {
            const row = cellsOf(line, delimiter);
            if (row.length !== header.length)
                throw refusedRow('MOBILITY_LEG_ROW_INCOMPLETE', { columns: row.length, expected: header.length });
            cells = namedCells(row, places, defaults);
            return legRow(number, cells, defaults.operator);
        } catch (error) {
            if (!(error instanceof Refused)) throw error;
            return {
                line: number,
                ...(cells.leg === undefined || cells.leg === '' ? {} : { leg: cells.leg }),
                code: error.code,
                details: error.details,
            };
        }
    };
}

function isMissing(column: LegColumn, defaults: LegDefaults): boolean {
    return requiredColumns.some((required) => required === column) && !Object.hasOwn(defaults, column);
}

function namedCells(
    row: readonly string[],
    places: ReadonlyMap<LegColumn, number>,
    { seller, subscription, rider, mode, tariff }: LegDefaults,
): LegCells {
    const given = { seller, subscription, rider, mode, tariff };
    const cells: Partial<Record<LegColumn, string>> = {};
    for (const [name, value] of Object.entries(given)) if (value !== undefined) cells[name as LegColumn] = value;
    for (const [column, place] of places) {
        const text = row[place]?.trim() ?? '';
        if (text !== '') cells[column] = text;
    }
    return cells;
}

function cellsOf(line: string, delimiter: ',' | ';' | '\t'): readonly string[] {
    const row = splitRow(line, delimiter);
    if (isSplit(row)) return row;
    throw new Refused('FILE_ROW_UNREADABLE', { reason: row.reason });
}
