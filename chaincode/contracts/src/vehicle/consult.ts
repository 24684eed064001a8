/** Evaluations: what the organisations of the area may look up. Nothing of them reaches the ledger. */
import {
    judgePassport,
    vehicleLimits,
    type HistoryReply,
    type HistoryRequest,
    type NotesReply,
    type PassportId,
    type PassportRecord,
    type VehicleIdentity,
} from '@quartier/rules/vehicle';
import { utcDay } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import type { AreaTransaction } from '../consortium/index.js';
import { proposalTime, type PublicState, type Stub } from '../ledger/index.js';

import { privateKinds, publicKinds } from './keys.js';
import { loadPassport } from './load-passport.js';
import { judgementParametersOn } from './parameters.js';
import { identityOf, openRegistry, passportOf } from './registry.js';

/** What is public, which whoever reads the channel may consult. */
export interface PublicConsultation {
    readonly stub: Stub;
    readonly state: PublicState;
}

/** A passport judged by the parameters of today: when they change, every passport is judged anew without a write. */
export async function getPassport({ stub, state }: PublicConsultation, passport: PassportId): Promise<PassportRecord> {
    const parameters = await judgementParametersOn(state, utcDay(proposalTime(stub)));
    return judgePassport(await loadPassport(state, passport, parameters), parameters);
}

/** The passport of a vehicle, for who knows what identifies it and asks a peer that shares the registry. */
export async function findPassport(transaction: AreaTransaction, identity: VehicleIdentity): Promise<PassportRecord> {
    return getPassport(transaction, passportOf(await openRegistry(transaction), identity));
}

export async function getHistory(
    { state }: PublicConsultation,
    { passport, page }: HistoryRequest,
): Promise<HistoryReply> {
    const pages = (await loadPassport(state, passport)).pages.length;
    const stored = await state.get(publicKinds.history, [passport, String(page)]);
    if (stored === undefined) throw new Refused('VEHICLE_PAGE_UNKNOWN', { page, pages });
    return { events: stored.events, pages };
}

/** The newest notes of workshops, newest first, and whose passport it is, as far as that is not erased. */
export async function getNotes(transaction: AreaTransaction, passport: PassportId): Promise<NotesReply> {
    await loadPassport(transaction.state, passport);
    const registry = await openRegistry(transaction);
    const identity = await identityOf(transaction.state, registry, passport);
    const noted = (await registry.get(privateKinds.notedEvents, [passport]))?.events ?? [];
    const notes = [];
    for (const event of noted.slice(-vehicleLimits.rowsPerList).reverse()) {
        const stored = await registry.get(privateKinds.note, [passport, event]);
        if (stored !== undefined) notes.push({ event, note: stored.note });
    }
    return identity === undefined ? { notes } : { notes, identity };
}
