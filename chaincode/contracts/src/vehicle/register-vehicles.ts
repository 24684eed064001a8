import {
    qualityDelta,
    registerVehicle,
    utcDayOf,
    VEHICLE_REGISTRY,
    vehicleEvents,
    type BatchReply,
    type DecodedRow,
    type NewVehicle,
    type PassportId,
    type PassportRecord,
    type RegisterVehiclesRows,
    type RegistrationContext,
    type RowOutcome,
} from '@quartier/rules/vehicle';

import { openSharedCollection, type AreaSubmission } from '../consortium/index.js';
import { PrivateCollection } from '../ledger/index.js';

import { sha256 } from './hash.js';
import { privateKinds, publicKinds } from './keys.js';
import { judgementParametersOn, manufacturersOn } from './parameters.js';
import { appendQuality } from './quality-rows.js';
import { passportOf } from './registry.js';
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
    const registration: Registration = {
        transaction,
        registry: await openOrCreateRegistry(transaction, collectionKey),
        context: await registrationContext(transaction, origin),
        registered: new Map(),
    };
    const outcomes: RowOutcome[] = [];
    for (const [index, decoded] of vehicles.entries()) {
        try {
            outcomes.push({ index, ...(await register(registration, decoded)) });
        } catch (error) {
            outcomes.push(refusedRow(index, error));
        }
    }
    await save(registration);
    return { outcomes };
}

interface Registration {
    readonly transaction: AreaSubmission;
    readonly registry: PrivateCollection;
    readonly context: RegistrationContext;
    /** What this transaction registers: Fabric reads back only what is committed. */
    readonly registered: Map<PassportId, { readonly vehicle: NewVehicle; readonly record: PassportRecord }>;
}

async function register(
    { transaction, registry, context, registered }: Registration,
    decoded: DecodedRow<NewVehicle>,
): Promise<Omit<RowOutcome, 'index'>> {
    if ('refused' in decoded) throw decoded.refused;
    const vehicle = decoded.row;
    const passport = passportOf(registry, vehicle.identity);
    const standing =
        registered.get(passport)?.record ?? (await transaction.state.get(publicKinds.passport, [passport]));
    const { outcome, passport: record } = registerVehicle(vehicle, passport, standing, context);
    if (outcome === 'recorded') registered.set(passport, { vehicle, record });
    return { passport, outcome };
}

async function save({ transaction, registry, registered }: Registration): Promise<void> {
    if (registered.size === 0) return;
    for (const [passport, { vehicle, record }] of registered) {
        await transaction.state.put(publicKinds.passport, [passport], record);
        await registry.put(privateKinds.vehicle, [passport], { identity: vehicle.identity });
    }
    const records = [...registered.values()].map(({ record }) => record);
    await appendQuality(
        transaction,
        records.flatMap((record) => qualityDelta(undefined, record)),
    );
    transaction.event(vehicleEvents.vehiclesRegistered, {
        passports: [...registered.keys()],
        by: transaction.caller.mspId,
    });
}

async function registrationContext(
    { state, stub, time, caller }: AreaSubmission,
    origin: PassportRecord['origin'],
): Promise<RegistrationContext> {
    const today = utcDayOf(time);
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
