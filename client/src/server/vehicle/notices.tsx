import type { PublicPassport } from '@quartier/rules/vehicle';
import type { VNode } from 'preact';

import type { FollowedCertificate } from './consultation.js';
import type { Telling } from './telling.js';

/** What a buyer must know before all else. */
export function Alerts({
    passport,
    telling,
}: {
    readonly passport: PublicPassport;
    readonly telling: Telling;
}): VNode | null {
    const alerts = alertsOf(passport, telling);
    if (alerts.length === 0) return null;
    return (
        <ul class="alerts">
            {alerts.map(({ text, isGrave }) => (
                <li key={text} class={isGrave ? 'grave' : undefined}>
                    {text}
                </li>
            ))}
        </ul>
    );
}

interface Alert {
    readonly text: string;
    /** Whoever buys the vehicle all the same may lose it, or cannot use it. */
    readonly isGrave: boolean;
}

function alertsOf(passport: PublicPassport, { words: { alerts } }: Telling): readonly Alert[] {
    const { state, accident, openRecalls, pledges, events, transferOffered } = passport;
    const suspected = events.some(({ kind, void: isVoid }) => kind === 'clone-suspected' && isVoid !== true);
    const grave = (text: string): Alert => ({ text, isGrave: true });
    const mild = (text: string): Alert => ({ text, isGrave: false });
    return [
        ...(state === 'in-use' ? [] : [grave(alerts[state])]),
        ...(suspected ? [grave(alerts.clone)] : []),
        ...(accident === undefined ? [] : [grave(alerts.accident[accident])]),
        ...(pledges === 0 ? [] : [mild(alerts.pledges(pledges))]),
        ...(openRecalls.length === 0 ? [] : [mild(alerts.recalls(openRecalls.length))]),
        ...(transferOffered ? [mild(alerts.transfer)] : []),
    ];
}

/** Whether the certificate that the reader followed shows the present state, an earlier one, or one that never was. */
export function FollowedNotice({
    followed,
    telling,
}: {
    readonly followed: FollowedCertificate;
    readonly telling: Telling;
}): VNode {
    const { scanned } = telling.words;
    return (
        <section class={`followed ${followed.is}`} role="status" aria-labelledby="followed">
            <h2 id="followed">{scanned.title}</h2>
            <p>{followedText(followed, telling)}</p>
        </section>
    );
}

function followedText(followed: FollowedCertificate, { words: { scanned } }: Telling): string {
    switch (followed.is) {
        case 'current':
            return scanned.current(followed.certificate);
        case 'earlier':
            return scanned.earlier(followed.certificate, followed.since);
        case 'unknown':
            return scanned.unknown;
    }
}
