import {
    defaultJudgementParameters,
    newPassport,
    type JudgementParameters,
    type PassportId,
    type PassportRecord,
} from '@quartier/rules/vehicle';
import { Refused } from '@quartier/rules/wire';

import { sha256, type PublicState } from '../ledger/index.js';

import { publicKinds, type RegistrationBlock } from './keys.js';
import { placeOf } from './registry.js';

/**
 * A passport as it stands: its head, or before its first event what its registration comes to.
 * Refuses VEHICLE_PASSPORT_UNKNOWN.
 */
export async function loadPassport(
    state: PublicState,
    passport: PassportId,
    parameters: JudgementParameters = defaultJudgementParameters,
): Promise<PassportRecord> {
    const head = await state.get(publicKinds.passport, [passport]);
    if (head !== undefined) return head;
    const registrations = await state.get(publicKinds.registrations, [placeOf(passport).block]);
    const registered = registrations && registeredPassport(registrations, passport, parameters);
    if (registered === undefined) throw new Refused('VEHICLE_PASSPORT_UNKNOWN', { passport });
    return registered;
}

/** A passport as it was registered; undefined where the block has no such vehicle. */
export function registeredPassport(
    { groups, vehicles }: RegistrationBlock,
    passport: PassportId,
    parameters: JudgementParameters,
): PassportRecord | undefined {
    const { name } = placeOf(passport);
    if (!Object.hasOwn(vehicles, name)) return undefined;
    const { group: position = -1, ...own } = vehicles[name] ?? {};
    const group = groups[position];
    if (group === undefined) return undefined;
    const { description, origin, registeredBy, registeredAt, transactionId } = group;
    return newPassport({ description, ...own }, passport, {
        author: registeredBy,
        recordedAt: registeredAt,
        transactionId,
        parameters,
        hash: sha256,
        origin,
    });
}
