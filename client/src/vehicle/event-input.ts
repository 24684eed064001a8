import { hash } from 'node:crypto';

import {
    metresOf,
    recordableKinds,
    type Defect,
    type EventContent,
    type EventInput,
    type NextDue,
    type Place,
    type RecordableKind,
} from '@quartier/rules/vehicle';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import { dayAt, invalidField, listAt, required, requiredWord, wholeAt, wordAt, type Fields } from './fields.js';
import { readingOf } from './reading-input.js';
import {
    accidentWords,
    assessmentWords,
    defectWords,
    kindWords,
    natureWords,
    plainWord,
    resultWords,
    sourceWords,
    unitWords,
} from './words.js';

/** Everything that the row of a file, or a command, can say of an event. */
export const eventFields = [
    'event',
    'kind',
    'date',
    'odometer',
    'unit',
    'source',
    'work',
    'nature',
    'result',
    'defects',
    'validUntil',
    'nextDue',
    'nextDueOdometer',
    'nextDueWork',
    'severity',
    'outcome',
    'campaign',
    'title',
    'before',
    'attests',
    'pledge',
    'country',
    'evidence',
    'latitude',
    'longitude',
] as const;
export type EventField = (typeof eventFields)[number];
export type EventFields = Fields<EventField>;

/**
 * The event that fields tell. Without an id of the author's, it has one that follows from what it says in public: the
 * same line again is the same event. Nothing private goes into it, for whoever can guess that could try it.
 *
 * @throws Refused VEHICLE_FIELD_MISSING, VEHICLE_FIELD_INVALID
 */
export function eventInput(fields: EventFields): EventInput {
    const said = {
        day: requiredDay(fields),
        content: contentOf(fields),
        ...optional('reading', readingOf(fields)),
        ...optional('evidence', fields.evidence?.toLowerCase()),
        ...optional('place', placeOf(fields)),
    };
    return { event: fields.event ?? derivedId(said), ...said };
}

function derivedId(said: Omit<EventInput, 'event'>): string {
    return hash('sha256', canonicalJson(said), 'hex').slice(0, 32);
}

function requiredDay(fields: EventFields): string {
    required(fields, 'date');
    return dayAt(fields, 'date') ?? '';
}

/** What each kind takes of the fields. Those that say who holds a vehicle, and corrections, have commands of their own. */
const CONTENTS: Readonly<Record<RecordableKind, (fields: EventFields) => EventContent>> = {
    reading: (fields) => ({ kind: 'reading', source: wordAt(fields, 'source', sourceWords) ?? 'declared' }),
    service: (fields) => workshop('service', fields),
    repair: (fields) => workshop('repair', fields),
    tyres: (fields) => workshop('tyres', fields),
    inspection,
    'accident-declared': (fields) => ({
        kind: 'accident-declared',
        severity: requiredWord(fields, 'severity', accidentWords),
    }),
    'accident-assessed': (fields) => ({
        kind: 'accident-assessed',
        outcome: requiredWord(fields, 'outcome', assessmentWords),
    }),
    'accident-repaired': (fields) => ({ kind: 'accident-repaired', work: listAt(fields, 'work') }),
    'fit-for-road': () => ({ kind: 'fit-for-road' }),
    'recall-opened': (fields) => ({
        kind: 'recall-opened',
        campaign: required(fields, 'campaign'),
        title: required(fields, 'title'),
    }),
    'recall-closed': (fields) => ({ kind: 'recall-closed', campaign: required(fields, 'campaign') }),
    'odometer-replaced': (fields) => ({
        kind: 'odometer-replaced',
        ...optional('before', wholeAt(fields, 'before')),
        ...optional('attests', fields.attests),
    }),
    'odometer-rolled-over': () => ({ kind: 'odometer-rolled-over' }),
    pledged: (fields) => ({ kind: 'pledged', pledge: required(fields, 'pledge') }),
    'pledge-released': (fields) => ({ kind: 'pledge-released', pledge: required(fields, 'pledge') }),
    stolen: () => ({ kind: 'stolen' }),
    found: () => ({ kind: 'found' }),
    returned: () => ({ kind: 'returned' }),
    scrapped: () => ({ kind: 'scrapped' }),
    'clone-suspected': () => ({ kind: 'clone-suspected' }),
    exported: (fields) => ({ kind: 'exported', country: required(fields, 'country').toUpperCase() }),
};

function contentOf(fields: EventFields): EventContent {
    const kind = requiredWord(fields, 'kind', kindWords);
    const recordable = recordableKinds.find((known) => known === kind);
    if (recordable === undefined) throw new Refused('VEHICLE_KIND_OF_ANOTHER_COMMAND', { kind });
    return CONTENTS[recordable](fields);
}

function workshop(kind: 'service' | 'repair' | 'tyres', fields: EventFields): EventContent {
    return { kind, work: listAt(fields, 'work'), ...optional('nextDue', nextDueOf(fields)) };
}

function nextDueOf(fields: EventFields): NextDue | undefined {
    const { nextDue, nextDueOdometer, nextDueWork } = fields;
    if (nextDue === undefined && nextDueOdometer === undefined && nextDueWork === undefined) return undefined;
    return {
        work: listAt(fields, 'nextDueWork'),
        ...optional('day', dayAt(fields, 'nextDue')),
        ...optional('odometerM', nextDueMetres(fields)),
    };
}

/** In the unit of the row; hours of operation are no distance. */
function nextDueMetres(fields: EventFields): string | undefined {
    const figure = wholeAt(fields, 'nextDueOdometer');
    if (figure === undefined) return undefined;
    const unit = requiredWord(fields, 'unit', unitWords);
    if (unit === 'h') throw invalidField('nextDueOdometer', String(figure), 'in hours, which are no distance');
    return String(metresOf(figure, unit));
}

function inspection(fields: EventFields): EventContent {
    const result = requiredWord(fields, 'result', resultWords);
    return {
        kind: 'inspection',
        nature: wordAt(fields, 'nature', natureWords) ?? 'periodic',
        result,
        // One that is listed by its code alone is as grave as the result; of a vehicle that passed it is advice.
        defects: listAt(fields, 'defects').map((text) => defectOf(text, result === 'passed' ? 'advisory' : result)),
        ...optional('validUntil', dayAt(fields, 'validUntil')),
    };
}

/** `CODE` or `CODE:severity`; a code may itself have colons. */
function defectOf(text: string, usual: Defect['severity']): Defect {
    const end = text.lastIndexOf(':');
    const severity = end < 0 ? undefined : defectWords.get(plainWord(text.slice(end + 1)));
    return severity === undefined ? { code: text, severity: usual } : { code: text.slice(0, end).trim(), severity };
}

/** Degrees with decimals, kept to tenths: about ten kilometres. */
function placeOf(fields: EventFields): Place | undefined {
    const { latitude, longitude } = fields;
    if (latitude === undefined && longitude === undefined) return undefined;
    return { latitudeTenths: tenths(fields, 'latitude', 90), longitudeTenths: tenths(fields, 'longitude', 180) };
}

function tenths(fields: EventFields, field: 'latitude' | 'longitude', most: number): number {
    const text = required(fields, field);
    const degrees = Number(text.replace(',', '.'));
    if (!/^[-+]?\d{1,3}(?:[.,]\d+)?$/u.test(text) || Math.abs(degrees) > most) {
        throw invalidField(field, text, 'not degrees with decimals such as 45.74');
    }
    return Math.round(degrees * 10);
}

function optional<Name extends string, T>(name: Name, value: T | undefined): Partial<Record<Name, T>> {
    return value === undefined ? {} : ({ [name]: value } as Record<Name, T>);
}
