import {
    manufacturerCovers,
    type BatchReply,
    type DecodedRow,
    type EventRow,
    type PassportId,
    type RowOutcome,
} from '@quartier/rules/vehicle';
import { utcDay } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../consortium/index.js';
import type { PrivateCollection } from '../ledger/index.js';

import { manufacturersOn } from './parameters.js';
import { PassportChanges } from './passport-changes.js';
import { identityOf, openRegistry, passportOf } from './registry.js';
import { refusedRow } from './rows.js';
import { WorkshopNotes } from './workshop-notes.js';

/** Records events row by row, in order: a row that is refused says why, the others are done. */
export async function recordEvents(
    transaction: AreaSubmission,
    { events }: { readonly events: readonly DecodedRow<EventRow>[] },
): Promise<BatchReply> {
    const changes = await PassportChanges.open(transaction);
    const registry = needsRegistry(events) ? await openRegistry(transaction) : undefined;
    const recording = { transaction, changes, registry, notes: new WorkshopNotes() };
    const outcomes: RowOutcome[] = [];
    for (const [index, decoded] of events.entries()) {
        try {
            outcomes.push({ index, ...(await record(recording, decoded)) });
        } catch (error) {
            outcomes.push(refusedRow(index, error));
        }
    }
    await changes.save();
    if (registry !== undefined) await recording.notes.save(registry);
    return { outcomes };
}

interface Recording {
    readonly transaction: AreaSubmission;
    readonly changes: PassportChanges;
    /** Opened where a row names its vehicle by what identifies it, brings a note or recalls. */
    readonly registry: PrivateCollection | undefined;
    readonly notes: WorkshopNotes;
}

async function record(recording: Recording, decoded: DecodedRow<EventRow>): Promise<Omit<RowOutcome, 'index'>> {
    if ('refused' in decoded) throw decoded.refused;
    const { row } = decoded;
    const { changes, registry, notes } = recording;
    const passport = passportOfRow(row, registry);
    const { outcome, event } = await changes.apply(passport, {
        input: row.event,
        holdsCode: await holdsCode(recording, passport, row),
    });
    if (row.note !== undefined && registry !== undefined) {
        const noted = { passport, event: event.event, note: row.note };
        if (outcome === 'recorded') notes.add(noted);
        else await notes.requireSame(registry, noted);
    }
    return { passport, outcome };
}

function passportOfRow({ passport, identity }: EventRow, registry: PrivateCollection | undefined): PassportId {
    if (passport !== undefined) return passport;
    if (identity === undefined || registry === undefined) throw new Refused('VEHICLE_PASSPORT_UNKNOWN');
    return passportOf(registry, identity);
}

/** Whether the caller's is the code of the vehicle, which recalls alone ask. */
async function holdsCode({ transaction, registry }: Recording, passport: PassportId, row: EventRow): Promise<boolean> {
    if (!isRecall(row) || registry === undefined) return false;
    const identity = row.identity ?? (await identityOf(transaction.state, registry, passport));
    if (identity === undefined) return false;
    const manufacturers = await manufacturersOn(transaction.state, utcDay(transaction.time));
    return manufacturers !== undefined && manufacturerCovers(manufacturers, transaction.caller.mspId, identity);
}

function needsRegistry(events: readonly DecodedRow<EventRow>[]): boolean {
    return events.some(
        (decoded) =>
            'row' in decoded &&
            (decoded.row.identity !== undefined || decoded.row.note !== undefined || isRecall(decoded.row)),
    );
}

function isRecall({ event }: EventRow): boolean {
    return event.content.kind === 'recall-opened' || event.content.kind === 'recall-closed';
}
