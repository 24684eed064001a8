import { utcDay } from '../units/index.js';
import { Refused } from '../wire/index.js';
import type { Day, Instant } from './records.js';
import type { VehicleDescription } from './vehicle-description.js';

/** The first day that anything can have happened to a vehicle; undefined where nobody said. */
export function firstDayOfVehicle(description: VehicleDescription): Day | undefined {
    return description.produced ?? description.firstRegistration;
}

/** @throws Refused VEHICLE_DAY_IN_FUTURE; VEHICLE_DAY_BEFORE_VEHICLE */
export function requireDay(day: Day, description: VehicleDescription, now: Instant): void {
    const today = utcDay(now);
    if (day > today) throw new Refused('VEHICLE_DAY_IN_FUTURE', { day, today });
    const first = firstDayOfVehicle(description);
    if (first !== undefined && day < first) throw new Refused('VEHICLE_DAY_BEFORE_VEHICLE', { day, first });
}
