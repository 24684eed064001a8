import { excerpt } from '../../files/index.js';
import type { LongColumns } from './file-layout.js';
import { noteReadable, readCell, type RowContext, type RowReader } from './row-reader.js';
import { readQuality } from './quality-word.js';
import { isFault, type Occurrences } from './step-finder.js';

/** Rows of a reading each. */
export function longRows(table: LongColumns, context: RowContext): RowReader {
    const { problems, roster, steps, tally } = context;
    const occurrencesOf: (Occurrences | undefined)[] = [];
    const occurrencesAt = (meter: number | undefined): Occurrences => {
        if (meter === undefined) return new Map<string, number>();
        return (occurrencesOf[meter] ??= new Map<string, number>());
    };
    const cellOf = (cells: readonly string[], column: number | undefined): string =>
        column === undefined ? '' : (cells[column] ?? '').trim();
    return {
        row(cells, line) {
            if (cells.length !== table.columns) {
                const details = { columns: cells.length, expected: table.columns };
                problems.add({ line, code: 'ENERGY_ROW_INCOMPLETE', details, count: 1 });
                return;
            }
            const name = cellOf(cells, table.meter);
            const meter = roster.placeOf.get(name) ?? roster.placeOf.get(name.normalize('NFC'));
            const occurrences = occurrencesAt(meter);
            const place = steps.find(cellOf(cells, table.start), occurrences);
            noteReadable(tally, isFault(place) ? place : undefined);
            if (meter === undefined) {
                const known = { meter: excerpt(name) };
                problems.add({ line, ...known, code: 'ENERGY_METER_UNKNOWN', details: known, count: 1 });
                return;
            }
            if (isFault(place)) {
                problems.add({ line, meter: excerpt(name), ...place, count: 1 });
                return;
            }
            const text = cellOf(cells, table.value);
            if (text === '') {
                tally.gaps += 1;
                return;
            }
            const word = cellOf(cells, table.quality);
            const quality = readQuality(word);
            if (quality === undefined) {
                const details = { text: excerpt(word) };
                problems.add({ line, meter: excerpt(name), code: 'ENERGY_QUALITY_UNKNOWN', details, count: 1 });
                return;
            }
            readCell(context, { text, meter, place, quality, line });
        },
        end: () => undefined,
    };
}
