import type { RefusalCatalogue } from '../../wire/refusal.js';

export const nettingRefusals = {
    MOBILITY_OBLIGATIONS_TOO_MANY: {
        en: 'The list has {size} obligations, more than {limit}. Net fewer at once.',
        fr: 'La liste a {size} créances, plus que {limit}. Compensez-en moins à la fois.',
        retry: 'never',
    },
    MOBILITY_SET_OFF_INVALID: {
        en: 'The set-off is not the largest that keeps every net: {reason}.',
        fr: "La compensation par cycles n'est pas la plus grande qui garde chaque solde : {reason}.",
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
