import { canonicalJson, type Json } from './canonical-json.js';

/** When the caller may send the same call again. */
export type Retry =
    /** Never as it is: something in the call, or in the ledger, must change first. */
    | 'never'
    /** After a while: what is missing may come by itself. */
    | 'later';

/** Data that explains a refusal. Never private: a refusal's text can reach a block or a log. */
export type RefusalDetails = Readonly<Record<string, Json>>;

/** One refusal of a catalogue: the sentence a person reads, `{name}` standing for the detail of that name. */
export interface RefusalText {
    readonly en: string;
    readonly fr: string;
    readonly retry: Retry;
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
    return text[language].replace(/\{(\w+)\}/gu, (_, name: string) => wordsOf(details[name]));
}

function wordsOf(detail: Json | undefined): string {
    if (detail === undefined) return '?';
    if (typeof detail === 'string') return detail;
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
