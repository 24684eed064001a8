/**
 * What the public page, the certificate and the credential may say of a passport. Events are named by their number: an
 * author's own ids (work orders, loans, transfers), commitments of holders and places stay out, for they may lead to a
 * person. Once a vehicle is exported or scrapped, days are told to the month.
 */
import { utcDay } from '../units/index.js';
import type { NextDue } from './day-and-place.js';
import type { PassportEvent } from './events.js';
import type {
    PublicDay,
    PublicEvent,
    PublicJudgement,
    PublicPassport,
    PublicReading,
    PublicRecall,
} from './public-passport.js';
import type { Judgement } from './judgement-record.js';
import type { PassportRecord, PassportState, StandingInspection, StoredReading } from './records.js';
import type { VehicleDescription } from './vehicle-description.js';
import { amountOf } from './series.js';

/** @param older events of history pages, as far as they are loaded, oldest first */
export function publicView(passport: PassportRecord, older: readonly PassportEvent[] = []): PublicPassport {
    const dayOf = publicDays(passport.state);
    const numbers = numbersOf(passport, older);
    const { accident, nextDue, inspection, holder, transfer } = passport;
    return {
        passport: passport.passport,
        description: describedTo(passport.description, dayOf),
        origin: passport.origin,
        registeredBy: passport.registeredBy,
        registeredOn: dayOf(utcDay(passport.registeredAt)),
        state: passport.state,
        holders: passport.holders,
        held: holder !== undefined,
        transferOffered: transfer !== undefined,
        pledges: passport.pledges.length,
        openRecalls: passport.openRecalls.map(recallOf),
        ...(accident && { accident }),
        ...(nextDue && { nextDue: publicDue(nextDue, dayOf) }),
        ...(inspection && { inspection: publicInspection(inspection, dayOf) }),
        judgement: publicJudgement(passport.judgement, numbers),
        readings: passport.readings.map((reading) => publicReading(reading, numbers, dayOf)),
        events: [...older, ...passport.events].map((event) => publicEvent(event, passport, { numbers, dayOf })),
        eventCount: passport.eventCount,
        link: passport.link,
    };
}

/** How the days of a vehicle in a state are told. */
export function publicDays(state: PassportState): (day: string) => PublicDay {
    return state === 'exported' || state === 'scrapped' ? (day) => day.slice(0, 7) : (day) => day;
}

type Numbers = ReadonlyMap<string, number>;
type DayOf = (day: string) => PublicDay;

function numbersOf({ events, readings, corrections }: PassportRecord, older: readonly PassportEvent[]): Numbers {
    const known = [...older, ...events, ...readings, ...corrections];
    const corrected = corrections.map(({ corrects, correctsNumber }): [string, number] => [corrects, correctsNumber]);
    return new Map([...corrected, ...known.map(({ event, number }): [string, number] => [event, number])]);
}

function describedTo(description: VehicleDescription, dayOf: DayOf): VehicleDescription {
    const { produced, firstRegistration, purchased, batteryHash: _, ...rest } = description;
    return {
        ...rest,
        ...(produced && { produced: dayOf(produced) }),
        ...(firstRegistration && { firstRegistration: dayOf(firstRegistration) }),
        ...(purchased && { purchased: dayOf(purchased) }),
    };
}

function recallOf(recall: string): PublicRecall {
    const colon = recall.indexOf(':');
    return { maker: recall.slice(0, colon), campaign: recall.slice(colon + 1) };
}

function publicDue({ day, odometerM, work }: NextDue, dayOf: DayOf): NextDue {
    return { work, ...(day && { day: dayOf(day) }), ...(odometerM && { odometerM }) };
}

function publicInspection(
    { day, result, validUntil }: StandingInspection,
    dayOf: DayOf,
): Omit<StandingInspection, 'event'> {
    return { day: dayOf(day), result, ...(validUntil && { validUntil: dayOf(validUntil) }) };
}

function publicJudgement({ pairs, flags, ...rest }: Judgement, numbers: Numbers): PublicJudgement {
    const numberOf = (event: string): number => numbers.get(event) ?? 0;
    return {
        ...rest,
        pairs: pairs.map(({ earlier, later }) => ({ earlier: numberOf(earlier), later: numberOf(later) })),
        flags: flags.map(({ kind, events }) => ({ kind, events: events.map(numberOf) })),
    };
}

function publicReading(reading: StoredReading, numbers: Numbers, dayOf: DayOf): PublicReading {
    const { number, day, value, unit, author, kind, before, voidedBy } = reading;
    const correctedBy = voidedBy === undefined ? undefined : numbers.get(voidedBy);
    return {
        number,
        day: dayOf(day),
        value,
        unit,
        author,
        kind,
        ...(unit !== 'h' && { metres: amountOf(value, unit) }),
        ...(before !== undefined && { before }),
        ...(correctedBy !== undefined && { correctedBy }),
    };
}

interface Telling {
    readonly numbers: Numbers;
    readonly dayOf: DayOf;
}

function publicEvent(event: PassportEvent, passport: PassportRecord, telling: Telling): PublicEvent {
    const { number, kind, day, author, recordedAt, transactionId, evidence, reading } = event;
    const correction = passport.corrections.find(
        ({ corrects, standing }) => corrects === event.event && standing === 'in-force',
    );
    return {
        number,
        kind,
        day: telling.dayOf(day),
        recordedOn: telling.dayOf(utcDay(recordedAt)),
        author,
        transactionId,
        ...(evidence && { evidence }),
        ...(reading && { reading }),
        ...said(event, passport, telling),
        ...(correction && { correctedBy: correction.number }),
        ...(correction?.voids === true && { void: true as const }),
    };
}

/** Members that are told as they are, whatever the kind. What is not named here is not told. */
const TOLD = [
    'source',
    'work',
    'nature',
    'result',
    'defects',
    'severity',
    'outcome',
    'campaign',
    'title',
    'before',
    'country',
    'reason',
] as const satisfies readonly (keyof PublicEvent)[];

/** The part that its kind alone has. */
function said(
    event: PassportEvent,
    { corrections }: PassportRecord,
    { numbers, dayOf }: Telling,
): Partial<PublicEvent> {
    const told: Partial<PublicEvent> = Object.fromEntries(
        Object.entries(event).filter(([name]) => TOLD.some((member) => member === name)),
    );
    if ('nextDue' in event) return { ...told, nextDue: publicDue(event.nextDue, dayOf) };
    if ('validUntil' in event) return { ...told, validUntil: dayOf(event.validUntil) };
    if (event.kind === 'odometer-replaced') return { ...told, ...namedNumber('confirms', event.attests, numbers) };
    if (event.kind === 'correction-confirmed') return namedNumber('confirms', event.confirms, numbers);
    if (event.kind !== 'correction') return told;
    return {
        ...told,
        standing: corrections.find((correction) => correction.event === event.event)?.standing ?? event.standing,
        ...namedNumber('corrects', event.corrects, numbers),
        ...(event.correctedDay && { correctedDay: dayOf(event.correctedDay) }),
    };
}

function namedNumber(
    member: 'corrects' | 'confirms',
    event: string | undefined,
    numbers: Numbers,
): Partial<PublicEvent> {
    const number = event === undefined ? undefined : numbers.get(event);
    return number === undefined ? {} : { [member]: number };
}
