import { refusalSentence, type RefusalCatalogue, type RefusalDetails } from '@quartier/rules/wire';

/** What is refused of the files of incentives, and of single rows in them. */
export const incentiveFileRefusals = {
    MOBILITY_FILE_UNREADABLE: {
        en: 'The file {file} cannot be read: {reason}.',
        fr: 'Le fichier {file} est illisible : {reason}.',
        retry: 'never',
    },
    MOBILITY_POLICY_INVALID: {
        en: 'The policy {file} is not valid: {reason}.',
        fr: "La règle {file} n'est pas valide : {reason}.",
        retry: 'never',
    },
    MOBILITY_COUNTERS_INVALID: {
        en: 'The counters in {file} are not valid: {reason}.',
        fr: 'Les compteurs de {file} ne sont pas valides : {reason}.',
        retry: 'never',
    },
    MOBILITY_JOURNEYS_EMPTY: {
        en: 'The file {file} has no journeys.',
        fr: "Le fichier {file} n'a pas de trajets.",
        retry: 'never',
    },
    MOBILITY_CAMPAIGNS_HEADER: {
        en: 'The first line of {file} must name the columns {columns}.',
        fr: 'La première ligne de {file} doit nommer les colonnes {columns}.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;

export type IncentiveFileRefusalCode = keyof typeof incentiveFileRefusals;

/** A policy, journeys or campaigns file cannot be used: nothing was computed. */
export class UnusableIncentiveFile extends Error {
    override readonly name = 'UnusableIncentiveFile';

    constructor(
        readonly code: IncentiveFileRefusalCode,
        readonly details: RefusalDetails,
    ) {
        super(refusalSentence(incentiveFileRefusals[code], details));
    }

    sentence(language: 'en' | 'fr'): string {
        return refusalSentence(incentiveFileRefusals[this.code], this.details, language);
    }
}
