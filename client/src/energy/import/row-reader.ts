import type { Quality } from '@quartier/rules/energy';
import { excerpt } from '../../files/index.js';
import type { FileLayout } from './file-layout.js';
import { readEnergy } from './energy-value.js';
import type { HeldReadings } from './held-readings.js';
import type { ProblemList } from './report.js';
import type { Roster } from './roster.js';
import type { Fault, StepFinder, StepPlace } from './step-finder.js';

/** Counts of what needs no report of its own. */
export interface Tally {
    /** Rows whose time could be read. */
    readableRows: number;
    gaps: number;
    /** Readings that stood twice in the file with the same value. */
    repeated: number;
}

/** What readers of rows read with, and where they put what they read. */
export interface RowContext {
    readonly layout: FileLayout;
    readonly roster: Roster;
    readonly steps: StepFinder;
    readonly held: HeldReadings;
    readonly problems: ProblemList;
    readonly tally: Tally;
}

/** Takes the rows of a file in order. */
export interface RowReader {
    row(cells: readonly string[], line: number): void;
    /** Reports what is of the whole file. */
    end(): void;
}

export function countReadings(cells: readonly string[]): number {
    return cells.reduce((count, cell) => (cell.trim() === '' ? count : count + 1), 0);
}

export function noteReadable(tally: Tally, fault: Fault | undefined): void {
    if (fault?.code !== 'ENERGY_TIME_UNREADABLE') tally.readableRows += 1;
}

/** Reads one cell that holds a reading of a known meter at a known step. */
export function readCell(
    context: RowContext,
    cell: {
        readonly text: string;
        readonly meter: number;
        readonly place: StepPlace;
        readonly quality: Quality;
        readonly line: number;
    },
): void {
    const { held, layout, problems, tally } = context;
    const { text, meter, place, line } = cell;
    const value = readEnergy(text, {
        unit: layout.unit,
        stepMinutes: place.span.stepMinutes,
        decimalComma: layout.decimalComma,
    });
    const name = context.roster.meters[meter]?.meter;
    if (typeof value !== 'number') {
        problems.add({ line, meter: name, code: value, details: { text: excerpt(text) }, count: 1 });
        return;
    }
    const outcome = held.hold({ meter, ...place, wattHours: value, quality: cell.quality, line });
    if (outcome === 'same') tally.repeated += 1;
    if (typeof outcome === 'string') return;
    const details = { firstLine: outcome.firstLine };
    problems.add({ line, meter: name, code: 'ENERGY_READING_TWICE', details, count: 1 });
}
