import type { DataQuality } from '@quartier/rules/vehicle';
import type { VNode } from 'preact';

import { Page } from '../page.js';

import { navigationOf } from './passport-page.js';
import type { Telling } from './telling.js';

export interface QualityPageProps {
    /** `YYYY-MM`. */
    readonly month: string;
    /** That of today: there is none after it. */
    readonly thisMonth: string;
    readonly organisations: readonly DataQuality[];
    readonly telling: Telling;
}

export function QualityPage({ month, thisMonth, organisations, telling }: QualityPageProps): VNode {
    const { words, visit } = telling;
    const { quality } = words;
    const at = (to: string): string => visit.href('/about/quality', { month: to });
    return (
        <Page visit={visit} title={quality.title} navigation={navigationOf(visit)}>
            <header class="title">
                <h1>{quality.title}</h1>
                <p class="lead">{quality.lead}</p>
            </header>
            {organisations.length === 0 ? (
                <>
                    <h2>{visit.formats.day(month)}</h2>
                    <p>{quality.none}</p>
                </>
            ) : (
                <section>
                    <QualityTable month={month} organisations={organisations} telling={telling} />
                </section>
            )}
            <p class="actions">
                <a class="button quiet" href={at(monthAfter(month, -1))} rel="prev">
                    {quality.previous}
                </a>
                {month < thisMonth && (
                    <a class="button quiet" href={at(monthAfter(month, 1))} rel="next">
                        {quality.next}
                    </a>
                )}
            </p>
            <p class="source">{quality.explained}</p>
        </Page>
    );
}

function QualityTable({ month, organisations, telling }: Omit<QualityPageProps, 'thisMonth'>): VNode {
    const { words, visit } = telling;
    const { columns, caption } = words.quality;
    const { number, day } = visit.formats;
    return (
        <div class="scroll" tabIndex={0} role="group" aria-label={words.quality.title}>
            <table>
                <caption>{caption(day(month))}</caption>
                <thead>
                    <tr>
                        <th scope="col">{columns.organisation}</th>
                        <th scope="col" class="figure">
                            {columns.readings}
                        </th>
                        <th scope="col" class="figure">
                            {columns.discrepancies}
                        </th>
                        <th scope="col" class="figure">
                            {columns.rate}
                        </th>
                        <th scope="col" class="figure">
                            {columns.corrections}
                        </th>
                        <th scope="col" class="figure">
                            {columns.drops}
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {organisations.map((row) => (
                        <tr key={row.mspId}>
                            <th scope="row">{telling.organisation(row.mspId)}</th>
                            <td class="figure">{number(row.readings)}</td>
                            <td class="figure">{number(row.discrepancies)}</td>
                            <td class="figure">{shareText(row, telling)}</td>
                            <td class="figure">{number(row.corrections)}</td>
                            <td class="figure">{number(row.dropsSeen)}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

/** In tenths of a percent, upwards, so that what is there is never shown as none. */
function shareText({ readings, discrepancies }: DataQuality, { visit }: Telling): string {
    if (readings === 0) return '–';
    return `${visit.formats.number(Math.ceil((discrepancies * 1_000) / readings) / 10)}\u00a0%`;
}

/** So many months later. */
function monthAfter(month: string, by: number): string {
    const date = new Date(`${month}-01`);
    date.setUTCMonth(date.getUTCMonth() + by);
    return date.toISOString().slice(0, 7);
}
