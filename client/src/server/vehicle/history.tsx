import type { PublicEvent, PublicPassport } from '@quartier/rules/vehicle';
import type { VNode } from 'preact';

import { dueText } from './due.js';
import type { Telling } from './telling.js';

interface HistoryProps {
    readonly passport: PublicPassport;
    readonly telling: Telling;
}

/** Events of a page that is not asked for all. */
const SHOWN = 100;

/** Every event with its author and evidence; what a correction replaced is struck through and stays readable. */
export function History({ passport, telling }: HistoryProps): VNode {
    const { words, visit } = telling;
    const { history } = words;
    const { number } = visit.formats;
    const newestFirst = passport.events.toReversed();
    const events = visit.query['history'] === 'all' ? newestFirst : newestFirst.slice(0, SHOWN);
    const isPart = events.length < newestFirst.length;
    const caption = isPart
        ? history.captionPart(number(events.length), number(newestFirst.length))
        : history.caption(number(newestFirst.length));
    return (
        <section aria-labelledby="history">
            <h2 id="history">{history.title}</h2>
            <div class="scroll" tabIndex={0} role="group" aria-label={history.title}>
                <table class="history">
                    <caption>{caption}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{history.columns.number}</th>
                            <th scope="col">{history.columns.day}</th>
                            <th scope="col">{history.columns.what}</th>
                            <th scope="col" class="figure">
                                {history.columns.reading}
                            </th>
                            <th scope="col">{history.columns.by}</th>
                            <th scope="col">{history.columns.evidence}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {events.map((event) => (
                            <EventRow key={event.number} event={event} telling={telling} />
                        ))}
                    </tbody>
                </table>
            </div>
            {isPart && (
                <p>
                    <a href={`${visit.href(visit.path, { ...visit.query, history: 'all' })}#history`}>{history.all}</a>
                </p>
            )}
        </section>
    );
}

function EventRow({ event, telling }: { readonly event: PublicEvent; readonly telling: Telling }): VNode {
    const { number, kind, day, recordedOn, author, evidence } = event;
    const { words, visit } = telling;
    const isCorrected = event.correctedBy !== undefined;
    return (
        <tr id={`event-${number}`} class={isCorrected ? 'corrected' : undefined}>
            <td>{number}</td>
            <td>
                {visit.formats.shortDay(day)}
                {recordedOn !== day && <small>{words.history.recordedOn(visit.formats.shortDay(recordedOn))}</small>}
            </td>
            <td>
                {isCorrected ? <del>{words.kinds[kind]}</del> : words.kinds[kind]}
                <small>{detailTexts(event, telling).join(' · ')}</small>
                <Links event={event} telling={telling} />
            </td>
            <td class="figure">{readingCell(event, telling)}</td>
            <td>{telling.organisation(author)}</td>
            <td>
                {evidence === undefined ? (
                    <span class="none">{words.history.noEvidence}</span>
                ) : (
                    <code title={`${words.history.evidence}: ${evidence}`}>{evidence.slice(0, 12)}…</code>
                )}
            </td>
        </tr>
    );
}

function readingCell({ reading, before, correctedBy }: PublicEvent, telling: Telling): VNode | string {
    if (reading === undefined) return '';
    const text = telling.reading(reading);
    const old =
        before === undefined || reading.status !== 'read'
            ? undefined
            : telling.words.mileage.before(telling.figure(before, reading.unit));
    return (
        <>
            {correctedBy === undefined ? text : <del>{text}</del>}
            {old && <small>{old}</small>}
        </>
    );
}

function detailTexts(event: PublicEvent, telling: Telling): readonly string[] {
    const { history } = telling.words;
    const { work, nextDue, defects, validUntil, correctedDay, standing, title, reason } = event;
    const { day } = telling.visit.formats;
    const terms = [event.source, event.nature, event.result, event.severity, event.outcome];
    return [
        ...terms.filter((term) => term !== undefined).map(telling.term),
        ...(work ?? []),
        ...[event.campaign, title, event.country, reason].filter((text) => text !== undefined),
        ...(defects === undefined || defects.length === 0 ? [] : [history.defects(defectCodes(defects, telling))]),
        ...(validUntil === undefined ? [] : [history.validUntil(day(validUntil))]),
        ...(nextDue === undefined ? [] : [history.nextDue(dueText(nextDue, telling))]),
        ...(correctedDay === undefined ? [] : [history.happenedOn(day(correctedDay))]),
        ...(standing === undefined ? [] : [history.standings[standing]]),
    ];
}

function defectCodes(defects: NonNullable<PublicEvent['defects']>, telling: Telling): string {
    return defects.map(({ code, severity }) => `${code} (${telling.term(severity)})`).join(', ');
}

function Links({ event, telling }: { readonly event: PublicEvent; readonly telling: Telling }): VNode | null {
    const link = linkOf(event, telling);
    if (link === undefined) return null;
    return (
        <small>
            <a href={`#event-${link.to}`}>{link.text}</a>
        </small>
    );
}

function linkOf(event: PublicEvent, { words: { history } }: Telling): { to: number; text: string } | undefined {
    const { kind, correctedBy, corrects, confirms } = event;
    if (correctedBy !== undefined) {
        const text = event.void === true ? history.voidedBy : history.correctedBy;
        return { to: correctedBy, text: text(String(correctedBy)) };
    }
    if (corrects !== undefined) return { to: corrects, text: history.corrects(String(corrects)) };
    if (confirms === undefined) return undefined;
    const text = kind === 'odometer-replaced' ? history.attests : history.confirms;
    return { to: confirms, text: text(String(confirms)) };
}
