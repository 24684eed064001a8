import {
    valuesToErase,
    vehicleEvents,
    vehicleLimits,
    type EraseVehicleReply,
    type EraseVehicleRequest,
    type PassportId,
} from '@quartier/rules/vehicle';

import type { AreaSubmission } from '../consortium/index.js';
import type { PrivateCollection, PublicState } from '../ledger/index.js';

import { privateKinds, publicKinds } from './keys.js';
import { loadPassport } from './load-passport.js';
import { openRegistry, placeOf } from './registry.js';

/**
 * Erases what may lead from a passport to a person (GDPR article 17): the workshops' notes, as many as one transaction may
 * purge, and with the last of them the identity. The passport stays, under a pseudonym that nobody resolves who does not
 * know the vehicle's number anyway.
 */
export async function eraseVehicle(
    transaction: AreaSubmission,
    { passport }: EraseVehicleRequest,
): Promise<EraseVehicleReply> {
    const registry = await openRegistry(transaction);
    await loadPassport(transaction.state, passport);
    const noted = (await registry.get(privateKinds.notedEvents, [passport]))?.events ?? [];
    const { notes, identity, more } = valuesToErase(noted, vehicleLimits.notesPurgedPerTransaction);
    for (const event of notes) await registry.purge(privateKinds.note, [passport, event]);
    if (more) await registry.put(privateKinds.notedEvents, [passport], { events: noted.slice(notes.length) });
    else if (noted.length > 0) await registry.purge(privateKinds.notedEvents, [passport]);
    const purged = notes.length + (identity && (await eraseIdentity(transaction.state, registry, passport)) ? 1 : 0);
    if (purged > 0) transaction.event(vehicleEvents.vehicleErased, { passport });
    return { purgedValues: purged, more };
}

/** The block's other identities are written under another key, so that the old one is purged with all it ever held. */
async function eraseIdentity(state: PublicState, registry: PrivateCollection, passport: PassportId): Promise<boolean> {
    const { block, name } = placeOf(passport);
    const registrations = await state.get(publicKinds.registrations, [block]);
    if (registrations === undefined) return false;
    const { generation } = registrations;
    const stored = await registry.get(privateKinds.identities, [block, String(generation)]);
    if (stored === undefined || !Object.hasOwn(stored.identities, name)) return false;
    const { [name]: _erased, ...identities } = stored.identities;
    await registry.purge(privateKinds.identities, [block, String(generation)]);
    await registry.put(privateKinds.identities, [block, String(generation + 1)], { identities });
    await state.put(publicKinds.registrations, [block], { ...registrations, generation: generation + 1 });
    return true;
}
