import type { RefusalCatalogue } from '../../wire/refusal.js';

export const tariffRefusals = {
    MOBILITY_TARIFF_INVALID: {
        en: 'The tariff cannot be used: {reason}.',
        fr: 'Le tarif est inutilisable : {reason}.',
        retry: 'never',
        reasons: {
            'to must be after from': 'to doit être après from',
            'the minimum of a ride is more than its maximum': "le minimum d'une course dépasse son maximum",
            'two caps are of one period': 'deux plafonds sont de la même période',
        },
    },
    MOBILITY_CURRENCY_REFUSED: {
        en: 'The tariff is in {currency}. Operators are cleared in EUR: publish it in EUR.',
        fr: 'Le tarif est en {currency}. La compensation se fait en EUR : publiez-le en EUR.',
        retry: 'never',
    },
    MOBILITY_TARIFF_NOT_IN_FORCE: {
        en: 'No version of the tariff {tariff} of {operator} is in force at {at:instant}. Publish one from that instant or earlier.',
        fr: "Aucune version du tarif {tariff} de {operator} n'est en vigueur à {at:instant}. Publiez-en une à partir de cet instant ou avant.",
        retry: 'never',
    },
    MOBILITY_TARIFF_VERSION_ORDER: {
        en: 'The version {version} of the tariff {tariff} must follow {last} and start after it.',
        fr: 'La version {version} du tarif {tariff} doit suivre la version {last} et commencer après elle.',
        retry: 'never',
    },
    MOBILITY_OUTSIDE_ZONE_TABLE: {
        en: 'The tariff has local hours or periods, and the time zone table does not cover {at:instant}.',
        fr: 'Le tarif a des heures ou périodes locales, et la table de fuseau ne couvre pas {at:instant}.',
        retry: 'never',
    },
    MOBILITY_SURGE_ABOVE_TARIFF: {
        en: 'The surcharge of {surgePpm} ppm is more than the tariff allows[, {most} ppm].',
        fr: 'La majoration de {surgePpm} ppm dépasse ce que permet le tarif[, {most} ppm].',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
