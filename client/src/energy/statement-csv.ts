import type { Statement, StatementLine } from '@quartier/rules/energy';

/** Columns of an exported statement: energies in Wh, amounts in micro-euro and cents, all whole numbers. */
const COLUMNS = [
    'meter',
    'member',
    'role',
    'from',
    'to',
    'consumptionWh',
    'productionWh',
    'selfConsumedWh',
    'complementWh',
    'sharedWh',
    'surplusWh',
    'amountMicroEur',
    'paymentCents',
    'roundingMicroEur',
    'filledSteps',
] as const satisfies readonly (keyof StatementLine)[];

/** A statement as CSV (RFC 4180): one row a line, with its community and month, and no row of totals. */
export function statementCsv({ community, month, members }: Statement): string {
    const rows = members.map((line) => [community, month, ...COLUMNS.map((column) => String(line[column]))]);
    return [['community', 'month', ...COLUMNS], ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
    return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
