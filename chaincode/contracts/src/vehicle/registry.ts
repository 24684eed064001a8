import {
    identityBlock,
    identityText,
    VEHICLE_REGISTRY,
    type PassportId,
    type VehicleIdentity,
} from '@quartier/rules/vehicle';
import { Refused } from '@quartier/rules/wire';

import { openSharedCollection, type AreaTransaction } from '../consortium/index.js';
import type { PrivateCollection, PublicState } from '../ledger/index.js';

import { privateKinds, publicKinds } from './keys.js';

/** Of the 22 characters of a passport's id: 84 bits of its block, then 48 of its own. */
const BLOCK_LENGTH = 14;

/** The collection of identities and notes; it has its key once the first vehicle is registered. */
export async function openRegistry(transaction: AreaTransaction): Promise<PrivateCollection> {
    const registry = await openSharedCollection(transaction, VEHICLE_REGISTRY);
    if (registry === undefined) throw new Refused('VEHICLE_PASSPORT_UNKNOWN');
    return registry;
}

/**
 * The same for everyone who knows the identity and the area's key, and tells nobody else anything, but that vehicles
 * numbered one after the other begin alike: what is registered together shows as much.
 */
export function passportOf(registry: PrivateCollection, identity: VehicleIdentity): PassportId {
    const block = registry.pseudonym('vehicle-block', identityBlock(identity));
    return block.slice(0, BLOCK_LENGTH) + registry.pseudonym('vehicle', identityText(identity)).slice(BLOCK_LENGTH);
}

/** Where a passport's registration stands: its block, and its name in it. */
export function placeOf(passport: PassportId): { readonly block: string; readonly name: string } {
    return { block: passport.slice(0, BLOCK_LENGTH), name: passport.slice(BLOCK_LENGTH) };
}

/** What identifies a vehicle, as far as that is not erased. */
export async function identityOf(
    state: PublicState,
    registry: PrivateCollection,
    passport: PassportId,
): Promise<VehicleIdentity | undefined> {
    const { block, name } = placeOf(passport);
    const registered = await state.get(publicKinds.registrations, [block]);
    if (registered === undefined) return undefined;
    const stored = await registry.get(privateKinds.identities, [block, String(registered.generation)]);
    return stored?.identities[name];
}
