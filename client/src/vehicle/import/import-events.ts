import type { EventRow, RowOutcome } from '@quartier/rules/vehicle';
import { Refused } from '@quartier/rules/wire';

import type { VehicleClient } from '../client.js';
import { eventInput } from '../event-input.js';
import type { Fields } from '../fields.js';
import { identityOf, requireUnnamed } from '../identity-input.js';
import { plainWord } from '../words.js';

import type { ColumnChoice } from './columns.js';
import { lineOutcomes, type LineOutcomes, type VehicleImportReport } from './report.js';
import { readRows } from './rows.js';
import { eventColumns, type EventColumn } from './vehicle-columns.js';

/** By field and word of the file: the word that it stands for. */
export type WordChoice = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface VehicleImportProgress {
    readonly phase: 'reading' | 'recording';
    readonly done: number;
    readonly total: number;
}

export interface EventImport {
    readonly file: string;
    readonly vehicle: Pick<VehicleClient, 'recordAll'>;
    /** Columns under other names than the documented ones. */
    readonly columns?: ColumnChoice;
    readonly words?: WordChoice;
    /** What holds for rows that leave a field empty, such as the kind or the unit. */
    readonly usual?: Fields<EventColumn>;
    /** Of the problems' sentences. */
    readonly language?: 'en' | 'fr';
    readonly onProgress?: (progress: VehicleImportProgress) => void;
}

/**
 * Records the work orders and inspection results of a CSV file (README, Files). A line that is refused, by the reader or
 * by the ledger, is reported by line and code and the others are recorded. The same file again changes nothing.
 *
 * @throws UnusableFile where the file as a whole cannot be read; what the client throws when a transaction fails.
 */
export async function importEvents(options: EventImport): Promise<VehicleImportReport> {
    const outcomes = lineOutcomes(options.language ?? 'en');
    const rows: { readonly line: number; readonly row: EventRow }[] = [];
    const ignored = await readRows<EventColumn>({
        file: options.file,
        names: eventColumns,
        chosen: options.columns ?? {},
        either: ['vin', 'serial', 'passport'],
        onRow: (said, line) => {
            const fields = { ...options.usual, ...translated(said, options.words ?? {}) };
            if (leftOut(fields)) outcomes.count('leftOut');
            else rows.push({ line, row: eventRow(fields) });
        },
        onRefused: (line, code, details) => {
            outcomes.refuse(line, code, details);
        },
        onProgress: (done, total) => options.onProgress?.({ phase: 'reading', done, total }),
    });
    const recorded = await options.vehicle.recordAll(
        rows.map(({ row }) => row),
        { onProgress: (progress) => options.onProgress?.({ phase: 'recording', ...progress }) },
    );
    countOutcomes(recorded, rows, outcomes);
    return outcomes.report(ignored);
}

/** Tells the outcomes of a call by the lines of its rows. */
export function countOutcomes(
    recorded: readonly RowOutcome[],
    rows: readonly { readonly line: number }[],
    outcomes: LineOutcomes,
): void {
    for (const { index, outcome, code, details } of recorded) {
        if (outcome === 'refused') outcomes.refuse(rows[index]?.line ?? 0, code ?? 'REFUSED', details ?? {});
        else outcomes.count(outcome);
    }
}

function translated(fields: Fields<EventColumn>, words: WordChoice): Fields<EventColumn> {
    const entries = Object.entries(fields).map(([field, text]) => {
        const known = Object.entries(words[field] ?? {}).find(([word]) => plainWord(word) === plainWord(text));
        return [field, known === undefined ? text : known[1]];
    });
    return Object.fromEntries(entries.filter(([, text]) => text !== '')) as Fields<EventColumn>;
}

/** A result that its own system has withdrawn. */
function leftOut({ status }: Fields<EventColumn>): boolean {
    return status !== undefined && WITHDRAWN.has(plainWord(status));
}
const WITHDRAWN: ReadonlySet<string> = new Set(['cancelled', 'canceled', 'annule', 'annulee']);

function eventRow(fields: Fields<EventColumn>): EventRow {
    const { passport, note } = fields;
    const identity = identityOf(fields);
    if (identity === undefined && passport === undefined) throw new Refused('VEHICLE_ROW_WITHOUT_VEHICLE');
    const event = eventInput(fields);
    requireUnnamed(identity, { ...event });
    return {
        ...(identity === undefined ? { passport: passport ?? '' } : { identity }),
        event,
        ...(note === undefined ? {} : { note }),
    };
}
