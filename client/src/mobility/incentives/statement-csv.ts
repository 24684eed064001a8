import type { IncentiveStatement, StatementSlice, StatementTrip } from '@quartier/rules/mobility';

const TRIP_COLUMNS = [
    'operator',
    'tripId',
    'journey',
    'day',
    'proofClass',
    'metres',
    'seats',
    'slice',
    'entitledMicroEur',
    'paidMicroEur',
    'cutBy',
] as const satisfies readonly (keyof StatementTrip)[];

const SLICE_COLUMNS = [
    'operator',
    'slice',
    'journeys',
    'seats',
    'metres',
    'paidMicroEur',
] as const satisfies readonly (keyof StatementSlice)[];

/** The two tables of a month's call for funds as CSV (RFC 4180): one row a paid journey, and one row a slice of an operator. */
export function incentiveStatementCsv({ policy, month, trips, slices }: IncentiveStatement): {
    readonly trips: string;
    readonly slices: string;
} {
    return {
        trips: table(policy, month, TRIP_COLUMNS, trips),
        slices: table(policy, month, SLICE_COLUMNS, slices),
    };
}

function table<Row extends StatementTrip | StatementSlice>(
    policy: string,
    month: string,
    columns: readonly (keyof Row & string)[],
    rows: readonly Row[],
): string {
    const lines = rows.map((row) => [policy, month, ...columns.map((column) => String(row[column]))]);
    return [['policy', 'month', ...columns], ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it: ids come from operators. */
function cell(text: string): string {
    const safe = /^[=+\-@\t\r]/u.test(text) && !/^-?\d+$/u.test(text) ? `'${text}` : text;
    return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
