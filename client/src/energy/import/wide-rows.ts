import { excerpt } from '../../files/index.js';
import type { WideColumns } from './file-layout.js';
import { countReadings, noteReadable, readCell, type RowContext, type RowReader } from './row-reader.js';
import { isFault, type Occurrences } from './step-finder.js';

/** What a column after the first is of: a meter's place on the roster, or what is wrong with it and how many readings that costs. */
type Column = { readonly meter: number } | { readonly code: ColumnFault; readonly name: string; refused: number };
type ColumnFault = 'ENERGY_METER_UNKNOWN' | 'ENERGY_COLUMN_TWICE' | 'ENERGY_COLUMN_UNNAMED';

/** Rows of a step each, with a reading of each meter. */
export function wideRows(table: WideColumns, context: RowContext): RowReader {
    const { layout, problems, steps, tally } = context;
    const columns = columnsOf(table, context);
    const occurrences: Occurrences = new Map();
    return {
        row(cells, line) {
            if (!fits(cells, table.columns)) {
                const details = { columns: cells.length, expected: table.columns };
                const count = Math.max(1, countReadings(cells.slice(1)));
                problems.add({ line, code: 'ENERGY_ROW_INCOMPLETE', details, count });
                return;
            }
            const place = steps.find((cells[0] ?? '').trim(), occurrences);
            noteReadable(tally, isFault(place) ? place : undefined);
            if (isFault(place)) {
                problems.add({ line, ...place, count: Math.max(1, countReadings(cells.slice(1))) });
                return;
            }
            for (const [index, column] of columns.entries()) {
                const text = (cells[index + 1] ?? '').trim();
                if (text === '') tally.gaps += 'meter' in column ? 1 : 0;
                else if ('meter' in column) readCell(context, { text, ...column, place, quality: 'measured', line });
                else column.refused += 1;
            }
        },
        end() {
            for (const [index, column] of columns.entries()) {
                if ('meter' in column || column.refused === 0) continue;
                const { code, name, refused: count } = column;
                const details = code === 'ENERGY_COLUMN_UNNAMED' ? { position: index + 2 } : { meter: excerpt(name) };
                const meter = name === '' ? undefined : excerpt(name);
                problems.addOfFile({ line: layout.headerLine, meter, code, details, count });
            }
        },
    };
}

function columnsOf(table: WideColumns, { roster }: RowContext): readonly Column[] {
    const seen = new Set<number>();
    return table.meters.map((name) => {
        const meter = roster.placeOf.get(name);
        if (meter !== undefined && !seen.has(meter)) {
            seen.add(meter);
            return { meter };
        }
        const unknown = name === '' ? 'ENERGY_COLUMN_UNNAMED' : 'ENERGY_METER_UNKNOWN';
        return { code: meter === undefined ? unknown : 'ENERGY_COLUMN_TWICE', name, refused: 0 };
    });
}

/** Spreadsheets leave empty cells behind the last column; only those may be too many. */
function fits(cells: readonly string[], columns: number): boolean {
    return cells.length === columns || (cells.length > columns && countReadings(cells.slice(columns)) === 0);
}
