/**
 * Corrections are new events that name what they correct. Within the window the author's own word is enough; afterwards
 * another organisation confirms in a transaction of its own. What was wrong stays visible.
 */
import { countDays, utcDay } from '../units/index.js';
import { Refused } from '../wire/index.js';
import { withAccident } from './accident.js';
import { withDueAfterCorrections } from './due.js';
import { eventKnown, type EventContext } from './event-context.js';
import { requireReading } from './event-rules.js';
import type { Correction, EventInput, PassportEvent, Reading } from './events.js';
import type { Instant, PassportRecord, StandingCorrection, StoredReading } from './records.js';
import type { ConfirmCorrectionRequest, CorrectEventRequest } from './transactions.js';
import { requireDay } from './vehicle-days.js';

type KindOf<K extends PassportEvent['kind']> = Extract<PassportEvent, { readonly kind: K }>;
type Correctable = Exclude<PassportEvent, { readonly kind: 'correction' | 'correction-confirmed' }>;

/** `recordedAt` gives the correction its own day. */
export function correctionInput(request: CorrectEventRequest, recordedAt: Instant): EventInput {
    const { event, corrects, reason, reading, day, evidence } = request;
    const content: Correction = {
        kind: 'correction',
        corrects,
        reason,
        standing: 'proposed',
        ...(day && { correctedDay: day }),
    };
    return { event, day: utcDay(recordedAt), content, ...(reading && { reading }), ...(evidence && { evidence }) };
}

export function confirmationInput(request: ConfirmCorrectionRequest, recordedAt: Instant): EventInput {
    const { event, confirms } = request;
    return { event, day: utcDay(recordedAt), content: { kind: 'correction-confirmed', confirms } };
}

/**
 * @throws Refused VEHICLE_EVENT_UNKNOWN; VEHICLE_CORRECTION_OF_CORRECTION; VEHICLE_NOT_THE_AUTHOR;
 *   VEHICLE_CORRECTION_BY_NEXT_EVENT and _TOO_LATE where the event cannot be void; the refusals of a reading and a day
 */
export function applyCorrection(
    passport: PassportRecord,
    correction: KindOf<'correction'>,
    context: EventContext,
): { readonly passport: PassportRecord; readonly event: PassportEvent } {
    const corrected = correctable(eventKnown(passport, correction.corrects, context), correction.corrects);
    const { author, recordedAt } = correction;
    if (corrected.author !== author)
        throw new Refused('VEHICLE_NOT_THE_AUTHOR', {
            event: corrected.event,
            author: corrected.author,
            mspId: author,
        });
    if (correction.reading !== undefined) requireReading(corrected.kind, correction.reading, passport.description);
    if (correction.correctedDay !== undefined) requireDay(correction.correctedDay, passport.description, recordedAt);
    const age = countDays(utcDay(corrected.recordedAt), utcDay(recordedAt)) - 1;
    const standing = age <= context.parameters.correctionDays ? 'in-force' : 'proposed';
    const event: KindOf<'correction'> = { ...correction, standing };
    const proposed = { ...passport, corrections: [...passport.corrections, standingOf(event, corrected)] };
    const inForce = takenEffect(proposed, { correction: event, corrected }, context);
    return { passport: standing === 'in-force' ? inForce : proposed, event };
}

/** @throws Refused VEHICLE_EVENT_UNKNOWN; VEHICLE_OWN_CONFIRMATION; VEHICLE_CORRECTION_NOT_PROPOSED; as {@link applyCorrection} */
export function confirmCorrection(
    passport: PassportRecord,
    confirmation: KindOf<'correction-confirmed'>,
    context: EventContext,
): PassportRecord {
    const { confirms, author } = confirmation;
    const correction = eventKnown(passport, confirms, context);
    const found = passport.corrections.find(({ event }) => event === confirms);
    if (found === undefined || correction?.kind !== 'correction')
        throw new Refused('VEHICLE_EVENT_UNKNOWN', { event: confirms });
    if (correction.author === author) throw new Refused('VEHICLE_OWN_CONFIRMATION', { mspId: author, event: confirms });
    if (found.standing !== 'proposed')
        throw new Refused('VEHICLE_CORRECTION_NOT_PROPOSED', { event: confirms, standing: found.standing });
    const corrected = correctable(eventKnown(passport, correction.corrects, context), correction.corrects);
    return takenEffect(passport, { correction, corrected }, context);
}

function correctable(event: PassportEvent | undefined, id: string): Correctable {
    if (event === undefined) throw new Refused('VEHICLE_EVENT_UNKNOWN', { event: id });
    if (event.kind === 'correction')
        throw new Refused('VEHICLE_CORRECTION_OF_CORRECTION', { event: id, corrects: event.corrects });
    if (event.kind === 'correction-confirmed')
        throw new Refused('VEHICLE_CORRECTION_BY_NEXT_EVENT', { kind: event.kind });
    return event;
}

function standingOf(event: KindOf<'correction'>, corrected: Correctable): StandingCorrection {
    return {
        event: event.event,
        number: event.number,
        author: event.author,
        corrects: event.corrects,
        correctsNumber: corrected.number,
        standing: event.standing,
        voids: isVoiding(event),
        ...(event.correctedDay && { day: event.correctedDay }),
    };
}

