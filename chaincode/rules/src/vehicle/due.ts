/** What is due next and the last inspection: by the day of the work, not by the order in which it was recorded. */
import type { PassportEvent } from './events.js';
import type { Day, PassportRecord, StandingDue, StandingInspection } from './records.js';

type KindOf<K extends PassportEvent['kind']> = Extract<PassportEvent, { readonly kind: K }>;
type Work = KindOf<'service' | 'repair' | 'tyres'>;

export function withNextDue(passport: PassportRecord, event: Work, day: Day): PassportRecord {
    const { nextDue } = event;
    if (nextDue === undefined || day < (passport.nextDue?.since ?? '')) return passport;
    const due: StandingDue = { ...nextDue, event: event.event, since: day };
    return { ...passport, nextDue: due };
}

export function withInspection(passport: PassportRecord, event: KindOf<'inspection'>, day: Day): PassportRecord {
    if (day < (passport.inspection?.day ?? '')) return passport;
    const { event: id, result, validUntil } = event;
    const inspection: StandingInspection = { event: id, day, result, ...(validUntil && { validUntil }) };
    return { ...passport, inspection };
}

/** What is due after corrections, from the events that are known: those of the head and of the pages loaded. */
export function withDueAfterCorrections(passport: PassportRecord, known: readonly PassportEvent[]): PassportRecord {
    const { nextDue: _, inspection: __, ...rest } = passport;
    return known.reduce<PassportRecord>((next, event) => {
        const correction = passport.corrections.find(
            ({ corrects, standing }) => corrects === event.event && standing === 'in-force',
        );
        if (correction?.voids === true) return next;
        const day = correction?.day ?? event.day;
        if (event.kind === 'service' || event.kind === 'repair' || event.kind === 'tyres')
            return withNextDue(next, event, day);
        return event.kind === 'inspection' ? withInspection(next, event, day) : next;
    }, rest);
}
