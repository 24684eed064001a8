import type { NextDue, PublicPassport } from '@quartier/rules/vehicle';
import type { VNode } from 'preact';

import type { Telling } from './telling.js';
import { newestReading } from './verdict.js';

interface DueProps {
    readonly passport: PublicPassport;
    readonly telling: Telling;
    /** Today, `YYYY-MM-DD`. */
    readonly today: string;
}

interface DueItem {
    readonly name: string;
    readonly text: string;
    readonly isOverdue: boolean;
}

/** What the last work and the last inspection announced, and whether it is overdue. */
export function Due({ passport, telling, today }: DueProps): VNode {
    const { due } = telling.words;
    const items = passport.state === 'scrapped' ? [] : dueItems({ passport, telling, today });
    return (
        <section aria-labelledby="due">
            <h2 id="due">{due.title}</h2>
            {items.length === 0 ? (
                <p>{due.none}</p>
            ) : (
                <dl class="facts">
                    {items.map(({ name, text, isOverdue }) => (
                        <div key={name}>
                            <dt>{name}</dt>
                            <dd>
                                {text} {isOverdue && <strong class="overdue">{due.overdue}</strong>}
                            </dd>
                        </div>
                    ))}
                </dl>
            )}
        </section>
    );
}

function dueItems({ passport, telling, today }: DueProps): readonly DueItem[] {
    const { nextDue, inspection } = passport;
    const { due } = telling.words;
    const items: DueItem[] = [];
    if (nextDue !== undefined) {
        const name = due.work(nextDue.work.join(', '));
        items.push({ name, text: dueText(nextDue, telling), isOverdue: isPast(nextDue, passport, today) });
    }
    if (inspection?.validUntil !== undefined) {
        const { validUntil } = inspection;
        const text = telling.visit.formats.day(validUntil);
        items.push({ name: due.inspection, text, isOverdue: isBefore(validUntil, today) });
    }
    return items;
}

/** `by 3 May 2026 or at 120,000 km`. */
export function dueText({ day, odometerM }: NextDue, { words: { due }, visit, distance }: Telling): string {
    const parts = [
        ...(day === undefined ? [] : [due.by(visit.formats.day(day))]),
        ...(odometerM === undefined ? [] : [due.at(distance(BigInt(odometerM)))]),
    ];
    return parts.join(due.or);
}

function isPast({ day, odometerM }: NextDue, passport: PublicPassport, today: string): boolean {
    const reached = newestReading(passport)?.metres;
    return (
        (day !== undefined && isBefore(day, today)) ||
        (odometerM !== undefined && reached !== undefined && reached > Number(odometerM))
    );
}

/** Where only the month is told, it must have ended. */
function isBefore(day: string, today: string): boolean {
    return day < today.slice(0, day.length);
}