function isVoiding({ reading, correctedDay }: KindOf<'correction'>): boolean {
    return reading === undefined && correctedDay === undefined;
}

interface Correcting {
    readonly correction: KindOf<'correction'>;
    readonly corrected: Correctable;
}

/** The passport with the correction in force, in place of any other of the same event. */
function takenEffect(passport: PassportRecord, correcting: Correcting, context: EventContext): PassportRecord {
    const { correction, corrected } = correcting;
    const corrections = passport.corrections.map((one): StandingCorrection => {
        if (one.event === correction.event) return { ...one, standing: 'in-force' };
        return one.corrects === corrected.event ? { ...one, standing: 'superseded' } : one;
    });
    const replaced = { ...passport, corrections, readings: correctedReadings(passport, correcting) };
    const undone = isVoiding(correction) ? withoutEffect(replaced, corrected) : replaced;
    const stands = [passport.nextDue?.event, passport.inspection?.event].includes(corrected.event);
    return stands ? withDueAfterCorrections(undone, [...context.older, ...passport.events]) : undone;
}

function correctedReadings(passport: PassportRecord, correcting: Correcting): readonly StoredReading[] {
    const { correction, corrected } = correcting;
    const family = passport.corrections
        .filter(({ corrects }) => corrects === corrected.event)
        .map(({ event }) => event);
    const ofEvent = passport.readings.filter(({ event }) => event === corrected.event || family.includes(event));
    const standing = ofEvent.find(({ voidedBy }) => voidedBy === undefined);
    const kept = passport.readings.map((reading) =>
        reading === standing ? { ...reading, voidedBy: correction.event } : reading,
    );
    const next = replacement(correcting, standing ?? ofEvent.at(-1));
    return next === undefined ? kept : [...kept, next];
}

/** The reading as it should have been recorded; none where the event is void or nothing was read. */
function replacement(
    { correction, corrected }: Correcting,
    before: StoredReading | undefined,
): StoredReading | undefined {
    const { reading, correctedDay, event, number, author } = correction;
    if (isVoiding(correction)) return undefined;
    const figure = figureOf(reading, before);
    if (figure === undefined) return undefined;
    const { voidedBy: _, ...rest } = before ?? {};
    return {
        ...(corrected.kind === 'odometer-replaced' && corrected.before !== undefined && { before: corrected.before }),
        ...(corrected.place && { place: corrected.place }),
        ...rest,
        event,
        number,
        author,
        kind: corrected.kind,
        day: correctedDay ?? before?.day ?? corrected.day,
        ...figure,
    };
}

function figureOf(
    reading: Reading | undefined,
    before: StoredReading | undefined,
): Pick<StoredReading, 'value' | 'unit'> | undefined {
    if (reading === undefined) return before && { value: before.value, unit: before.unit };
    return reading.status === 'read' ? { value: reading.value, unit: reading.unit } : undefined;
}

/** @throws Refused VEHICLE_CORRECTION_BY_NEXT_EVENT; VEHICLE_CORRECTION_TOO_LATE */
// One line a kind: the compiler checks that none is missing.
// eslint-disable-next-line complexity
function withoutEffect(passport: PassportRecord, event: Correctable): PassportRecord {
    switch (event.kind) {
        case 'reading':
        case 'service':
        case 'repair':
        case 'tyres':
        case 'inspection':
        case 'odometer-replaced':
        case 'odometer-rolled-over':
        case 'clone-suspected':
            return passport;
        case 'accident-declared':
        case 'accident-assessed':
        case 'accident-repaired':
            return withoutAccidentStage(passport, event.kind);
        case 'recall-opened': {
            const recall = `${event.author}:${event.campaign}`;
            return { ...passport, openRecalls: passport.openRecalls.filter((open) => open !== recall) };
        }
        case 'pledged':
            return { ...passport, pledges: passport.pledges.filter((pledge) => pledge !== event.pledge) };
        case 'stolen':
        case 'exported':
            return passport.state === event.kind ? { ...passport, state: 'in-use' } : passport;
        case 'scrapped':
            return notScrapped(passport);
        case 'found':
        case 'returned':
        case 'fit-for-road':
        case 'recall-closed':
        case 'pledge-released':
        case 'holder-offered':
        case 'holder-offer-withdrawn':
        case 'holder-changed':
        case 'holder-claimed':
            throw new Refused('VEHICLE_CORRECTION_BY_NEXT_EVENT', { kind: event.kind });
    }
}

function notScrapped(passport: PassportRecord): PassportRecord {
    const { stateBeforeScrapping, ...rest } = passport;
    return { ...rest, state: stateBeforeScrapping ?? passport.state };
}

/** An accident that is over is left as it is; one under way goes back a stage, unless a later one stands on it. */
function withoutAccidentStage(
    passport: PassportRecord,
    kind: 'accident-declared' | 'accident-assessed' | 'accident-repaired',
): PassportRecord {
    const { accident } = passport;
    if (accident === undefined) return passport;
    if (kind === 'accident-declared' && accident === 'declared') return withAccident(passport, undefined);
    if (kind === 'accident-assessed' && (accident === 'assessed' || accident === 'total-loss'))
        return withAccident(passport, 'declared');
    if (kind === 'accident-repaired' && accident === 'repaired') return withAccident(passport, 'assessed');
    throw new Refused('VEHICLE_CORRECTION_TOO_LATE', { kind });
}
