import type { RefusalCatalogue } from '../wire/refusal.js';

export const energyRefusals = {
    ENERGY_COMMUNITY_UNKNOWN: {
        en: 'No community {community} exists. List them, or create it first.',
        fr: "La communauté {community} n'existe pas. Listez-les, ou créez-la d'abord.",
        retry: 'never',
    },
    ENERGY_COMMUNITY_EXISTS: {
        en: 'The community {community} exists with other content. Choose another id, or change its parameters from a date.',
        fr: 'La communauté {community} existe avec un autre contenu. Choisissez un autre identifiant, ou changez ses paramètres à une date.',
        retry: 'never',
    },
    ENERGY_NOT_THE_ORGANISER: {
        en: 'The community {community} is organised by {organiser}; {mspId} may not change it.',
        fr: 'La communauté {community} est organisée par {organiser} ; {mspId} ne peut pas la modifier.',
        retry: 'never',
    },
    ENERGY_NOT_THE_GRID_OPERATOR: {
        en: 'Curves of the community {community} are delivered by {metering}; those of {mspId} are refused.',
        fr: 'Les courbes de la communauté {community} sont livrées par {metering} ; celles de {mspId} sont refusées.',
        retry: 'never',
    },
    ENERGY_PARAMETERS_EXIST: {
        en: 'The community {community} already has other parameters from {from}.',
        fr: "La communauté {community} a déjà d'autres paramètres à partir du {from}.",
        retry: 'never',
    },
    ENERGY_KEYS_INVALID: {
        en: 'The static keys are not valid: {reason}. Keys are ppm of the production, one a meter, and add up to at most 1 000 000.',
        fr: 'Les clés statiques ne sont pas valides : {reason}. Les clés sont en ppm de la production, une par compteur, 1 000 000 au plus en tout.',
        retry: 'never',
    },
    ENERGY_KEYS_MISSING: {
        en: 'The rule static needs keys, and the rule prorata takes none.',
        fr: "La règle static demande des clés, et la règle prorata n'en prend pas.",
        retry: 'never',
    },
    ENERGY_PRICE_EXISTS: {
        en: 'Another price of this producer is already set from {from}: {microEurPerKwh} micro-euro per kWh.',
        fr: 'Un autre prix de ce producteur est déjà fixé à partir du {from} : {microEurPerKwh} micro-euros par kWh.',
        retry: 'never',
    },
    ENERGY_PRICE_MISSING: {
        en: 'No cost price is in force on {day} for {producers} producer(s) that supplied. Set one from that day or earlier.',
        fr: "Aucun prix de revient n'est en vigueur le {day} pour {producers} producteur(s). Fixez-en un à partir de ce jour ou avant.",
        retry: 'never',
    },
    ENERGY_METER_UNKNOWN: {
        en: 'The meter is not of the community. Add its membership first.',
        fr: "Le compteur n'est pas de la communauté. Ajoutez d'abord son adhésion.",
        retry: 'never',
    },
    ENERGY_METER_ON_ANOTHER_PAGE: {
        en: 'The meter stands on roster page {page}: deliver its curves with that page.',
        fr: 'Le compteur figure à la page {page} du registre : livrez ses courbes avec cette page.',
        retry: 'never',
    },
    ENERGY_PRODUCER_UNKNOWN: {
        en: 'The meter is no producer of the community. Add its membership first.',
        fr: "Le compteur n'est pas un producteur de la communauté. Ajoutez d'abord son adhésion.",
        retry: 'never',
    },
    ENERGY_MEMBERSHIP_OVERLAPS: {
        en: 'The meter is already a member from {from} to {to}, here or in another community: a meter shares in one place at a time.',
        fr: 'Le compteur est déjà membre du {from} au {to}, ici ou dans une autre communauté : un compteur partage à un seul endroit à la fois.',
        retry: 'never',
    },
    ENERGY_MEMBERSHIP_UNKNOWN: {
        en: 'The meter has no membership that is open on {to}.',
        fr: "Le compteur n'a pas d'adhésion ouverte le {to}.",
        retry: 'never',
    },
    ENERGY_MEMBERSHIP_OPEN: {
        en: 'The meter is still a member. End its membership and settle its days before erasing it.',
        fr: "Le compteur est encore membre. Terminez son adhésion et réglez ses jours avant de l'effacer.",
        retry: 'never',
    },
    ENERGY_COMMUNITY_FULL: {
        en: 'The community has {members} meters, the most it can have.',
        fr: 'La communauté a {members} compteurs, le maximum.',
        retry: 'never',
    },
    ENERGY_CHANGE_AFTER_CLOSE: {
        en: 'The change would take effect on {day}, which is settled. Choose a day that is not.',
        fr: "Le changement prendrait effet le {day}, jour déjà réglé. Choisissez un jour qui ne l'est pas.",
        retry: 'never',
    },
    ENERGY_CURVE_OUTSIDE_MONTH: {
        en: 'The curve does not lie within the month {month} of the community. Send one curve a month.',
        fr: 'La courbe sort du mois {month} de la communauté. Envoyez une courbe par mois.',
        retry: 'never',
    },
    ENERGY_CURVE_OFF_GRID: {
        en: "The curve does not stand on the community's time step of {stepMinutes} minutes.",
        fr: 'La courbe ne suit pas le pas de temps de la communauté, {stepMinutes} minutes.',
        retry: 'never',
    },
    ENERGY_CURVE_INVALID: {
        en: 'The curve cannot be read: {reason}.',
        fr: 'La courbe est illisible : {reason}.',
        retry: 'never',
    },
    ENERGY_READING_AFTER_CLOSE: {
        en: 'The reading is of a settled day. It differs from what was settled, so it is refused.',
        fr: "La valeur est d'un jour déjà réglé. Elle diffère de ce qui a été réglé : elle est refusée.",
        retry: 'never',
    },
    ENERGY_READING_DIFFERS: {
        en: 'Another value of this step is stored. To replace it, deliver a correction that says why.',
        fr: 'Une autre valeur de ce pas est enregistrée. Pour la remplacer, livrez une correction motivée.',
        retry: 'never',
    },
    ENERGY_DELIVERIES_FULL: {
        en: 'The meter has {deliveries} deliveries in this month, the most it can have. Deliver longer curves.',
        fr: 'Le compteur a {deliveries} livraisons ce mois-ci, le maximum. Livrez des courbes plus longues.',
        retry: 'never',
    },
    ENERGY_DAY_ALREADY_SETTLED: {
        en: 'The day {day} is already settled by the run {runId}.',
        fr: 'Le jour {day} est déjà réglé par le passage {runId}.',
        retry: 'never',
    },
    ENERGY_DAY_NOT_OVER: {
        en: 'The day {day} is not over yet.',
        fr: "Le jour {day} n'est pas terminé.",
        retry: 'later',
    },
    ENERGY_DAY_HAS_GAPS: {
        en: 'On {day}, {missingSteps} readings of {meters} meter(s) are missing. Deliver them, or settle with gaps zero or estimate.',
        fr: 'Le {day}, il manque {missingSteps} valeurs de {meters} compteur(s). Livrez-les, ou réglez avec gaps zero ou estimate.',
        retry: 'never',
    },
    ENERGY_GAP_NOT_ESTIMABLE: {
        en: 'On {day}, {missingSteps} readings of {meters} meter(s) cannot be estimated: nothing comparable was delivered around them.',
        fr: "Le {day}, {missingSteps} valeurs de {meters} compteur(s) ne peuvent être estimées : rien de comparable n'a été livré autour.",
        retry: 'never',
    },
    ENERGY_DAY_WITHOUT_MEMBERS: {
        en: 'On {day} the community has no member: there is nothing to settle.',
        fr: "Le {day}, la communauté n'a pas de membre : il n'y a rien à régler.",
        retry: 'never',
    },
    ENERGY_DAY_OUTSIDE_PARAMETERS: {
        en: 'The day {day} is before the first parameters of the community or outside its zone table.',
        fr: 'Le jour {day} précède les premiers paramètres de la communauté ou sort de sa table de fuseau.',
        retry: 'never',
    },
    ENERGY_SETTLEMENT_TOO_LARGE: {
        en: 'Settling {days} days at once takes {size} {unit}, more than {limit}. Settle fewer days at once.',
        fr: 'Régler {days} jours à la fois demande {size} {unit}, plus que {limit}. Réglez moins de jours à la fois.',
        retry: 'never',
    },
    ENERGY_BATCH_TOO_LARGE: {
        en: 'The batch has {size} rows, more than {limit}. Send smaller batches.',
        fr: 'Le lot a {size} lignes, plus que {limit}. Envoyez de plus petits lots.',
        retry: 'never',
    },
    ENERGY_MONTH_NOT_SETTLED: {
        en: 'The month {month} has {unsettledDays} unsettled day(s): settle them before its statement is issued.',
        fr: "Le mois {month} a {unsettledDays} jour(s) non réglé(s) : réglez-les avant d'émettre son relevé.",
        retry: 'never',
    },
    ENERGY_ROWS_TOO_MANY: {
        en: 'The community has {rows} dated rows, the most it can have.',
        fr: 'La communauté a {rows} lignes datées, le maximum.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
