import type { Members } from './registry-journey.js';

/** What the registry's open data calls a member of a journey. It has no identities and no amounts. */
const COLUMNS: Readonly<Record<string, string>> = {
    journey_id: 'operator_journey_id',
    trip_id: 'operator_trip_id',
    journey_start_datetime: 'datetime',
    journey_start_lat: 'start_lat',
    journey_start_lon: 'start_lon',
    journey_end_lat: 'end_lat',
    journey_end_lon: 'end_lon',
    passenger_seats: 'seats',
    journey_distance: 'distance',
};

const PLACE_COLUMNS: readonly (readonly [column: string, code: string])[] = [
    ['insee', 'com'],
    ['insee', 'arr'],
    ['department', 'dep'],
    ['country', 'country'],
];

/** The operator of rows that name none: the registry publishes journeys without it. */
export const UNNAMED_OPERATOR = 'unnamed';

/**
 * A row of the registry's open data, or of a CSV whose columns already have the names of the shape (`start.com` for the
 * members of `start`), as members of a journey.
 */
export function openDataRow(record: Members): Members {
    const members: Record<string, unknown> = { operator_uuid: UNNAMED_OPERATOR };
    for (const [column, value] of Object.entries(record)) {
        const [side, code] = column.split('.');
        if (code !== undefined && (side === 'start' || side === 'end')) put(members, side, code, value);
        else members[COLUMNS[column] ?? column] = value;
    }
    for (const side of ['start', 'end'] as const) {
        for (const [column, code] of PLACE_COLUMNS) put(members, side, code, record[`journey_${side}_${column}`]);
    }
    return members;
}

function put(members: Record<string, unknown>, side: 'start' | 'end', code: string, value: unknown): void {
    if (value === undefined || value === '') return;
    members[side] = { ...(members[side] as Members | undefined), [code]: value };
}
