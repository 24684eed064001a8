const KEPT = /[^A-Za-z0-9/\-?:().,'+ ]/gu;

/**
 * A text in the characters that every bank of the SEPA area takes (EPC: Latin letters without accents, digits,
 * `/ - ? : ( ) . , ' +` and space): accents are dropped, other characters become a full stop.
 */
export function sepaText(text: string, mostCharacters: number): string {
    return text
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .replace(KEPT, '.')
        .replace(/\/{2,}/gu, '/')
        .replace(/^[/ ]+/u, '')
        .slice(0, mostCharacters)
        .replace(/[/ ]+$/u, '');
}
