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
    const texts = alertTexts(passport, telling);
    if (texts.length === 0) return null;
    return (
        <ul class="alerts">
            {texts.map((text) => (
                <li key={text}>{text}</li>
            ))}
        </ul>
    );
}

function alertTexts(passport: PublicPassport, { words }: Telling): readonly string[] {
    const { state, accident, openRecalls, pledges, events, transferOffered } = passport;
    const { alerts } = words;
    return [
        ...(state === 'in-use' ? [] : [alerts[state]]),
        ...(accident === undefined ? [] : [alerts.accident[accident]]),
        ...(openRecalls.length === 0 ? [] : [alerts.recalls(openRecalls.length)]),
        ...(pledges === 0 ? [] : [alerts.pledges(pledges)]),
        ...(events.some(({ kind, void: isVoid }) => kind === 'clone-suspected' && isVoid !== true)
            ? [alerts.clone]
            : []),
        ...(transferOffered ? [alerts.transfer] : []),
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
