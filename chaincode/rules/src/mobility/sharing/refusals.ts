import type { RefusalCatalogue } from '../../wire/refusal.js';

export const sharingRefusals = {
    MOBILITY_SPLIT_IMPOSSIBLE: {
        en: 'The amount cannot be shared: {reason}.',
        fr: 'Le montant ne peut pas être réparti : {reason}.',
        retry: 'never',
    },
    MOBILITY_SPLIT_WITHOUT_USE: {
        en: 'Nobody rode, and no split is declared for that case.',
        fr: "Personne n'a circulé, et aucune répartition n'est prévue pour ce cas.",
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
