import type { VehicleClient } from '@quartier/client';
import { vehicleLimits, type EventRow, type NewVehicle, type RowOutcome } from '@quartier/rules/vehicle';
import { dayNumber, dayOfNumber } from '@quartier/rules/units';

export const FLEET_BATCH = vehicleLimits.vehiclesPerBatch;

/** The vehicle of a number, which is all that tells it from another. */
export function vehicleOf(number: number): NewVehicle {
    return {
        identity: { kind: 'vin', vin: `VF1RT1PB3${String(number).padStart(8, '0')}` },
        description: {
            category: 'car',
            make: 'Confluence',
            model: 'Fleet',
            energy: 'electric',
            firstRegistration: '2018-01-01',
            odometerUnit: 'km',
        },
        reading: { status: 'read', value: 10, unit: 'km' },
        readingDay: '2018-01-01',
    };
}

export function vehiclesOf(first: number, count: number): NewVehicle[] {
    return Array.from({ length: count }, (_, index) => vehicleOf(first + index));
}

/** So many services of a vehicle, every other month. */
export function servicesOf(number: number, count: number): EventRow[] {
    const { identity } = vehicleOf(number);
    const first = dayNumber('2018-03-01');
    return Array.from({ length: count }, (_, index) => ({
        identity,
        event: {
            event: `service ${String(index)}`,
            day: dayOfNumber(first + 60 * index),
            content: { kind: 'service', work: ['oil', 'filter'] },
            reading: { status: 'read', value: 2_500 * (index + 1), unit: 'km' },
        },
    }));
}

/** Enrols the vehicles from one number to before another, by batches. */
export async function enrolFleet(vehicle: VehicleClient, from: number, until: number): Promise<void> {
    const CHUNK = 50 * FLEET_BATCH;
    for (let first = from; first < until; first += CHUNK) {
        requireRecorded(await vehicle.enrolVehicles(vehiclesOf(first, Math.min(CHUNK, until - first))));
    }
}

export function requireRecorded(outcomes: readonly RowOutcome[]): void {
    const refused = outcomes.find(({ outcome }) => outcome !== 'recorded');
    if (refused !== undefined) throw new Error(`a row was ${refused.outcome}: ${refused.code ?? ''}`);
}
