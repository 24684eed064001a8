import type { Quality } from '@quartier/rules/energy';

/**
 * Words for the quality of a reading: those of this project, the French ones of grid operators' files, and the letters
 * of Australian and French curves (A actual, E estimated, S substituted; R réel, C corrigé).
 */
const WORDS: Readonly<Record<string, Quality>> = {
    '': 'measured',
    measured: 'measured',
    actual: 'measured',
    reel: 'measured',
    reelle: 'measured',
    a: 'measured',
    r: 'measured',
    estimated: 'estimated',
    estime: 'estimated',
    estimee: 'estimated',
    e: 'estimated',
    s: 'estimated',
    corrected: 'corrected',
    corrige: 'corrected',
    corrigee: 'corrected',
    c: 'corrected',
};

/** The quality that a word says, whatever its case and accents; undefined for a word that says none. */
export function readQuality(word: string): Quality | undefined {
    const plain = word.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
    return Object.hasOwn(WORDS, plain) ? WORDS[plain] : undefined;
}
