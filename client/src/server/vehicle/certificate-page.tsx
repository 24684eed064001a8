import type { VNode } from 'preact';
import { create as newQrCode } from 'qrcode';

import { Page } from '../page.js';

import type { Consultation } from './consultation.js';
import { factsOf } from './facts.js';
import { Alerts } from './notices.js';
import { navigationOf } from './passport-page.js';
import { StandingCodes } from './standing.js';
import type { Telling } from './telling.js';
import { Verdict } from './verdict.js';

export interface CertificatePageProps {
    readonly consultation: Consultation;
    readonly telling: Telling;
    readonly today: string;
    /** Of the site, as its readers see it. */
    readonly baseUrl: string;
    /** MSP id of the organisation that serves the page. */
    readonly issuer: string;
}

/** A certificate for printing on A4, with a code that leads back to the page and names the state that it shows. */
export function CertificatePage(props: CertificatePageProps): VNode {
    const { consultation, telling, today, baseUrl, issuer } = props;
    const { passport, certificate: number } = consultation;
    const { words, visit } = telling;
    const { certificate } = words;
    const { make, model } = passport.description;
    const url = certificateUrl(baseUrl, consultation);
    return (
        <Page visit={visit} title={`${certificate.title} ${number}`} navigation={navigationOf(visit)}>
            <p class="actions screen-only">
                <a class="button quiet" href={visit.href(`/vehicle/${passport.passport}`)}>
                    {words.actions.passport}
                </a>
                <span>{words.actions.print}</span>
            </p>
            <article class="certificate">
                <header>
                    <div>
                        <p class="kicker">{certificate.title}</p>
                        <h1>
                            {make} {model}
                        </h1>
                        <dl class="document">
                            <Row name={certificate.number} text={number} />
                            <Row name={certificate.issued} text={visit.formats.day(today)} />
                            <Row name={certificate.issuedBy} text={telling.organisation(issuer)} />
                        </dl>
                    </div>
                    <QrCode url={url} title={certificate.scanTitle} />
                </header>
                <Verdict passport={passport} telling={telling} refer={(event) => words.eventNumber(String(event))} />
                <Alerts passport={passport} telling={telling} />
                <dl class="facts">
                    <div class="write-in">
                        <dt>{certificate.vin}</dt>
                        <dd>
                            <span class="line" aria-hidden="true" />
                            <small>{certificate.vinHint}</small>
                        </dd>
                    </div>
                    {factsOf(passport, telling).map(([name, text]) => (
                        <Row key={name} name={name} text={text} />
                    ))}
                </dl>
                <section aria-labelledby="check">
                    <h2 id="check">{certificate.check}</h2>
                    <p>{certificate.checkText}</p>
                    <p class="url">
                        <a href={url}>{url}</a>
                    </p>
                    <StandingCodes consultation={consultation} telling={telling} />
                    <p class="source">{certificate.lasts}</p>
                </section>
            </article>
        </Page>
    );
}

function Row({ name, text }: { readonly name: string; readonly text: string }): VNode {
    return (
        <div>
            <dt>{name}</dt>
            <dd>{text}</dd>
        </div>
    );
}

/** The page of the passport, told which state the certificate shows. */
export function certificateUrl(baseUrl: string, { passport: { passport, link } }: Consultation): string {
    return `${baseUrl}/vehicle/${passport}?link=${link}`;
}

const QUIET_ZONE = 4;

/** One path of the dark squares. Its quiet zone is part of it (ISO/IEC 18004). */
function QrCode({ url, title }: { readonly url: string; readonly title: string }): VNode {
    const { modules } = newQrCode(url, { errorCorrectionLevel: 'M' });
    const { size } = modules;
    const side = size + 2 * QUIET_ZONE;
    const squares = [...modules.data].flatMap((dark, at) =>
        dark === 0 ? [] : [`M${(at % size) + QUIET_ZONE} ${Math.floor(at / size) + QUIET_ZONE}h1v1h-1z`],
    );
    return (
        <svg class="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={title} shape-rendering="crispEdges">
            <rect width={side} height={side} fill="#fff" />
            <path d={squares.join('')} fill="#000" />
        </svg>
    );
}
