export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

/** What a request says of the language that its reader wants. */
export interface LanguageWish {
    /** `?lang=`. */
    readonly asked?: string | undefined;
    /** Header `Accept-Language`. */
    readonly accepted?: string | undefined;
}

/** The language asked for, else the one that the reader's browser prefers (RFC 9110, 12.5.4), else the site's own. */
export function languageOf({ asked, accepted = '' }: LanguageWish, fallback: Language): Language {
    const chosen = languages.find((language) => language === asked);
    if (chosen !== undefined) return chosen;
    const ranges = accepted.split(',').map(rangeOf);
    const [best] = ranges.filter(({ weight }) => weight > 0).toSorted((one, other) => other.weight - one.weight);
    return best?.language ?? fallback;
}

function rangeOf(text: string): { readonly language: Language | undefined; readonly weight: number } {
    const [range = '', ...parameters] = text.split(';').map((part) => part.trim());
    const language = languages.find((known) => known === range.toLowerCase().split('-')[0]);
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { language, weight: language === undefined ? 0 : Number(weight ?? 1) };
}
