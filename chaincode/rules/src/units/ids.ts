/**
 * What an id may be: text that reads the same on every machine. Not empty, bounded, no control or invisible format
 * character, none that Unicode keeps from interchange (Fabric's composite keys use U+0000 and U+10FFFF themselves), no
 * space at either end, Unicode normal form C. Nor a name that every object has of itself (`constructor`), since records
 * are looked up by their ids.
 */
export const idLengths = {
    community: 64,
    meter: 128,
    member: 128,
    run: 128,
    mspId: 64,
    decision: 128,
    subject: 64,
} as const;

/** What most ids are: printable ASCII without a space at either end, of which all that follows holds. */
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/u;
const EVERY_OBJECTS: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

/** Why a text is no id, or undefined when it is one. */
export function idFault(text: string, maxLength: number): string | undefined {
    if (text === '') return 'is empty';
    if (text.length > maxLength) return `is longer than ${String(maxLength)} characters`;
    if (EVERY_OBJECTS.has(text)) return 'is a name that programs keep for themselves';
    if (PLAIN.test(text)) return undefined;
    if (!text.isWellFormed() || UNPRINTABLE.test(text)) return 'has a control character or a broken one';
    if (text.trim() !== text) return 'starts or ends with a space';
    if (text.normalize('NFC') !== text) return 'is not in Unicode normal form C';
    return undefined;
}
