import type { RefusalCatalogue } from '../../wire/refusal.js';

export const subscriptionRefusals = {
    MOBILITY_PLAN_INVALID: {
        en: 'The plan cannot be used: {reason}.',
        fr: "L'abonnement proposé est inutilisable : {reason}.",
        retry: 'never',
    },
    MOBILITY_SUBSCRIPTION_STATE: {
        en: 'A subscription that is {state} cannot be changed by {command}.',
        fr: "Un abonnement à l'état {state} n'admet pas {command}.",
        retry: 'never',
    },
    MOBILITY_SUBSCRIPTION_CHANGE_DATE: {
        en: 'The change is dated before the last change of the subscription.',
        fr: "Le changement est daté d'avant le dernier changement de l'abonnement.",
        retry: 'never',
    },
    MOBILITY_SUBSCRIPTION_NOT_ACTIVE: {
        en: 'The subscription gave no right to ride when the leg started[: it was {state}].',
        fr: "L'abonnement ne donnait pas droit au trajet à son départ[ : il était à l'état {state}].",
        retry: 'never',
    },
    MOBILITY_BILL_TOO_LARGE: {
        en: 'The bill has {size} legs, more than {limit}. Bill a shorter period.',
        fr: 'La facture a {size} trajets, plus que {limit}. Facturez une période plus courte.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
