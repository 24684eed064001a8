import { modes } from '@quartier/rules/mobility';
import type { RefusalCatalogue, RefusalDetails } from '@quartier/rules/wire';

import { UnusableFile } from '../../files/index.js';

/** What is wrong with a cell or a member of a leg, and the French for it. */
const legValueReasons = {
    'is empty': 'est vide',
    'is missing beside a cost, which MDS takes for USD': "manque à côté d'un coût, que MDS prend pour des USD",
    'is no whole number of cents': "n'est pas un nombre entier de centimes",
    'is none of a journal entry beside FARE': "n'est pas celle d'une écriture hors FARE",
    'is no amount in euro with at most six decimals': "n'est pas un montant en euros d'au plus six décimales",
    'is no time: epoch seconds, milliseconds, or ISO 8601 with an offset':
        "n'est pas un instant : secondes ou millisecondes depuis 1970, ou ISO 8601 avec décalage",
    'is no whole number that is not negative': "n'est pas un nombre entier, positif ou nul",
    [`is not one of: ${modes.join(', ')}`]: `n'est aucun de : ${modes.join(', ')}`,
};

/** What is refused of files of legs, whole or by line, before anything is sent. */
export const legFileRefusals = {
    MOBILITY_LEG_FILE_FORMAT: {
        en: '{file} is no file of legs: give CSV, trips of MDS, or a feature collection of TOMP 2.',
        fr: "{file} n'est pas un fichier de trajets : donnez du CSV, des trips MDS ou une collection TOMP 2.",
        retry: 'never',
    },
    MOBILITY_LEG_FILE_COLUMN: {
        en: 'The first line of {file} has no column {column}. Name it there, say which column it is, or give one value for all.',
        fr: "La première ligne de {file} n'a pas de colonne {column}. Nommez-la, dites laquelle c'est, ou donnez une valeur pour toutes les lignes.",
        retry: 'never',
    },
    MOBILITY_LEG_ROW_INCOMPLETE: {
        en: 'The line has {columns} columns, the first line {expected}.',
        fr: 'La ligne a {columns} colonnes, la première {expected}.',
        retry: 'never',
    },
    MOBILITY_LEG_VALUE: {
        en: '{column} {reason}.',
        fr: '{column} {reason}.',
        retry: 'never',
        reasons: legValueReasons,
    },
    MOBILITY_LEG_NOT_ENDED: {
        en: 'The leg has not ended: it is {state}.',
        fr: "Le trajet n'est pas terminé : son état est {state}.",
        retry: 'later',
    },
    MOBILITY_LEG_RIDER_UNKNOWN: {
        en: 'The file of riders does not say whose leg it is.',
        fr: 'Le fichier des usagers ne dit pas de qui est ce trajet.',
        retry: 'never',
    },
    MOBILITY_LEG_PRICE_DIFFERS: {
        en: 'The file says {stated} euro, the tariff comes to {priced}.',
        fr: 'Le fichier indique {stated} euros, le tarif donne {priced}.',
        retry: 'never',
    },
    MOBILITY_LEG_SUPPLEMENT_ALONE: {
        en: 'The file has no leg that this {category} is of.',
        fr: 'Le fichier ne contient pas le trajet auquel se rapporte ce {category}.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;

export type LegFileRefusalCode = keyof typeof legFileRefusals;

/** A file of legs cannot be used: nothing was sent. */
export function unusableLegFile(code: LegFileRefusalCode, details: RefusalDetails): UnusableFile {
    return new UnusableFile(code, details, legFileRefusals);
}
