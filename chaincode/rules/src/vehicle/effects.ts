/** What an event changes beside the history: the state, the accident, recalls, pledges, holders, what is due. */
import { Refused } from '../wire/index.js';
import { stageAfter, withAccident } from './accident.js';
import { confirmCorrection, applyCorrection } from './corrections.js';
import { acceptTransfer, claimHolding, offerTransfer, withdrawTransfer } from './transfers.js';
import { withInspection, withNextDue } from './due.js';
import { eventKnown, type EventContext } from './event-context.js';
import type { PassportEvent, Reading } from './events.js';
import { requireFigureWithinCapacity } from './odometer.js';
import type { PassportRecord } from './records.js';

/** The passport after the effect, and the event as it is recorded. */
export interface Effect {
    readonly passport: PassportRecord;
    readonly event: PassportEvent;
}

const MOST_OPEN = 100;

/**
 * @throws Refused VEHICLE_ACCIDENT_ORDER; VEHICLE_RECALL_NOT_OWN_MAKE, _OPEN, _UNKNOWN; VEHICLE_PLEDGE_EXISTS, _UNKNOWN;
 *   VEHICLE_ROWS_TOO_MANY; VEHICLE_EVENT_UNKNOWN, VEHICLE_OWN_CONFIRMATION and VEHICLE_ATTESTATION_DIFFERS of an
 *   attestation; what transfers and corrections refuse (see there).
 */
export function effectOf(passport: PassportRecord, event: PassportEvent, context: EventContext): Effect {
    if (event.kind === 'correction') return applyCorrection(passport, event, context);
    return { passport: changed(passport, event, context), event };
}

// One line a kind: the compiler checks that none is missing.
// eslint-disable-next-line complexity
function changed(
    passport: PassportRecord,
    event: Exclude<PassportEvent, { readonly kind: 'correction' }>,
    context: EventContext,
): PassportRecord {
    switch (event.kind) {
        case 'reading':
        case 'clone-suspected':
        case 'odometer-rolled-over':
            return passport;
        case 'service':
        case 'repair':
        case 'tyres':
            return withNextDue(passport, event, event.day);
        case 'inspection':
            return withInspection(passport, event, event.day);
        case 'accident-declared':
        case 'accident-assessed':
        case 'accident-repaired':
        case 'fit-for-road':
            return withAccident(passport, stageAfter(passport.accident, event));
        case 'recall-opened':
        case 'recall-closed':
            return withRecall(passport, event, context);
        case 'odometer-replaced':
            return checkedReplacement(passport, event, context);
        case 'pledged':
        case 'pledge-released':
            return withPledge(passport, event);
        case 'stolen':
        case 'exported':
            return { ...passport, state: event.kind };
        case 'found':
        case 'returned':
            return { ...passport, state: 'in-use' };
        case 'scrapped':
            return { ...passport, state: 'scrapped', stateBeforeScrapping: passport.state };
        case 'holder-offered':
            return offerTransfer(passport, event, context);
        case 'holder-offer-withdrawn':
            return withdrawTransfer(passport, event, context);
        case 'holder-changed':
            return acceptTransfer(passport, event, context);
        case 'holder-claimed':
            return claimHolding(passport, event);
        case 'correction-confirmed':
            return confirmCorrection(passport, event, context);
    }
}

type KindOf<K extends PassportEvent['kind']> = Extract<PassportEvent, { readonly kind: K }>;

function withRecall(
    passport: PassportRecord,
    event: KindOf<'recall-opened'> | KindOf<'recall-closed'>,
    context: EventContext,
): PassportRecord {
    const { campaign } = event;
    if (passport.registeredBy !== event.author && !context.holdsCode)
        throw new Refused('VEHICLE_RECALL_NOT_OWN_MAKE', { mspId: event.author });
    const recall = `${event.author}:${campaign}`;
    const open = passport.openRecalls.includes(recall);
    if (event.kind === 'recall-closed') {
        if (!open) throw new Refused('VEHICLE_RECALL_UNKNOWN', { campaign });
        return { ...passport, openRecalls: passport.openRecalls.filter((other) => other !== recall) };
    }
    if (open) throw new Refused('VEHICLE_RECALL_OPEN', { campaign });
    return { ...passport, openRecalls: withOneMore(passport.openRecalls, recall) };
}

function withPledge(passport: PassportRecord, event: KindOf<'pledged' | 'pledge-released'>): PassportRecord {
    const pledged = passport.pledges.includes(event.pledge);
    if (event.kind === 'pledge-released') {
        if (!pledged) throw new Refused('VEHICLE_PLEDGE_UNKNOWN');
        return { ...passport, pledges: passport.pledges.filter((other) => other !== event.pledge) };
    }
    if (pledged) throw new Refused('VEHICLE_PLEDGE_EXISTS');
    return { ...passport, pledges: withOneMore(passport.pledges, event.pledge) };
}

function withOneMore(open: readonly string[], one: string): readonly string[] {
    if (open.length >= MOST_OPEN) throw new Refused('VEHICLE_ROWS_TOO_MANY', { rows: open.length });
    return [...open, one];
}

/** A second organisation attests a replacement by stating the same figures of both odometers. */
function checkedReplacement(
    passport: PassportRecord,
    event: KindOf<'odometer-replaced'>,
    context: EventContext,
): PassportRecord {
    const { attests, before, reading } = event;
    if (before !== undefined && reading?.status === 'read')
        requireFigureWithinCapacity(before, reading.unit, passport.description);
    if (attests === undefined) return passport;
    const attested = eventKnown(passport, attests, context);
    if (attested?.kind !== 'odometer-replaced' || attested.attests !== undefined)
        throw new Refused('VEHICLE_EVENT_UNKNOWN', { event: attests });
    if (attested.author === event.author)
        throw new Refused('VEHICLE_OWN_CONFIRMATION', { mspId: event.author, event: attests });
    const same = before !== undefined && before === attested.before && sameFigure(reading, attested.reading);
    if (!same) throw new Refused('VEHICLE_ATTESTATION_DIFFERS', { event: attests });
    return passport;
}

function sameFigure(one: Reading | undefined, other: Reading | undefined): boolean {
    return one?.status === 'read' && other?.status === 'read' && one.value === other.value && one.unit === other.unit;
}
