import type { EventReply, Judgement, PassportEvent, PassportRecord, Reading } from '@quartier/rules/vehicle';

import { formatTable } from '../../cli/table.js';

/** A passport as a person reads it at a terminal. */
export function passportText(record: PassportRecord): string {
    const { description, judgement, passport } = record;
    return [
        `Passport    ${passport}`,
        `Vehicle     ${description.category}, ${description.make} ${description.model}, ${description.energy}`,
        `Origin      ${record.origin}, recorded by ${record.registeredBy}`,
        `State       ${stateText(record)}`,
        ...listed('Recalls     ', record.openRecalls),
        ...listed('Pledges     ', record.pledges),
        `Holders     ${String(record.holders)}`,
        ...dueText(record),
        judgementText(judgement),
        ...pairTexts(record),
        `Events      ${String(record.eventCount)}, head ${record.link}`,
    ].join('\n');
}

export function judgementText({ outcome, reason, rdwCode, flags, distanceM }: Judgement): string {
    const lines = [`Judgement   ${outcome.toUpperCase()}: ${reason} (RDW ${rdwCode})`];
    if (distanceM !== undefined) lines.push(`Distance    ${kilometres(distanceM)} km`);
    for (const { kind, events } of flags) lines.push(`Flag        ${kind}: ${events.join(', ')}`);
    return lines.join('\n');
}

export function replyText({ event, judgement }: EventReply): string {
    return `Recorded ${event.kind} ${event.event}.\n${judgementText(judgement)}`;
}

export function eventTable(events: readonly PassportEvent[]): string {
    return formatTable(events, [
        { title: 'DAY', value: (row) => row.day },
        { title: 'KIND', value: (row) => row.kind },
        { title: 'READING', value: (row) => readingText(row.reading), right: true },
        { title: 'AUTHOR', value: (row) => row.author },
        { title: 'EVENT', value: (row) => row.event },
        { title: 'SAYS', value: saidText },
    ]);
}

function stateText({ state, accident }: PassportRecord): string {
    return accident === undefined ? state : `${state}, accident ${accident}`;
}

function listed(title: string, texts: readonly string[]): readonly string[] {
    return texts.length === 0 ? [] : [`${title}${texts.join(', ')}`];
}

function dueText({ nextDue }: PassportRecord): readonly string[] {
    if (nextDue === undefined) return [];
    const { day, odometerM, work } = nextDue;
    const at = odometerM === undefined ? [] : [`at ${kilometres(odometerM)} km`];
    return [`Next due    ${[...(day === undefined ? [] : [day]), ...at, ...work].join(', ')}`];
}

/** The readings that do not go together, with who recorded them. */
function pairTexts({ judgement, readings }: PassportRecord): readonly string[] {
    const byEvent = new Map(readings.map((reading) => [reading.event, reading]));
    const told = (event: string): string => {
        const reading = byEvent.get(event);
        if (reading === undefined) return event;
        return `${reading.day} ${String(reading.value)} ${reading.unit} by ${reading.author} (${event})`;
    };
    return judgement.pairs.map(({ earlier, later }) => `Offends     ${told(earlier)} > ${told(later)}`);
}

function readingText(reading: Reading | undefined): string {
    if (reading === undefined) return '';
    return reading.status === 'read' ? `${String(reading.value)} ${reading.unit}` : reading.status;
}

/** What differs from kind to kind, in a few words. */
function saidText(event: PassportEvent): string {
    if ('work' in event) return event.work.join(', ');
    if (event.kind === 'inspection') {
        return [event.nature, event.result, ...event.defects.map(({ code }) => code)].join(', ');
    }
    if (event.kind === 'correction') return `corrects ${event.corrects}: ${event.reason} (${event.standing})`;
    if (event.kind === 'correction-confirmed') return `confirms ${event.confirms}`;
    if (event.kind === 'recall-opened') return `${event.campaign}: ${event.title}`;
    return event.kind === 'recall-closed' ? event.campaign : '';
}

function kilometres(metres: string): string {
    return (BigInt(metres) / 1_000n).toString();
}
