import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';

import { Refusal } from '../gateway/index.js';

import type { Language } from './language.js';
import { isUnreachable } from './ledger-connection.js';
import { Page, sendPage } from './page.js';
import { TooManyRequests } from './request-limits.js';
import { visitOf, type Visit } from './visit.js';

/** What a reader asks for is not there. */
export class NotFound extends Error {
    override readonly name = 'NotFound';
    readonly statusCode = 404;

    constructor() {
        super('Nothing is at this address');
    }
}

interface Failure {
    readonly status: number;
    readonly code: string;
    readonly title: string;
    readonly text: string;
    readonly retryAfter?: number;
}

const RETRY_SECONDS = 10;

/** Answers a request that failed: a page that explains it, or JSON. */
export async function sendFailure(
    error: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
    fallback: Language,
): Promise<FastifyReply> {
    const visit = visitOf(request, fallback);
    const failure = failureOf(error, visit);
    logFailure(request.log, error, failure);
    reply.code(failure.status).header('cache-control', 'no-store');
    if (failure.retryAfter !== undefined) reply.header('retry-after', failure.retryAfter);
    if (!visit.wantsJson) return sendPage(reply, <FailurePage visit={visit} failure={failure} />);
    return reply.send({ error: { code: failure.code, message: failure.text } });
}

function failureOf(error: unknown, { words, formats, language }: Visit): Failure {
    if (error instanceof TooManyRequests) {
        const { title, text } = words.tooMany;
        const seconds = formats.number(error.seconds);
        return { status: 429, code: 'TOO_MANY_REQUESTS', title, text: text(seconds), retryAfter: error.seconds };
    }
    if (error instanceof NotFound) return { status: 404, code: 'NOT_FOUND', ...words.notFound };
    if (isUnreachable(error)) {
        return { status: 503, code: 'LEDGER_UNREACHABLE', ...words.unreachable, retryAfter: RETRY_SECONDS };
    }
    if (error instanceof Refusal) {
        const { title } = words.malformed;
        return { status: 422, code: error.code, title, text: error.sentence(language) };
    }
    const { statusCode } = error as { readonly statusCode?: number };
    if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
        return { status: statusCode, code: 'REQUEST_MALFORMED', ...words.malformed };
    }
    return { status: 500, code: 'FAILED', ...words.failed };
}

function logFailure(log: FastifyBaseLogger, error: unknown, { status, code }: Failure): void {
    if (status === 500) log.error({ err: error }, code);
    else if (status === 503) log.warn({ err: error }, code);
}

function FailurePage({ visit, failure }: { readonly visit: Visit; readonly failure: Failure }): VNode {
    return (
        <Page visit={visit} title={failure.title}>
            <section class="message">
                <h1>{failure.title}</h1>
                <p>{failure.text}</p>
                <p>
                    <a class="button" href={visit.href('/vehicle')}>
                        {visit.words.back}
                    </a>
                </p>
            </section>
        </Page>
    );
}
