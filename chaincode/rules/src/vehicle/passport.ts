/** The life of a passport: each event gives the next head. Pure: the contract loads, stores and hashes. */
import { utcDay } from '../units/index.js';
import { canonicalJson, Refused } from '../wire/index.js';
import { effectOf } from './effects.js';
import { eventKnown, type EventContext } from './event-context.js';
import { requireAuthor, requireReading, requireState } from './event-rules.js';
import type { EventInput, PassportEvent } from './events.js';
import { appended, eventIdOf, type HistoryPage } from './history.js';
import { assertHistoryKept } from './invariants.js';
import { judgePassport } from './judge-passport.js';
import type { PassportRecord, StoredReading } from './records.js';
import { requireDay } from './vehicle-days.js';

export interface AppliedEvent {
    /** `unchanged`: the same event stood already; the passport is as it was. */
    readonly outcome: 'recorded' | 'unchanged';
    readonly passport: PassportRecord;
    readonly event: PassportEvent;
    /** A page of older events to store. */
    readonly spill?: HistoryPage;
}

/**
 * Applies an event to a passport.
 * @throws Refused VEHICLE_ROLE_MISSING; VEHICLE_EVENT_EXISTS; VEHICLE_DAY_IN_FUTURE; VEHICLE_DAY_BEFORE_VEHICLE; what the
 *   kind's reading and state are held to (see `requireReading`, `requireState`); what its effect asks for (see
 *   `effectOf`); VEHICLE_PASSPORT_FULL. In this order.
 */
export function applyEvent(passport: PassportRecord, input: EventInput, context: EventContext): AppliedEvent {
    const { content } = input;
    requireAuthor(content, context.author, context.roles);
    const event = recordedEvent(input, passport.eventCount + 1, context);
    const stored = eventKnown(passport, event.event, context);
    if (stored !== undefined) {
        if (!sameContent(stored, event)) throw new Refused('VEHICLE_EVENT_EXISTS', { event: event.event });
        return { outcome: 'unchanged', passport, event: stored };
    }
    requireDay(input.day, passport.description, context.recordedAt);
    requireReading(content.kind, input.reading, passport.description);
    requireState(content.kind, passport.state);
    const effect = effectOf(passport, event, context);
    const applied = append(effect.passport, effect.event, context);
    assertHistoryKept(passport, applied.passport);
    return applied;
}

/** Appends an event whose effect the passport already shows, links it and judges anew. */
export function append(
    passport: PassportRecord,
    event: PassportEvent,
    context: Pick<EventContext, 'hash' | 'parameters'>,
): AppliedEvent {
    const link = context.hash(chainContent(passport.link, event));
    const { passport: longer, spill } = appended({ ...passport, link }, event);
    const judged = judgePassport(withReading(longer, event), context.parameters);
    return { outcome: 'recorded', passport: judged, event, ...(spill && { spill }) };
}

/** What the next link is the sha256 of: canonical JSON of the link before and the entry. */
export function chainContent(link: string, entry: object): string {
    return canonicalJson([link, entry]);
}

function recordedEvent(input: EventInput, number: number, context: EventContext): PassportEvent {
    const { content, ...common } = input;
    return {
        ...common,
        ...content,
        event: eventIdOf(context.author, input.event),
        number,
        author: context.author,
        recordedAt: context.recordedAt,
        transactionId: context.transactionId,
    };
}

/** The day of a correction is the transaction's and its standing follows from it, so neither is what its author said. */
function sameContent(stored: PassportEvent, sent: PassportEvent): boolean {
    return canonicalJson(said(stored)) === canonicalJson(said(sent));
}

function said(event: PassportEvent): object {
    const given = { ...event, number: undefined, recordedAt: undefined, transactionId: undefined };
    if (event.kind === 'correction') return { ...given, day: undefined, standing: undefined };
    return event.kind === 'correction-confirmed' ? { ...given, day: undefined } : given;
}

/** A correction's reading is stored by its effect, in place of the one that it corrects. */
function withReading(passport: PassportRecord, event: PassportEvent): PassportRecord {
    const { reading } = event;
    if (event.kind === 'correction' || reading === undefined) return passport;
    if (reading.status === 'no-odometer' && passport.readings.length === 0) return { ...passport, noOdometer: true };
    if (reading.status !== 'read') return passport;
    const stored: StoredReading = {
        event: event.event,
        number: event.number,
        day: event.day,
        value: reading.value,
        unit: reading.unit,
        author: event.author,
        kind: event.kind,
        ...(event.kind === 'odometer-replaced' && event.before !== undefined && { before: event.before }),
        ...(event.kind === 'odometer-replaced' && event.attests !== undefined && { attests: event.attests }),
        ...(event.kind === 'odometer-replaced' && { recordedOn: utcDay(event.recordedAt) }),
        ...(event.place && { place: event.place }),
    };
    const { noOdometer: _, ...rest } = passport;
    return { ...rest, readings: [...passport.readings, stored] };
}
