import type { RefusalCatalogue } from '../../wire/refusal.js';

export const incentiveRefusals = {
    MOBILITY_INCENTIVE_TIME: {
        en: 'The instant {instant:instant} is outside the rows of the time zone {zone} in the policy.',
        fr: "L'instant {instant:instant} sort des lignes du fuseau {zone} de la règle.",
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
