import type { RefusalCatalogue } from '@quartier/rules/wire';

/** What is wrong with a member of a plan, and the French for it. */
const planReasons = {
    'is no object': "n'est pas un objet",
    'is no list': "n'est pas une liste",
    'is no number': "n'est pas un nombre",
    'is missing': 'manque',
    'is neither true nor false': "n'est ni vrai ni faux",
    'is less than a minute': "fait moins d'une minute",
    'is more than 366 days': 'fait plus de 366 jours',
    'is no whole number of seconds or metres that is not negative':
        "n'est pas un nombre entier, positif ou nul, de secondes ou de mètres",
} as const;

export type PlanReason = keyof typeof planReasons;

/** What is refused of a GBFS feed of prices, whole or plan by plan. */
export const pricingPlanRefusals = {
    MOBILITY_GBFS_UNREADABLE: {
        en: 'The feed is no JSON: {reason}.',
        fr: "Le flux n'est pas du JSON : {reason}.",
        retry: 'never',
    },
    MOBILITY_GBFS_NO_PLANS: {
        en: 'The feed has no list of plans: give a system_pricing_plans.json of GBFS 1.1, 2 or 3.',
        fr: "Le flux n'a pas de liste de tarifs : donnez un system_pricing_plans.json de GBFS 1.1, 2 ou 3.",
        retry: 'never',
    },
    MOBILITY_GBFS_VERSION: {
        en: 'The feed is of GBFS {version}; 1, 2 and 3 are read.',
        fr: 'Le flux est en GBFS {version} ; les versions 1, 2 et 3 sont lues.',
        retry: 'never',
    },
    MOBILITY_GBFS_PLAN_MALFORMED: {
        en: '{member} {reason}.',
        fr: '{member} {reason}.',
        retry: 'never',
        reasons: planReasons,
    },
    MOBILITY_GBFS_PLAN_TWICE: {
        en: 'Another plan of the feed has the same id.',
        fr: 'Un autre tarif du flux a le même identifiant.',
        retry: 'never',
    },
    MOBILITY_GBFS_TAX_RATE_MISSING: {
        en: 'Tax is added to this plan, and the feed does not say how much: give the VAT rate.',
        fr: "Une taxe s'ajoute à ce tarif, et le flux ne dit pas combien : donnez le taux de TVA.",
        retry: 'never',
    },
    MOBILITY_GBFS_SURGE_UNBOUNDED: {
        en: 'The plan has surge pricing without a bound: give the most that may be added.',
        fr: 'Le tarif est majoré selon la demande, sans limite : donnez la majoration maximale.',
        retry: 'never',
    },
    MOBILITY_GBFS_TWO_RESERVATION_PRICES: {
        en: 'The plan has two reservation prices; GBFS allows one.',
        fr: 'Le tarif a deux prix de réservation ; GBFS en admet un.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;

export type PricingPlanRefusalCode = keyof typeof pricingPlanRefusals;
