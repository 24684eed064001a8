import type { RefusalCatalogue } from '../../wire/refusal.js';

export const paymentRefusals = {
    MOBILITY_PAYMENT_TOO_LARGE: {
        en: 'A payment of the window {window} is above {limitCents} cents, the most that one SEPA credit transfer carries.',
        fr: 'Un paiement de la fenêtre {window} dépasse {limitCents} centimes, le maximum pour un virement SEPA.',
        retry: 'never',
    },
    MOBILITY_PAYMENT_ACCOUNT_INVALID: {
        en: 'The account of {member} cannot be paid: {reason}.',
        fr: 'Le compte de {member} ne peut être payé : {reason}.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
