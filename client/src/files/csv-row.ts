import { parse } from 'csv-parse/sync';

export type Delimiter = ',' | ';' | '\t';

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];

/** Cells of one line, or why it has none. */
export type Row = readonly string[] | { readonly reason: string };

/** True for the cells of a row that was split. */
export function isSplit(row: Row): row is readonly string[] {
    return Array.isArray(row);
}

/**
 * Splits a line into cells. A row of a meter file is one line, so a quote left open spoils its own line and not the rest
 * of the file.
 */
export function splitRow(line: string, delimiter: Delimiter): Row {
    const cells = line.split(delimiter);
    if (!line.includes('"')) return cells;
    return cells.every(isPlain) ? cells.map(withoutQuotes) : splitQuoted(line, delimiter);
}

/** True for a piece between delimiters that holds no quote, or only those around it: then it is a whole cell. */
function isPlain(piece: string): boolean {
    const quote = piece.indexOf('"');
    return quote < 0 || (quote === 0 && piece.length > 1 && piece.indexOf('"', 1) === piece.length - 1);
}

function withoutQuotes(cell: string): string {
    return cell.startsWith('"') ? cell.slice(1, -1) : cell;
}

function splitQuoted(line: string, delimiter: Delimiter): Row {
    try {
        const [cells] = parse(line, { delimiter, relaxQuotes: true, relaxColumnCount: true });
        return cells ?? [];
    } catch (error) {
        return { reason: error instanceof Error && 'code' in error ? String(error.code) : 'unknown' };
    }
}

/**
 * The delimiter that splits the first line into several cells and the most lines after it into as many; the one that
 * makes more columns where two do equally well. Undefined where none splits the first line.
 */
export function detectDelimiter(lines: readonly string[]): Delimiter | undefined {
    const [header, ...rows] = lines.filter((line) => line.trim() !== '').slice(0, 50);
    if (header === undefined) return undefined;
    let best: { readonly delimiter: Delimiter; readonly agreeing: number; readonly columns: number } | undefined;
    for (const delimiter of DELIMITERS) {
        const columns = columnsOf(header, delimiter);
        if (columns < 2) continue;
        const agreeing = rows.filter((row) => columnsOf(row, delimiter) === columns).length;
        const better = best === undefined || agreeing > best.agreeing;
        const wider = agreeing === best?.agreeing && columns > best.columns;
        if (better || wider) best = { delimiter, agreeing, columns };
    }
    return best?.delimiter;
}

function columnsOf(line: string, delimiter: Delimiter): number {
    const row = splitRow(line, delimiter);
    return isSplit(row) ? row.length : 0;
}
