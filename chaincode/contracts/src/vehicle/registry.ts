import {
    identityText,
    VEHICLE_REGISTRY,
    type PassportId,
    type PassportRecord,
    type VehicleIdentity,
} from '@quartier/rules/vehicle';
import { Refused } from '@quartier/rules/wire';

import { openSharedCollection, type AreaTransaction } from '../consortium/index.js';
import type { PrivateCollection, PublicState } from '../ledger/index.js';

import { publicKinds } from './keys.js';

/** The collection of identities and notes; it has its key once the first vehicle is registered. */
export async function openRegistry(transaction: AreaTransaction): Promise<PrivateCollection> {
    const registry = await openSharedCollection(transaction, VEHICLE_REGISTRY);
    if (registry === undefined) throw new Refused('VEHICLE_PASSPORT_UNKNOWN');
    return registry;
}

/** The same for everyone who knows the identity and the area's key, and tells nobody else anything. */
export function passportOf(registry: PrivateCollection, identity: VehicleIdentity): PassportId {
    return registry.pseudonym('vehicle', identityText(identity));
}

export async function loadPassport(state: PublicState, passport: PassportId): Promise<PassportRecord> {
    const record = await state.get(publicKinds.passport, [passport]);
    if (record === undefined) throw new Refused('VEHICLE_PASSPORT_UNKNOWN', { passport });
    return record;
}
