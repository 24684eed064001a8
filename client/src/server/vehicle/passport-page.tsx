import type { VNode } from 'preact';

import { Page, type NavigationLink } from '../page.js';
import type { Visit } from '../visit.js';

import type { Consultation } from './consultation.js';
import { Due } from './due.js';
import { Facts } from './facts.js';
import { History } from './history.js';
import { MileageSection } from './mileage-section.js';
import { Alerts, FollowedNotice } from './notices.js';
import { StandingSection } from './standing.js';
import type { Telling } from './telling.js';
import { Flags, Verdict } from './verdict.js';
import { vehicleWords } from './words/index.js';

export interface PassportPageProps {
    readonly consultation: Consultation;
    readonly telling: Telling;
    readonly today: string;
    readonly offersCredential: boolean;
}

/** What everybody may read of a vehicle. */
export function PassportPage({ consultation, telling, today, offersCredential }: PassportPageProps): VNode {
    const { passport, followed } = consultation;
    const { visit } = telling;
    const { make, model } = passport.description;
    const refer = (number: number): VNode => (
        <a href={`#reading-${number}`}>{telling.words.eventNumber(String(number))}</a>
    );
    return (
        <Page visit={visit} title={`${make} ${model}`} navigation={navigationOf(visit)}>
            <header class="title">
                <h1>
                    {make} {model}
                </h1>
                <p class="subtitle">{subtitle(telling, consultation)}</p>
            </header>
            {followed && <FollowedNotice followed={followed} telling={telling} />}
            <Alerts passport={passport} telling={telling} />
            <Verdict passport={passport} telling={telling} refer={refer} />
            <MileageSection passport={passport} telling={telling} />
            <Flags passport={passport} telling={telling} refer={refer} />
            <div class="columns">
                <Facts passport={passport} telling={telling} />
                <Due passport={passport} telling={telling} today={today} />
            </div>
            <History passport={passport} telling={telling} />
            <StandingSection consultation={consultation} telling={telling} />
            <Actions consultation={consultation} telling={telling} offersCredential={offersCredential} />
        </Page>
    );
}

/** Links of the head of every page of vehicles. */
export function navigationOf(visit: Visit): readonly NavigationLink[] {
    const { pages } = vehicleWords[visit.language];
    return [
        { href: visit.href('/vehicle'), text: pages.lookUp },
        { href: visit.href('/about/judgement'), text: pages.judgement },
        { href: visit.href('/about/quality'), text: pages.quality },
    ];
}

function subtitle({ words, visit }: Telling, { passport }: Consultation): string {
    const { category, energy, firstRegistration } = passport.description;
    const parts = [words.categories[category], words.energies[energy]];
    if (firstRegistration !== undefined) {
        parts.push(words.facts.registeredFirst(visit.formats.day(firstRegistration)));
    }
    return parts.join(' · ');
}

function Actions({
    consultation: { passport },
    telling: { visit, words },
    offersCredential,
}: Omit<PassportPageProps, 'today'>): VNode {
    const path = `/vehicle/${passport.passport}`;
    return (
        <p class="actions">
            <a class="button" href={visit.href(`${path}/certificate`)}>
                {words.actions.certificate}
            </a>
            {offersCredential && (
                <a class="button quiet" href={`${path}/credential`} download>
                    {words.actions.credential}
                </a>
            )}
            <a class="button quiet" href={`${path}.json`}>
                {words.actions.json}
            </a>
        </p>
    );
}
