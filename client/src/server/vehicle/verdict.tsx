import type { JudgementOutcome, PublicPassport, PublicReading } from '@quartier/rules/vehicle';
import { Fragment, type ComponentChildren, type VNode } from 'preact';

import type { Telling } from './telling.js';

interface VerdictProps {
    readonly passport: PublicPassport;
    readonly telling: Telling;
    /** How an event is referred to by its number. */
    readonly refer: (number: number) => ComponentChildren;
}

/** The judgement in words: the outcome, why, which readings offend and who recorded them, what else stands out. */
export function Verdict({ passport, telling, refer }: VerdictProps): VNode {
    const { outcome, reason, rdwCode, distanceM } = passport.judgement;
    const { words, visit } = telling;
    const newest = newestReading(passport);
    return (
        <section class={`verdict ${outcome}`} aria-labelledby="verdict">
            <VerdictMark outcome={outcome} />
            <div>
                <h2 id="verdict">
                    {words.verdicts[outcome]} <span class="outcome">{words.outcomes[outcome]}</span>
                </h2>
                <p class="reason">{words.reasons[reason]}</p>
                <Pairs passport={passport} telling={telling} refer={refer} />
                <dl class="figures">
                    {newest && (
                        <div>
                            <dt>{words.lastReading}</dt>
                            <dd>
                                {telling.figure(newest.value, newest.unit)}{' '}
                                <small>{visit.formats.day(newest.day)}</small>
                            </dd>
                        </div>
                    )}
                    {distanceM !== undefined && (
                        <div>
                            <dt>{words.distance}</dt>
                            <dd>{telling.distance(BigInt(distanceM))}</dd>
                        </div>
                    )}
                    <div>
                        <dt>{words.readings}</dt>
                        <dd>{visit.formats.number(passport.readings.length)}</dd>
                    </div>
                </dl>
                <p class="source">
                    {words.rdw(rdwCode)}. <a href={visit.href('/about/judgement')}>{words.pages.judgement}</a>
                </p>
            </div>
        </section>
    );
}

/** The newest that counts. */
export function newestReading({ readings }: PublicPassport): PublicReading | undefined {
    return readings
        .filter(({ correctedBy }) => correctedBy === undefined)
        .reduce<PublicReading | undefined>(
            (newest, reading) => (newest === undefined || reading.day >= newest.day ? reading : newest),
            undefined,
        );
}

const MARKS: Readonly<Record<JudgementOutcome, string>> = {
    logical: 'M14 25l7 7 14-15',
    illogical: 'M16 16l16 16M32 16L16 32',
    'no-opinion': 'M18 19c0-8 12-8 12 0 0 5-6 5-6 10M24 34v.5',
};

/** A tick in a circle, a cross in an octagon, a question mark in a square: to be told apart without colours. */
export function VerdictMark({ outcome }: { readonly outcome: JudgementOutcome }): VNode {
    return (
        <svg class="verdict-mark" viewBox="0 0 48 48" aria-hidden="true">
            {outcome === 'logical' && <circle cx="24" cy="24" r="22" />}
            {outcome === 'illogical' && <path class="shape" d="M15 2h18l13 13v18L33 46H15L2 33V15z" />}
            {outcome === 'no-opinion' && <rect x="3" y="3" width="42" height="42" rx="8" />}
            <path class="sign" d={MARKS[outcome]} />
        </svg>
    );
}

function Pairs({ passport, telling, refer }: VerdictProps): VNode | null {
    const { judgement, readings } = passport;
    if (judgement.pairs.length === 0) return null;
    const byNumber = new Map(readings.map((reading) => [reading.number, reading]));
    return (
        <ul class="pairs">
            {judgement.pairs.map((pair) => {
                const earlier = byNumber.get(pair.earlier);
                const later = byNumber.get(pair.later);
                if (earlier === undefined || later === undefined) return null;
                return (
                    <li key={`${pair.earlier} ${pair.later}`}>
                        {pairText(earlier, later, telling)}{' '}
                        <span class="refs">
                            {refer(earlier.number)}, {refer(later.number)}
                        </span>
                    </li>
                );
            })}
        </ul>
    );
}

function pairText(earlier: PublicReading, later: PublicReading, telling: Telling): string {
    const { words, visit } = telling;
    return words.pair({
        earlier: telling.figure(earlier.value, earlier.unit),
        later: telling.figure(later.value, later.unit),
        earlierBy: telling.organisation(earlier.author),
        laterBy: telling.organisation(later.author),
        earlierDay: visit.formats.day(earlier.day),
        laterDay: visit.formats.day(later.day),
        lost: lostText(earlier, later, telling),
    });
}

function lostText(earlier: PublicReading, later: PublicReading, telling: Telling): string {
    if (earlier.metres === undefined || later.metres === undefined) {
        return telling.figure(earlier.value - later.value, earlier.unit);
    }
    return telling.distance(earlier.metres - later.metres);
}

/** What stands out without changing the judgement. */
export function Flags({ passport, telling, refer }: VerdictProps): VNode | null {
    const { flags } = passport.judgement;
    if (flags.length === 0) return null;
    return (
        <section aria-labelledby="flags">
            <h2 id="flags">{telling.words.flagsTitle}</h2>
            <ul class="flags">
                {flags.map(({ kind, events }) => (
                    <li key={`${kind} ${events.join(' ')}`}>
                        {telling.words.flags[kind]}{' '}
                        <span class="refs">
                            {events.map((number, at) => (
                                <Fragment key={number}>
                                    {at > 0 && ', '}
                                    {refer(number)}
                                </Fragment>
                            ))}
                        </span>
                    </li>
                ))}
            </ul>
        </section>
    );
}
