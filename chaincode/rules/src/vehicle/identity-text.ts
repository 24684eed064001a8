import type { VehicleIdentity } from './identity.js';
import type { Manufacturers } from './records.js';
import { parseVin } from './vin.js';

/** The one text of an identity, of which a passport's id is the pseudonym: `vin:<VIN>`, `serial:<manufacturer>:<serial>`. */
export function identityText(identity: VehicleIdentity): string {
    return identity.kind === 'vin'
        ? `vin:${parseVin(identity.vin).vin}`
        : `serial:${identity.manufacturer}:${identity.serial}`;
}

/**
 * Whether the list of manufacturers gives an organisation the code under which a vehicle is numbered. A maker of few
 * vehicles holds six characters; three of them, shared by hundreds of makers, cover nothing.
 */
export function manufacturerCovers(manufacturers: Manufacturers, mspId: string, identity: VehicleIdentity): boolean {
    const codes = Object.hasOwn(manufacturers, mspId) ? manufacturers[mspId] : undefined;
    if (codes === undefined) return false;
    if (identity.kind === 'serial') return codes.serials.includes(identity.manufacturer);
    return codes.wmi.includes(parseVin(identity.vin).manufacturer);
}
