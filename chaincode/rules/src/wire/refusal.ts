import { utcText } from '../units/calendar.js';
import { canonicalJson, type Json } from './canonical-json.js';

/** When the caller may send the same call again. */
export type Retry =
    /** Never as it is: something in the call, or in the ledger, must change first. */
    | 'never'
    /** After a while: what is missing may come by itself. */
    | 'later';

/** Data that explains a refusal. Never private: a refusal's text can reach a block or a log. */
export type RefusalDetails = Readonly<Record<string, Json>>;

/**
 * One refusal of a catalogue: the sentence a person reads. `{name}` stands for the detail of that name, `{name:instant}` for
 * one in seconds since 1970. What stands in `[…]` is left out where its details are not known: the outcome of one record of
 * a batch carries a code and a reason alone.
 */
export interface RefusalText {
    readonly en: string;
    readonly fr: string;
    readonly retry: Retry;
    /** The French of the reasons that the detail `reason` is one of; on the wire it is in English. */
    readonly reasons?: Readonly<Record<string, string>>;
}

export type RefusalCatalogue = Readonly<Record<string, RefusalText>>;

/**
 * A call that the rules refuse. Only an error's message crosses Fabric's wire, so the message is the code, a space and
 * the details in canonical JSON: `ENERGY_DAY_NOT_OVER {"community":"confluence","day":"2016-06-30"}`.
 */
export class Refused extends Error {
    override readonly name = 'Refused';

    constructor(
        readonly code: string,
        readonly details: RefusalDetails = {},
    ) {
        super(`${code} ${canonicalJson(details)}`);
    }
}

const ENVELOPE = /([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+) (\{.*\})/su;

/** Finds the refusal inside a message that peers and gateways may have wrapped in words of their own. */
export function parseRefusal(message: string): { readonly code: string; readonly details: RefusalDetails } | undefined {
    const found = ENVELOPE.exec(message);
    if (found === null) return undefined;
    const [, code, json] = found;
    try {
        return { code: code ?? '', details: JSON.parse(json ?? '{}') as RefusalDetails };
    } catch {
        return undefined;
    }
}

/** The sentence of a catalogue with its details filled in. */
export function refusalSentence(text: RefusalText, details: RefusalDetails, language: 'en' | 'fr' = 'en'): string {
    const { reason } = details;
    const translated = language === 'fr' && typeof reason === 'string' ? text.reasons?.[reason] : undefined;
    const known = translated === undefined ? details : { ...details, reason: translated };
    const isKnown = (part: string): boolean =>
        Array.from(part.matchAll(DETAIL)).every(([, name = '']) => known[name] !== undefined);
    return text[language]
        .replace(/\[([^\]]*)\]/gu, (_, part: string) => (isKnown(part) ? part : ''))
        .replace(DETAIL, (_, name: string, format?: string) => wordsOf(known[name], format));
}
const DETAIL = /\{(\w+)(?::(\w+))?\}/gu;

/** The names of the details that a sentence is made of. */
export function detailNames({ en }: RefusalText): readonly string[] {
    return Array.from(en.matchAll(DETAIL), ([, name = '']) => name);
}

function wordsOf(detail: Json | undefined, format?: string): string {
    if (detail === undefined) return '…';
    if (typeof detail === 'string') return detail;
    if (format === 'instant' && typeof detail === 'number') return utcText(detail);
    return Array.isArray(detail) ? detail.map((item: Json) => wordsOf(item)).join(', ') : canonicalJson(detail);
}

/** A broken invariant is a bug, never a refusal, and says so. */
export class BrokenInvariant extends Error {
    override readonly name = 'BrokenInvariant';

    constructor(invariant: string) {
        super(`Broken invariant (please report this as a bug): ${invariant}`);
    }
}

export function invariant(holds: boolean, sentence: string): asserts holds {
    if (!holds) throw new BrokenInvariant(sentence);
}
