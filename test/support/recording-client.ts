import type { VehicleClient } from '@quartier/client';
import type { EventRow, NewVehicle, RowOutcome } from '@quartier/rules/vehicle';

/** A ledger that takes every row it is given, unless told what to refuse. */
export interface RecordingClient extends Pick<VehicleClient, 'recordAll' | 'registerVehicles' | 'enrolVehicles'> {
    readonly events: EventRow[];
    readonly registered: NewVehicle[];
    readonly enrolled: NewVehicle[];
}

export function recordingClient(refuse: (row: EventRow) => string | undefined = () => undefined): RecordingClient {
    const events: EventRow[] = [];
    const registered: NewVehicle[] = [];
    const enrolled: NewVehicle[] = [];
    const seen = new Set<string>();
    const outcomes = (count: number): readonly RowOutcome[] =>
        Array.from({ length: count }, (_, index) => ({ index, outcome: 'recorded' as const }));
    return {
        events,
        registered,
        enrolled,
        recordAll: (rows, options) => {
            events.push(...rows);
            options?.onProgress?.({ done: rows.length, total: rows.length });
            return Promise.resolve(
                rows.map((row, index): RowOutcome => {
                    const code = refuse(row);
                    if (code !== undefined) return { index, outcome: 'refused', code, details: {} };
                    const key = JSON.stringify([row.identity, row.event.event]);
                    const outcome = seen.has(key) ? 'unchanged' : 'recorded';
                    seen.add(key);
                    return { index, outcome };
                }),
            );
        },
        registerVehicles: (vehicles) => {
            registered.push(...vehicles);
            return Promise.resolve(outcomes(vehicles.length));
        },
        enrolVehicles: (vehicles) => {
            enrolled.push(...vehicles);
            return Promise.resolve(outcomes(vehicles.length));
        },
    };
}
