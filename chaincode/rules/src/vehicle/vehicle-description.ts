import type { Day } from './day-and-place.js';
import type { ReadingUnit } from './events.js';

export const vehicleCategories = [
    'car',
    'van',
    'truck',
    'bus',
    'motorcycle',
    'moped',
    'trailer',
    'bike',
    'scooter',
    'shuttle',
] as const;
export type VehicleCategory = (typeof vehicleCategories)[number];

export const vehicleEnergies = [
    'petrol',
    'diesel',
    'electric',
    'hybrid',
    'plug-in-hybrid',
    'lpg',
    'cng',
    'hydrogen',
    'ethanol',
    'human',
    'none',
] as const;
export type VehicleEnergy = (typeof vehicleEnergies)[number];

/** What a maker or registrar says of a vehicle once; public. */
export interface VehicleDescription {
    readonly category: VehicleCategory;
    readonly make: string;
    readonly model: string;
    readonly energy: VehicleEnergy;
    /** Day of production; births only. */
    readonly produced?: Day;
    readonly firstRegistration?: Day;
    readonly purchased?: Day;
    /** Highest figure the odometer shows before it begins again: 999999 unless said otherwise; in its unit. */
    readonly odometerCapacity?: number;
    readonly odometerUnit: ReadingUnit;
    /** sha256, hexadecimal, of the battery passport's identifier with its salt: the identifier itself is private. */
    readonly batteryHash?: string;
    readonly batteryWh?: string;
}
