import { refusalSentence, type RefusalCatalogue, type RefusalDetails } from '@quartier/rules/wire';

/** What is refused of any file before anything is sent. */
export const fileRefusals = {
    FILE_MISSING: {
        en: 'No file is at {file}.',
        fr: "Aucun fichier n'est à {file}.",
        retry: 'never',
    },
    FILE_UNREADABLE: {
        en: 'The file {file} cannot be read: {reason}.',
        fr: 'Le fichier {file} est illisible : {reason}.',
        retry: 'never',
    },
    FILE_IS_A_DIRECTORY: {
        en: '{file} is a directory. Name a file.',
        fr: '{file} est un dossier. Indiquez un fichier.',
        retry: 'never',
    },
    FILE_EMPTY: {
        en: 'The file {file} is empty.',
        fr: 'Le fichier {file} est vide.',
        retry: 'never',
    },
    FILE_NOT_TEXT: {
        en: 'The file {file} is not text. Export it as CSV first.',
        fr: "Le fichier {file} n'est pas du texte. Exportez-le d'abord en CSV.",
        retry: 'never',
    },
    FILE_HEADER: {
        en: 'The first line of {file} must name the columns {columns}.',
        fr: 'La première ligne de {file} doit nommer les colonnes {columns}.',
        retry: 'never',
    },
    FILE_WITHOUT_ROWS: {
        en: 'The file {file} has no rows.',
        fr: "Le fichier {file} n'a pas de lignes.",
        retry: 'never',
    },
    FILE_ROW_UNREADABLE: {
        en: 'The line cannot be split into columns: {reason}.',
        fr: 'La ligne ne peut être séparée en colonnes : {reason}.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;

/** The input cannot be used at all: nothing was sent. */
export class UnusableFile extends Error {
    override readonly name = 'UnusableFile';
    readonly #catalogue: RefusalCatalogue;

    /** A code of `fileRefusals`, or of the catalogue of an area. */
    constructor(
        readonly code: string,
        readonly details: RefusalDetails,
        catalogue: RefusalCatalogue = fileRefusals,
    ) {
        super(sentenceOf(code, details, catalogue, 'en'));
        this.#catalogue = catalogue;
    }

    sentence(language: 'en' | 'fr'): string {
        return sentenceOf(this.code, this.details, this.#catalogue, language);
    }
}

function sentenceOf(code: string, details: RefusalDetails, catalogue: RefusalCatalogue, language: 'en' | 'fr'): string {
    const text = catalogue[code];
    return text === undefined ? code : refusalSentence(text, details, language);
}
