import { refusalSentence, type RefusalCatalogue, type RefusalDetails } from '@quartier/rules/wire';

/** What is refused of members' and keys' files before anything is sent. */
export const fileRefusals = {
    ENERGY_TABLE_UNREADABLE: {
        en: 'The file {file} cannot be read: {reason}.',
        fr: 'Le fichier {file} est illisible : {reason}.',
        retry: 'never',
    },
    ENERGY_TABLE_HEADER: {
        en: 'The first line of {file} must name the columns {columns}.',
        fr: 'La première ligne de {file} doit nommer les colonnes {columns}.',
        retry: 'never',
    },
    ENERGY_TABLE_EMPTY: {
        en: 'The file {file} has no rows.',
        fr: "Le fichier {file} n'a pas de lignes.",
        retry: 'never',
    },
    ENERGY_MEMBER_ROW_INVALID: {
        en: 'The row is not a membership: {reason}.',
        fr: "La ligne n'est pas une adhésion : {reason}.",
        retry: 'never',
    },
    ENERGY_KEY_ROW_INVALID: {
        en: 'Line {line} of {file} is not a key: {reason}.',
        fr: "La ligne {line} de {file} n'est pas une clé : {reason}.",
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;

export type FileRefusalCode = keyof typeof fileRefusals;

/** A members' or keys' file cannot be used: nothing was sent. */
export class UnusableTable extends Error {
    override readonly name = 'UnusableTable';

    constructor(
        readonly code: FileRefusalCode,
        readonly details: RefusalDetails,
    ) {
        super(refusalSentence(fileRefusals[code], details));
    }

    sentence(language: 'en' | 'fr'): string {
        return refusalSentence(fileRefusals[this.code], this.details, language);
    }
}
