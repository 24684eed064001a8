import type { NewVehicle, VehicleDescription, VehicleIdentity } from '@quartier/rules/vehicle';

import { dayAt, invalidField, required, requiredWord, wholeAt, wordAt, type Fields } from './fields.js';
import { readingOf } from './reading-input.js';
import { categoryWords, energyWords, unitWords } from './words.js';

/** Everything that the row of a fleet file says of a vehicle, beside which it is. */
export const vehicleFields = [
    'category',
    'make',
    'model',
    'energy',
    'produced',
    'firstRegistration',
    'purchased',
    'odometerCapacity',
    'odometerUnit',
    'batteryHash',
    'batteryWh',
    'odometer',
    'readingDay',
    'holder',
] as const;
export type VehicleField = (typeof vehicleFields)[number];
export type VehicleFields = Fields<VehicleField>;

/** @throws Refused VEHICLE_FIELD_MISSING, VEHICLE_FIELD_INVALID */
export function vehicleInput(identity: VehicleIdentity, fields: VehicleFields): NewVehicle {
    const unit = wordAt(fields, 'odometerUnit', unitWords) ?? 'km';
    const reading = readingOf({ ...fields, unit });
    const readingDay = dayAt(fields, 'readingDay');
    return {
        identity,
        description: descriptionOf(fields, unit),
        ...(fields.holder === undefined ? {} : { holder: fields.holder }),
        ...(reading === undefined ? {} : { reading }),
        ...(readingDay === undefined ? {} : { readingDay }),
    };
}

function descriptionOf(fields: VehicleFields, odometerUnit: VehicleDescription['odometerUnit']): VehicleDescription {
    const [produced, firstRegistration, purchased] = [
        dayAt(fields, 'produced'),
        dayAt(fields, 'firstRegistration'),
        dayAt(fields, 'purchased'),
    ];
    const odometerCapacity = wholeAt(fields, 'odometerCapacity');
    const { batteryHash } = fields;
    if (batteryHash !== undefined && !/^[0-9a-f]{64}$/u.test(batteryHash)) {
        throw invalidField('batteryHash', batteryHash, 'not a sha256 in hexadecimal; the identifier itself is private');
    }
    const batteryWh = wholeAt(fields, 'batteryWh');
    return {
        category: requiredWord(fields, 'category', categoryWords),
        make: required(fields, 'make'),
        model: required(fields, 'model'),
        energy: requiredWord(fields, 'energy', energyWords),
        odometerUnit,
        ...(produced === undefined ? {} : { produced }),
        ...(firstRegistration === undefined ? {} : { firstRegistration }),
        ...(purchased === undefined ? {} : { purchased }),
        ...(odometerCapacity === undefined ? {} : { odometerCapacity }),
        ...(batteryHash === undefined ? {} : { batteryHash }),
        ...(batteryWh === undefined ? {} : { batteryWh: String(batteryWh) }),
    };
}
