import {
    VEHICLE_REGISTRY,
    vehicleEvents,
    type BatchReply,
    type PassportRecord,
    type RegisterVehiclesRows,
    type RegistrationContext,
    type RowOutcome,
} from '@quartier/rules/vehicle';
import { utcDay } from '@quartier/rules/units';

import { openSharedCollection, type AreaSubmission } from '../consortium/index.js';
import { PrivateCollection, sha256 } from '../ledger/index.js';

import { judgementParametersOn, manufacturersOn } from './parameters.js';
import { appendQuality } from './quality-rows.js';
import { Registrations } from './registrations.js';
import { refusedRow } from './rows.js';

/**
 * Registers births, or enrols vehicles that exist already, row by row: a row that is refused says why, the others are
 * done. The first of all brings the registry's key.
 */
export async function registerVehicles(
    transaction: AreaSubmission,
    { vehicles, collectionKey }: RegisterVehiclesRows,
    origin: PassportRecord['origin'],
): Promise<BatchReply> {
    const registry = await openOrCreateRegistry(transaction, collectionKey);
    const context = await registrationContext(transaction, origin);
    const registrations = new Registrations(transaction.state, registry, context);
    const outcomes: RowOutcome[] = [];
    for (const [index, decoded] of vehicles.entries()) {
        try {
            if ('refused' in decoded) throw decoded.refused;
            outcomes.push({ index, ...(await registrations.register(decoded.row)) });
        } catch (error) {
            outcomes.push(refusedRow(index, error));
        }
    }
    await registrations.save();
    const { registered, readings } = registrations;
    if (registered.length === 0) return { outcomes };
    const { mspId } = transaction.caller;
    if (readings > 0) {
        await appendQuality(transaction, [{ mspId, readings, discrepancies: 0, corrections: 0, dropsSeen: 0 }]);
    }
    transaction.event(vehicleEvents.vehiclesRegistered, { passports: registered, by: mspId });
    return { outcomes };
}

async function registrationContext(
    { state, stub, time, caller }: AreaSubmission,
    origin: PassportRecord['origin'],
): Promise<RegistrationContext> {
    const today = utcDay(time);
    return {
        author: caller.mspId,
        recordedAt: time,
        transactionId: stub.getTxID(),
        parameters: await judgementParametersOn(state, today),
        hash: sha256,
        origin,
        manufacturers: origin === 'birth' ? await manufacturersOn(state, today) : undefined,
    };
}

async function openOrCreateRegistry(transaction: AreaSubmission, collectionKey: string): Promise<PrivateCollection> {
    const registry = await openSharedCollection(transaction, VEHICLE_REGISTRY);
    return registry ?? PrivateCollection.create(transaction.stub, VEHICLE_REGISTRY, collectionKey);
}
