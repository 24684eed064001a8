import { energyRefusals } from '@quartier/rules/energy';
import { type RefusalCatalogue, type RefusalDetails, refusalSentence } from '@quartier/rules/wire';

import { fileRefusals, UnusableFile } from '../../files/index.js';

/** What the reader of meter files refuses by itself, before anything is sent, beside what is refused of any file. */
export const importRefusals = {
    ENERGY_FILE_WITHOUT_COLUMNS: {
        en: 'The first line of {file} has no columns: it must name the time of the step and the meters, separated by commas, semicolons or tabs.',
        fr: "La première ligne de {file} n'a pas de colonnes : elle doit nommer l'heure du pas et les compteurs, séparés par des virgules, points-virgules ou tabulations.",
        retry: 'never',
    },
    ENERGY_FILE_WITHOUT_HEADER: {
        en: 'The first line of {file} is already a reading ({text}). Put a line above it that names the meters.',
        fr: 'La première ligne de {file} est déjà une mesure ({text}). Ajoutez au-dessus une ligne qui nomme les compteurs.',
        retry: 'never',
    },
    ENERGY_FILE_WITHOUT_ROWS: {
        en: 'The file {file} has no row that can be read as readings. Line {line}: {reason}',
        fr: 'Le fichier {file} ne contient aucune ligne lisible comme des mesures. Ligne {line} : {reason}',
        retry: 'never',
    },
    ENERGY_FILE_HAS_NO_READINGS: {
        en: 'The file {file} names columns but holds no rows.',
        fr: 'Le fichier {file} nomme des colonnes mais ne contient aucune ligne.',
        retry: 'never',
    },
    ENERGY_DATE_FORMAT_UNKNOWN: {
        en: 'How dates are written in {file} cannot be told from {text}. Say it with a date format, for example d/M/yyyy H:mm.',
        fr: "L'écriture des dates de {file} ne se devine pas d'après {text}. Indiquez-la par un format de date, par exemple d/M/yyyy H:mm.",
        retry: 'never',
    },
    ENERGY_DATE_FORMAT_AMBIGUOUS: {
        en: 'The dates of {file}, such as {text}, look as if the month came first. Say so with a date format: M/d/yyyy H:mm, or d/M/yyyy H:mm if the day does.',
        fr: 'Les dates de {file}, comme {text}, semblent commencer par le mois. Indiquez-le par un format de date : M/d/yyyy H:mm, ou d/M/yyyy H:mm si le jour vient en premier.',
        retry: 'never',
    },
    ENERGY_DATE_FORMAT_INVALID: {
        en: 'The date format {format} cannot be used: {reason}.',
        fr: 'Le format de date {format} est inutilisable : {reason}.',
        retry: 'never',
    },
    ENERGY_FILE_STEP_DIFFERS: {
        en: "The rows of {file} are {fileStepMinutes} minutes apart, not the community's time step of {stepMinutes} minutes.",
        fr: 'Les lignes de {file} se suivent à {fileStepMinutes} minutes, et non au pas de temps de la communauté, {stepMinutes} minutes.',
        retry: 'never',
    },
    ENERGY_YEAR_MISSING: {
        en: 'The times of {file} name no year. Say which.',
        fr: "Les heures de {file} ne nomment pas d'année. Indiquez laquelle.",
        retry: 'never',
    },
    ENERGY_ROW_INCOMPLETE: {
        en: 'The line has {columns} columns, the first line {expected}. Nothing of it was stored.',
        fr: "La ligne a {columns} colonnes, la première ligne {expected}. Rien n'en a été enregistré.",
        retry: 'never',
    },
    ENERGY_COLUMN_TWICE: {
        en: 'The meter {meter} has two columns. The second was left out.',
        fr: 'Le compteur {meter} a deux colonnes. La seconde a été ignorée.',
        retry: 'never',
    },
    ENERGY_COLUMN_UNNAMED: {
        en: 'Column {position} names no meter. It was left out.',
        fr: 'La colonne {position} ne nomme aucun compteur. Elle a été ignorée.',
        retry: 'never',
    },
    ENERGY_TIME_UNREADABLE: {
        en: '{text} is not a time written as {format}.',
        fr: "{text} n'est pas une heure écrite comme {format}.",
        retry: 'never',
    },
    ENERGY_TIME_DOES_NOT_EXIST: {
        en: '{text} does not exist in {zone}: clocks were put forward over it.',
        fr: "{text} n'existe pas dans {zone} : l'heure d'été l'a sautée.",
        retry: 'never',
    },
    ENERGY_TIME_OFF_STEP: {
        en: '{text} is not the start of a step of {stepMinutes} minutes.',
        fr: "{text} n'est pas le début d'un pas de {stepMinutes} minutes.",
        retry: 'never',
    },
    ENERGY_TIME_OUTSIDE_ZONE: {
        en: "{text} is outside the years that the community's time zone table covers.",
        fr: '{text} sort des années que couvre la table de fuseau de la communauté.',
        retry: 'never',
    },
    ENERGY_READING_TWICE: {
        en: 'The file already gives another value of this step on line {firstLine}. That one was kept.',
        fr: 'Le fichier donne déjà une autre valeur de ce pas à la ligne {firstLine}. Celle-là a été gardée.',
        retry: 'never',
    },
    ENERGY_VALUE_NOT_A_NUMBER: {
        en: '{text} is not a number.',
        fr: "{text} n'est pas un nombre.",
        retry: 'never',
    },
    ENERGY_VALUE_NEGATIVE: {
        en: '{text} is negative. Energy of a step is zero or more.',
        fr: "{text} est négatif. L'énergie d'un pas est nulle ou positive.",
        retry: 'never',
    },
    ENERGY_VALUE_NOT_WHOLE: {
        en: '{text} is not a whole number of watt-hours. If it is in kWh or kW, name the unit.',
        fr: "{text} n'est pas un nombre entier de wattheures. S'il est en kWh ou en kW, indiquez l'unité.",
        retry: 'never',
    },
    ENERGY_VALUE_TOO_LARGE: {
        en: '{text} is more than 2^40 watt-hours in one step.',
        fr: '{text} dépasse 2^40 wattheures en un pas.',
        retry: 'never',
    },
    ENERGY_QUALITY_UNKNOWN: {
        en: '{text} is not a quality of a reading: measured, estimated or corrected.',
        fr: "{text} n'est pas une qualité de mesure : réel, estimé ou corrigé.",
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;

export type ImportRefusalCode = keyof typeof importRefusals;

export type Language = 'en' | 'fr';

const catalogue: RefusalCatalogue = { ...energyRefusals, ...fileRefusals, ...importRefusals };

/** The sentence of a code of the energy area, whether the file reader or the ledger gave it. */
export function problemSentence(code: string, details: RefusalDetails, language: Language = 'en'): string {
    const text = catalogue[code];
    return text === undefined ? code : refusalSentence(text, details, language);
}

/** A meter file cannot be used. */
export function unusableMeterFile(code: ImportRefusalCode, details: RefusalDetails): UnusableFile {
    return new UnusableFile(code, details, catalogue);
}
