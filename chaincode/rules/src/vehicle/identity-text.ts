import type { VehicleIdentity } from './identity.js';
import type { Manufacturers } from './records.js';
import { parseVin } from './vin.js';

const CHECK_DIGIT_AT = 'vin:'.length + 8;

/** The one text of an identity, of which a passport's id is the pseudonym: `vin:<VIN>`, `serial:<manufacturer>:<serial>`. */
export function identityText(identity: VehicleIdentity): string {
    return identity.kind === 'vin'
        ? `vin:${parseVin(identity.vin).vin}`
        : `serial:${identity.manufacturer}:${identity.serial}`;
}

/**
 * What vehicles numbered one after the other have in common: the identity without its last two digits, nor the check digit,
 * which follows from the others. A number that ends otherwise stands alone, so a block has a hundred vehicles at most.
 */
export function identityBlock(identity: VehicleIdentity): string {
    const text = identityText(identity);
    if (!/[0-9]{2}$/u.test(text)) return text;
    const block = text.slice(0, -2);
    if (identity.kind === 'serial' || parseVin(identity.vin).checkDigit !== 'valid') return block;
    return block.slice(0, CHECK_DIGIT_AT) + block.slice(CHECK_DIGIT_AT + 1);
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
