/** Where the events of a passport stand: the newest in its head, older ones in pages that never change. */
import { Refused } from '../wire/index.js';
import type { EventInput, PassportEvent } from './events.js';
import { vehicleLimits, type PassportRecord } from './records.js';

/** A page to store under its number. */
export interface HistoryPage {
    readonly page: number;
    readonly events: readonly PassportEvent[];
}

const MARK_LENGTH = 4;
const MARK_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** `<MSP id>:<the author's id>`. */
export function eventIdOf(author: string, id: string): string {
    return `${author}:${id}`;
}

/**
 * The head with one event more. A full head first becomes a page, which the caller stores.
 * @throws Refused VEHICLE_PASSPORT_FULL
 */
export function appended(
    passport: PassportRecord,
    event: PassportEvent,
): { readonly passport: PassportRecord; readonly spill?: HistoryPage } {
    const { eventsPerPage, pagesPerPassport } = vehicleLimits;
    const eventCount = passport.eventCount + 1;
    if (passport.events.length < eventsPerPage)
        return { passport: { ...passport, eventCount, events: [...passport.events, event] } };
    if (passport.pages.length >= pagesPerPassport)
        throw new Refused('VEHICLE_PASSPORT_FULL', { events: passport.eventCount });
    const marks = passport.events.map((older) => markOf(older.event)).join('');
    return {
        passport: { ...passport, eventCount, events: [event], pages: [...passport.pages, marks] },
        spill: { page: passport.pages.length, events: passport.events },
    };
}

/** Pages that may hold an event: those that do and, once in some 330,000 pages, one that does not. */
export function pagesThatMayHold(passport: Pick<PassportRecord, 'pages'>, event: string): readonly number[] {
    const mark = markOf(event);
    return passport.pages.flatMap((marks, page) => (hasMark(marks, mark) ? [page] : []));
}

/**
 * Pages to load before an event is applied: those that may hold the event itself, sent before, and what it names.
 * In order, each once. For nearly every new event there is none.
 */
export function pagesToLoad(passport: PassportRecord, author: string, input: EventInput): readonly number[] {
    const ids = [eventIdOf(author, input.event), ...namedIn(passport, input.content)];
    const pages = new Set(ids.flatMap((id) => pagesThatMayHold(passport, id)));
    return [...pages].sort((a, b) => a - b);
}

function namedIn(passport: PassportRecord, content: EventInput['content']): readonly string[] {
    if (content.kind === 'correction') return [content.corrects];
    if (content.kind === 'odometer-replaced') return content.attests === undefined ? [] : [content.attests];
    if (content.kind !== 'correction-confirmed') return [];
    const confirmed = passport.corrections.find(({ event }) => event === content.confirms);
    return confirmed === undefined ? [content.confirms] : [content.confirms, confirmed.corrects];
}

function hasMark(marks: string, mark: string): boolean {
    for (let at = 0; at < marks.length; at += MARK_LENGTH) if (marks.startsWith(mark, at)) return true;
    return false;
}

/** 24 bits of an id by FNV-1a: it only saves reads, so nothing rests on its strength. */
function markOf(event: string): string {
    let hash = 0x811c9dc5;
    for (let at = 0; at < event.length; at += 1) hash = Math.imul(hash ^ event.charCodeAt(at), 0x01000193);
    const folded = (hash >>> 8) ^ (hash & 0xff);
    return [18, 12, 6, 0].map((shift) => MARK_DIGITS.charAt((folded >>> shift) & 63)).join('');
}
