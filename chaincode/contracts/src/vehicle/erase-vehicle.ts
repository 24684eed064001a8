import {
    valuesToErase,
    vehicleEvents,
    vehicleLimits,
    type EraseVehicleReply,
    type EraseVehicleRequest,
} from '@quartier/rules/vehicle';

import type { AreaSubmission } from '../consortium/index.js';

import { privateKinds } from './keys.js';
import { loadPassport, openRegistry } from './registry.js';

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
    const identified = (await registry.get(privateKinds.vehicle, [passport])) !== undefined;
    if (!identified && noted.length === 0) return { purgedValues: 0, more: false };

    const { notes, identity, more } = valuesToErase(noted, vehicleLimits.notesPurgedPerTransaction);
    for (const event of notes) await registry.purge(privateKinds.note, [passport, event]);
    if (more) await registry.put(privateKinds.notedEvents, [passport], { events: noted.slice(notes.length) });
    else if (noted.length > 0) await registry.purge(privateKinds.notedEvents, [passport]);
    const purgesIdentity = identity && identified;
    if (purgesIdentity) await registry.purge(privateKinds.vehicle, [passport]);
    transaction.event(vehicleEvents.vehicleErased, { passport });
    return { purgedValues: notes.length + (purgesIdentity ? 1 : 0), more };
}
