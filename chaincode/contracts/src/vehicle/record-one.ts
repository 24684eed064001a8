import type { EventReply, PassportId } from '@quartier/rules/vehicle';

import type { AreaSubmission } from '../consortium/index.js';

import { PassportChanges, type PassportEntry } from './passport-changes.js';

/** Records the one event of a transaction; the same again gives the same reply, with the judgement of today. */
export async function recordOne(
    transaction: AreaSubmission,
    passport: PassportId,
    entry: PassportEntry,
): Promise<EventReply> {
    const changes = await PassportChanges.open(transaction);
    const { event, passport: record } = await changes.apply(passport, entry);
    await changes.save();
    return { event, judgement: record.judgement };
}
