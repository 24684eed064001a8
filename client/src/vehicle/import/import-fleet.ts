import type { NewVehicle } from '@quartier/rules/vehicle';
import { Refused } from '@quartier/rules/wire';

import type { VehicleClient } from '../client.js';
import { identityOf, requireUnnamed } from '../identity-input.js';
import { vehicleInput } from '../vehicle-input.js';

import type { ColumnChoice } from './columns.js';
import { countOutcomes, type VehicleImportProgress } from './import-events.js';
import { lineOutcomes, type VehicleImportReport } from './report.js';
import { readRows } from './rows.js';
import { fleetColumns, type FleetColumn } from './vehicle-columns.js';

export interface FleetImport {
    readonly file: string;
    /** `register`: new vehicles, by their maker; `enrol`: vehicles that exist already, by a registrar. */
    readonly as: 'register' | 'enrol';
    readonly vehicle: Pick<VehicleClient, 'registerVehicles' | 'enrolVehicles'>;
    readonly columns?: ColumnChoice;
    /** Of the problems' sentences. */
    readonly language?: 'en' | 'fr';
    readonly onProgress?: (progress: VehicleImportProgress) => void;
}

/**
 * Registers or enrols the vehicles of a CSV file, one a line (README, Files). The same file again changes nothing.
 *
 * @throws UnusableFile where the file as a whole cannot be read; what the client throws when a transaction fails.
 */
export async function importFleet(options: FleetImport): Promise<VehicleImportReport> {
    const outcomes = lineOutcomes(options.language ?? 'en');
    const rows: { readonly line: number; readonly vehicle: NewVehicle }[] = [];
    const ignored = await readRows<FleetColumn>({
        file: options.file,
        names: fleetColumns,
        chosen: options.columns ?? {},
        either: ['vin', 'serial'],
        onRow: (fields, line) => {
            const identity = identityOf(fields);
            if (identity === undefined) throw new Refused('VEHICLE_ROW_WITHOUT_VEHICLE');
            const vehicle = vehicleInput(identity, fields);
            requireUnnamed(identity, vehicle.description);
            rows.push({ line, vehicle });
        },
        onRefused: (line, code, details) => {
            outcomes.refuse(line, code, details);
        },
        onProgress: (done, total) => options.onProgress?.({ phase: 'reading', done, total }),
    });
    const vehicles = rows.map(({ vehicle }) => vehicle);
    const batches = {
        onProgress: (progress: { readonly done: number; readonly total: number }) =>
            options.onProgress?.({ phase: 'recording', ...progress }),
    };
    const { vehicle } = options;
    const recorded =
        options.as === 'register'
            ? await vehicle.registerVehicles(vehicles, batches)
            : await vehicle.enrolVehicles(vehicles, batches);
    countOutcomes(recorded, rows, outcomes);
    return outcomes.report(ignored);
}
