import type { Language } from './language.js';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-FR' };

/** Numbers and days as a reader writes them. */
export interface Formats {
    readonly number: (value: number | bigint) => string;
    /** Of `YYYY-MM-DD`, or `YYYY-MM` where the day is not told. */
    readonly day: (day: string) => string;
    /** Shorter, for tables. */
    readonly shortDay: (day: string) => string;
    /** Names joined as in a sentence. */
    readonly list: (names: readonly string[]) => string;
}

export function formatsOf(language: Language): Formats {
    const locale = LOCALES[language];
    const days = (month: 'long' | 'short'): ((day: string) => string) => {
        const whole = new Intl.DateTimeFormat(locale, { day: 'numeric', month, year: 'numeric', timeZone: 'UTC' });
        const coarse = new Intl.DateTimeFormat(locale, { month, year: 'numeric', timeZone: 'UTC' });
        return (day) => (day.length === 7 ? coarse : whole).format(new Date(day));
    };
    const numbers = new Intl.NumberFormat(locale);
    const lists = new Intl.ListFormat(locale);
    return {
        number: (value) => numbers.format(value),
        day: days('long'),
        shortDay: days('short'),
        list: (names) => lists.format(names),
    };
}
