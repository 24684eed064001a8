import type { FastifyRequest } from 'fastify';

import { formatsOf, type Formats } from './formats.js';
import { languageOf, type Language } from './language.js';
import { siteWords, type SiteWords } from './site-words.js';

/** One request of a reader: in which language, and how links keep what was chosen. */
export interface Visit {
    readonly language: Language;
    readonly words: SiteWords;
    readonly formats: Formats;
    /** Path of the page, without its query. */
    readonly path: string;
    /** The query, as far as pages know it. */
    readonly query: PageQuery;
    /** Whether a program asks, which takes JSON instead of a page. */
    readonly wantsJson: boolean;
    /** An address on this site in the language that the reader chose, if any. */
    readonly href: (path: string, query?: PageQuery) => string;
    /** The same page in a language. */
    readonly inLanguage: (language: Language) => string;
}

/** What a page may be asked in its address. */
export type PageQuery = Readonly<Record<string, string>>;

const JSON_SUFFIX = '.json';

export function visitOf(request: FastifyRequest, fallback: Language): Visit {
    const query = textsOf(request.query);
    const [path = '/'] = request.url.split('?');
    const chosen = query['lang'];
    const language = languageOf({ asked: chosen, accepted: request.headers['accept-language'] }, fallback);
    const kept: PageQuery = chosen === undefined ? {} : { lang: language };
    return {
        language,
        words: siteWords[language],
        formats: formatsOf(language),
        path,
        query,
        wantsJson: path.endsWith(JSON_SUFFIX) || prefersJson(request.headers.accept),
        href: (to, more = {}) => addressOf(to, { ...more, ...kept }),
        inLanguage: (other) => addressOf(path, { ...query, lang: other }),
    };
}

/** Without the suffix that asks for JSON. */
export function withoutSuffix(name: string): string {
    return name.endsWith(JSON_SUFFIX) ? name.slice(0, -JSON_SUFFIX.length) : name;
}

function prefersJson(accept = ''): boolean {
    return accept.includes('application/json') && !accept.includes('text/html');
}

/** A name that is given twice counts the first time. */
function textsOf(query: unknown): PageQuery {
    return Object.fromEntries(
        Object.entries(query as Record<string, unknown>).flatMap(([name, value]) => {
            const first: unknown = Array.isArray(value) ? value[0] : value;
            return typeof first === 'string' ? [[name, first]] : [];
        }),
    );
}

function addressOf(path: string, query: PageQuery): string {
    const text = new URLSearchParams(query).toString();
    return text === '' ? path : `${path}?${text}`;
}
