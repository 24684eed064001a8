import type { OpenDataInput, OpenDataRow, JudgedJourneyRecord } from '@quartier/rules/mobility';

const COLUMNS = [
    'startDay',
    'startTime',
    'startLat',
    'startLon',
    'startCommune',
    'endDay',
    'endTime',
    'endLat',
    'endLon',
    'endCommune',
    'seats',
    'proofClass',
    'metres',
    'hasIncentive',
] as const satisfies readonly (keyof OpenDataRow)[];

/** Published journeys as CSV (RFC 4180). */
export function openDataCsv(rows: readonly OpenDataRow[]): string {
    const lines = rows.map((row) => COLUMNS.map((column) => String(row[column])));
    return [COLUMNS, ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

/** What of a journey can be published; undefined where the ledger does not have its places with their communes. */
export function openDataInput(
    { journey, endsAt, paidMicroEur }: JudgedJourneyRecord,
    dense: ReadonlySet<string>,
): OpenDataInput | undefined {
    const { start, end, startsAt, seats, proofClass, metres } = journey;
    const [from, to] = [start.codes.com, end.codes.com];
    if (start.point === undefined || end.point === undefined || from === undefined || to === undefined)
        return undefined;
    return {
        start: { time: startsAt, place: start.point, commune: from, isDense: dense.has(from) },
        end: { time: endsAt, place: end.point, commune: to, isDense: dense.has(to) },
        seats,
        proofClass,
        metres,
        hasIncentive: paidMicroEur !== '0',
    };
}
