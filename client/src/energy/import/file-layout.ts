import { type Delimiter, detectDelimiter, excerpt, isSplit, splitRow, type TextFile } from '../../files/index.js';
import { regularStepSeconds, timeFormat } from './detect-time-format.js';
import type { EnergyUnit } from './energy-value.js';
import { unusableMeterFile } from './problems.js';
import { dayFirst, type TimeFormat, yearFirst } from './written-time.js';

/** Wide: one row a step, one column a meter. */
export interface WideColumns {
    readonly shape: 'wide';
    readonly start: 0;
    readonly columns: number;
    /** Names of the columns after the first, trimmed. */
    readonly meters: readonly string[];
}

/** Long: one row a reading. */
export interface LongColumns {
    readonly shape: 'long';
    readonly columns: number;
    readonly meter: number;
    readonly start: number;
    readonly value: number;
    readonly quality?: number;
}

/** How a meter file is written. */
export interface FileLayout {
    readonly headerLine: number;
    readonly delimiter: Delimiter;
    readonly decimalComma: boolean;
    readonly table: WideColumns | LongColumns;
    readonly unit: EnergyUnit;
    readonly format: TimeFormat;
    /** Time between the rows where they follow each other regularly. */
    readonly rowSeconds: number | undefined;
}

export interface LayoutOptions {
    /** Without it: what a long file's value column is named by, else Wh. */
    readonly unit?: EnergyUnit | undefined;
    readonly dateFormat?: string | undefined;
    readonly year?: number | undefined;
}

const UNIT_OF_COLUMN: Readonly<Record<string, EnergyUnit | undefined>> = {
    wh: 'Wh',
    kwh: 'kWh',
    kw: 'kW',
    value: undefined,
};

const ROWS_TRIED = 1_000;

/** Finds how a file is written from its first lines and what the caller says. Throws UnusableFile. */
export function fileLayout(file: TextFile, options: LayoutOptions): FileLayout {
    const headerLine = file.head.findIndex((line) => line.trim() !== '') + 1;
    const lines = file.head.slice(headerLine - 1).filter((line) => line.trim() !== '');
    const delimiter = detectDelimiter(lines);
    const header = delimiter === undefined ? undefined : splitRow(lines[0] ?? '', delimiter);
    if (delimiter === undefined || header === undefined || !isSplit(header))
        throw unusableMeterFile('ENERGY_FILE_WITHOUT_COLUMNS', { file: file.path });
    const names = header.map((name) => name.trim().normalize('NFC'));
    const table = longColumns(names) ?? wideColumns(names);
    refuseReadingAsHeader(file, names[table.start] ?? '');
    const times = firstTimes(lines.slice(1), delimiter, table);
    if (lines.length < 2) throw unusableMeterFile('ENERGY_FILE_HAS_NO_READINGS', { file: file.path });
    const format = timeFormat({ file: file.path, times, dateFormat: options.dateFormat, year: options.year });
    return {
        headerLine,
        delimiter,
        decimalComma: delimiter !== ',',
        table,
        unit: options.unit ?? unitOf(names, table),
        format,
        rowSeconds: regularStepSeconds(times, format),
    };
}

function wideColumns(names: readonly string[]): WideColumns {
    return { shape: 'wide', start: 0, columns: names.length, meters: names.slice(1) };
}

function longColumns(names: readonly string[]): LongColumns | undefined {
    const lower = names.map((name) => name.toLowerCase());
    const meter = lower.indexOf('meter');
    const start = lower.indexOf('start');
    const value = lower.findIndex((name) => Object.hasOwn(UNIT_OF_COLUMN, name));
    if (meter < 0 || start < 0 || value < 0) return undefined;
    const quality = lower.indexOf('quality');
    return { shape: 'long', columns: names.length, meter, start, value, ...(quality < 0 ? {} : { quality }) };
}

function unitOf(names: readonly string[], table: WideColumns | LongColumns): EnergyUnit {
    if (table.shape === 'wide') return 'Wh';
    return UNIT_OF_COLUMN[names[table.value]?.toLowerCase() ?? ''] ?? 'Wh';
}

function refuseReadingAsHeader(file: TextFile, name: string): void {
    if (yearFirst.read(name) === undefined && dayFirst.read(name) === undefined) return;
    throw unusableMeterFile('ENERGY_FILE_WITHOUT_HEADER', { file: file.path, text: excerpt(name) });
}

function firstTimes(
    rows: readonly string[],
    delimiter: Delimiter,
    table: WideColumns | LongColumns,
): readonly string[] {
    return rows.slice(0, ROWS_TRIED).flatMap((line) => {
        const row = splitRow(line, delimiter);
        const time = isSplit(row) && row.length === table.columns ? row[table.start]?.trim() : undefined;
        return time === undefined || time === '' ? [] : [time];
    });
}
