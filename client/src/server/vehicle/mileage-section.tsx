import type { PublicPassport, PublicReading, ReadingUnit } from '@quartier/rules/vehicle';
import type { VNode } from 'preact';

import { mileageSeries, readingStandings, type MileageSeries, type ReadingStanding } from './mileage-series.js';
import { AuthorMark, MileagePlot, StandingMark } from './mileage-plot.js';
import type { Telling } from './telling.js';

interface MileageProps {
    readonly passport: PublicPassport;
    readonly telling: Telling;
}

export function MileageSection({ passport, telling }: MileageProps): VNode {
    const { words, visit, unit } = telling;
    const series = mileageSeries(passport, unit);
    const description = words.mileage.description(
        visit.formats.number(series.readings.length),
        words.verdicts[passport.judgement.outcome],
    );
    return (
        <section aria-labelledby="mileage">
            <div class="section-head">
                <h2 id="mileage">{words.mileage.title}</h2>
                <UnitSwitch passport={passport} telling={telling} />
            </div>
            {series.readings.length === 0 ? (
                <p>{words.mileage.none}</p>
            ) : (
                <figure class="mileage">
                    <div class="scroll" tabIndex={0} role="group" aria-label={words.mileage.title}>
                        <MileagePlot series={series} description={description} telling={telling} />
                    </div>
                    <figcaption>
                        <Legend series={series} telling={telling} />
                    </figcaption>
                </figure>
            )}
            {passport.readings.length > 0 && <ReadingsTable passport={passport} telling={telling} />}
        </section>
    );
}

function UnitSwitch({ passport, telling }: MileageProps): VNode | null {
    const { unit, visit, words } = telling;
    if (unit === 'h') return null;
    const other: ReadingUnit = unit === 'km' ? 'mi' : 'km';
    const { link } = visit.query;
    const href = visit.href(`/vehicle/${passport.passport}`, { ...(link && { link }), unit: other });
    return (
        <a class="unit-switch" href={`${href}#mileage`}>
            {words.mileage.unitSwitch[other]}
        </a>
    );
}

const ICON_BOX = '-16 -26 32 44';

function Legend({ series, telling }: { readonly series: MileageSeries; readonly telling: Telling }): VNode {
    const { mileage } = telling.words;
    const has = (standing: ReadingStanding): boolean => series.readings.some((point) => point.standing === standing);
    return (
        <ul class="legend" aria-label={mileage.legend}>
            {series.authors.map((author, at) => (
                <li key={author}>
                    <svg viewBox={ICON_BOX} aria-hidden="true">
                        <AuthorMark author={at} />
                    </svg>
                    {telling.organisation(author)}
                </li>
            ))}
            {has('offends') && <StandingKey standing="offends" text={mileage.offending} />}
            {has('stands') && <StandingKey standing="stands" text={mileage.flagged} />}
            {has('corrected') && <StandingKey standing="corrected" text={mileage.corrected} />}
            {series.restarts.length > 0 && (
                <li>
                    <svg viewBox={ICON_BOX} aria-hidden="true">
                        <line class="restart" y1={-24} y2={16} />
                    </svg>
                    {mileage.restart}
                </li>
            )}
        </ul>
    );
}

function StandingKey({ standing, text }: { readonly standing: ReadingStanding; readonly text: string }): VNode {
    return (
        <li>
            <svg viewBox={ICON_BOX} aria-hidden="true">
                <g class={`point ${standing}`}>
                    <StandingMark standing={standing} />
                </g>
            </svg>
            {text}
        </li>
    );
}

function ReadingsTable({ passport, telling }: MileageProps): VNode {
    const { words } = telling;
    const standings = readingStandings(passport);
    const { number, day, reading, by, occasion, standing } = words.mileage.columns;
    return (
        <details class="readings">
            <summary>{words.mileage.table}</summary>
            <div class="scroll" tabIndex={0} role="group" aria-label={words.mileage.table}>
                <table>
                    <caption class="visually-hidden">{words.mileage.table}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{number}</th>
                            <th scope="col">{day}</th>
                            <th scope="col" class="figure">
                                {reading}
                            </th>
                            <th scope="col">{by}</th>
                            <th scope="col">{occasion}</th>
                            <th scope="col">{standing}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {passport.readings.toSorted(byDay).map((row) => (
                            <ReadingRow
                                key={row.number}
                                reading={row}
                                standing={standings.get(row.number) ?? 'counts'}
                                passport={passport}
                                telling={telling}
                            />
                        ))}
                    </tbody>
                </table>
            </div>
        </details>
    );
}

function byDay(one: PublicReading, other: PublicReading): number {
    return one.day === other.day ? one.number - other.number : one.day < other.day ? -1 : 1;
}

interface ReadingRowProps extends MileageProps {
    readonly reading: PublicReading;
    readonly standing: ReadingStanding;
}

function ReadingRow({ reading, standing, passport, telling }: ReadingRowProps): VNode {
    const { number, day, value, unit, author, kind, before } = reading;
    const { words, visit } = telling;
    const figure = telling.figure(value, unit);
    return (
        <tr id={`reading-${number}`} class={standing}>
            <td>{number}</td>
            <td>{visit.formats.shortDay(day)}</td>
            <td class="figure">
                {standing === 'corrected' ? <del>{figure}</del> : figure}
                {before !== undefined && <small>{words.mileage.before(telling.figure(before, unit))}</small>}
            </td>
            <td>{telling.organisation(author)}</td>
            <td>{words.kinds[kind]}</td>
            <td>{standingText(reading, standing, { passport, telling })}</td>
        </tr>
    );
}

function standingText(
    { number, correctedBy }: PublicReading,
    standing: ReadingStanding,
    { passport, telling }: MileageProps,
): string {
    const { standings } = telling.words.mileage;
    if (standing === 'corrected') return standings.corrected(String(correctedBy));
    if (standing !== 'offends') return standings[standing];
    const others = passport.judgement.pairs.flatMap(({ earlier, later }) =>
        earlier === number ? [String(later)] : later === number ? [String(earlier)] : [],
    );
    return standings.offends(telling.visit.formats.list(others));
}
