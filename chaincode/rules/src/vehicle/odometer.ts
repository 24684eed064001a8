/** Figures of odometers: units, what they can show, and metres. */
import { invariant, Refused } from '../wire/index.js';
import type { Reading, ReadingUnit } from './events.js';
import type { VehicleDescription } from './vehicle-description.js';

export const readingUnits = ['km', 'mi', 'h'] as const satisfies readonly ReadingUnit[];

/** What an odometer shows before it begins again, unless its description says otherwise. */
export const USUAL_CAPACITY = 999_999;
/** The most that a description may say: ten digits. */
export const MOST_CAPACITY = 9_999_999_999;

/** The statute mile is 1,609.344 m exactly (international yard and pound agreement of 1959). */
const MILLIMETRES: Readonly<Record<'km' | 'mi', number>> = { km: 1_000_000, mi: 1_609_344 };

/** Whole metres, rounded down. Of kilometres and miles alone: hours are no distance. */
export function metresOf(value: number, unit: 'km' | 'mi'): number {
    if (unit === 'km') return value * 1_000;
    const millimetres = value * MILLIMETRES.mi;
    if (Number.isSafeInteger(millimetres)) return Math.floor(millimetres / 1_000);
    return Number((BigInt(value) * BigInt(MILLIMETRES.mi)) / 1_000n);
}

/** The highest figure in a unit: hours have an odometer of their own unless the description is in hours. */
export function capacityOf(
    description: Pick<VehicleDescription, 'odometerCapacity' | 'odometerUnit'>,
    unit: ReadingUnit,
): number {
    const same = (unit === 'h') === (description.odometerUnit === 'h');
    return same ? (description.odometerCapacity ?? USUAL_CAPACITY) : USUAL_CAPACITY;
}

/** @throws Refused VEHICLE_READING_ABOVE_CAPACITY */
export function requireWithinCapacity(reading: Reading, description: VehicleDescription): void {
    if (reading.status !== 'read') return;
    requireFigureWithinCapacity(reading.value, reading.unit, description);
}

/** @throws Refused VEHICLE_READING_ABOVE_CAPACITY */
export function requireFigureWithinCapacity(value: number, unit: ReadingUnit, description: VehicleDescription): void {
    invariant(Number.isSafeInteger(value) && value >= 0, 'a figure of an odometer is a whole number');
    const capacity = capacityOf(description, unit);
    if (value > capacity) throw new Refused('VEHICLE_READING_ABOVE_CAPACITY', { capacity, unit });
}
