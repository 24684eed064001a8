import { parseVin, type VehicleIdentity } from '@quartier/rules/vehicle';
import { Refused } from '@quartier/rules/wire';

import { excerpt } from '../files/index.js';

import type { Fields } from './fields.js';

/**
 * Which vehicle a row or a command names: a VIN, whose rules are checked here already, or `MAKER:SERIAL`.
 *
 * @throws Refused VEHICLE_VIN_INVALID, VEHICLE_FIELD_INVALID
 */
export function identityOf({ vin, serial }: Fields<'vin' | 'serial'>): VehicleIdentity | undefined {
    if (vin !== undefined) return { kind: 'vin', vin: parseVin(vin).vin };
    if (serial === undefined) return undefined;
    const [, manufacturer = '', number = ''] = /^([^:]+):(.+)$/u.exec(serial) ?? [];
    if (number === '') {
        const details = { field: 'serial', text: excerpt(serial), reason: 'not written MAKER:SERIAL' };
        throw new Refused('VEHICLE_FIELD_INVALID', details);
    }
    return { kind: 'serial', manufacturer, serial: number };
}

/**
 * Holds a vehicle's VIN or serial number out of what everyone reads.
 *
 * @throws Refused VEHICLE_IDENTITY_IN_PUBLIC_TEXT
 */
export function requireUnnamed(identity: VehicleIdentity | undefined, said: object): void {
    if (identity === undefined) return;
    const name = identity.kind === 'vin' ? identity.vin : identity.serial;
    // Short serial numbers stand in dates and figures by chance.
    if (name.length < SHORTEST_NAME) return;
    for (const [field, value] of Object.entries(said)) {
        if (JSON.stringify(value).toUpperCase().includes(name.toUpperCase())) {
            throw new Refused('VEHICLE_IDENTITY_IN_PUBLIC_TEXT', { field });
        }
    }
}
const SHORTEST_NAME = 8;
