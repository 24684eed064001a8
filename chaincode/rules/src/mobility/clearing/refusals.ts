import type { RefusalCatalogue } from '../../wire/refusal.js';

/** Details never hold an amount, a rider, a leg or a count of a pair: a refusal can reach a log. */
export const clearingRefusals = {
    MOBILITY_TERMS_NOT_DECIDED: {
        en: 'The organisations have not decided the terms of the clearing[ for {day}]: propose and approve mobility.terms.',
        fr: "Les organisations n'ont pas décidé des conditions de la compensation[ pour le {day}] : proposez et approuvez mobility.terms.",
        retry: 'never',
    },
    MOBILITY_TERMS_HOLDER: {
        en: '{mspId} does not have the role {role} in this area. Name one that has: {holders}.',
        fr: "{mspId} n'a pas le rôle {role} dans ce domaine. Nommez une organisation qui l'a : {holders}.",
        retry: 'never',
    },
    MOBILITY_PAIR_NONE: {
        en: '{mspId} and {with} share no collection: nothing can be cleared between them.[ {mspId} clears with: {partners}.]',
        fr: '{mspId} et {with} ne partagent aucune collection : rien ne peut être compensé entre eux.[ {mspId} compense avec : {partners}.]',
        retry: 'never',
    },
    MOBILITY_PAIR_NOT_OPEN: {
        en: '{mspId} and {with} have no books yet: the operator grants the seller a line of credit first.',
        fr: "{mspId} et {with} n'ont pas encore de comptes : l'opérateur accorde d'abord une ligne de crédit au vendeur.",
        retry: 'never',
    },
    MOBILITY_NOT_YOURS: {
        en: 'This belongs to {owner}; {mspId} may not change it.',
        fr: 'Ceci appartient à {owner} ; {mspId} ne peut pas le modifier.',
        retry: 'never',
    },
    MOBILITY_OPERATOR_UNKNOWN: {
        en: '{operator} has not declared its modes. Declare the operator first.',
        fr: "{operator} n'a pas déclaré ses modes. Déclarez d'abord l'opérateur.",
        retry: 'never',
    },
    MOBILITY_MODE_NOT_OFFERED: {
        en: '{operator} does not offer the mode {mode}. Declare it first.',
        fr: "{operator} n'offre pas le mode {mode}. Déclarez-le d'abord.",
        retry: 'never',
    },
    MOBILITY_TARIFF_EXISTS: {
        en: 'The version {version} of the tariff {tariff} is published with other content. Publish the next version.',
        fr: 'La version {version} du tarif {tariff} est publiée avec un autre contenu. Publiez la suivante.',
        retry: 'never',
    },
    MOBILITY_TARIFF_UNKNOWN: {
        en: '{operator} has published no version {version} of the tariff {tariff}.',
        fr: "{operator} n'a pas publié de version {version} du tarif {tariff}.",
        retry: 'never',
    },
    MOBILITY_VERSION_BACKDATED: {
        en: 'A further version must start after {now:instant}: what was already ridden keeps its price.',
        fr: 'Une nouvelle version doit commencer après {now:instant} : ce qui a déjà été parcouru garde son prix.',
        retry: 'never',
    },
    MOBILITY_PLAN_EXISTS: {
        en: 'The version {version} of the plan {plan} is published with other content. Publish the next version.',
        fr: "La version {version} de l'offre {plan} est publiée avec un autre contenu. Publiez la suivante.",
        retry: 'never',
    },
    MOBILITY_PLAN_VERSION_ORDER: {
        en: 'The version {version} of the plan {plan} must follow {last} and start after it.',
        fr: "La version {version} de l'offre {plan} doit suivre la version {last} et commencer après elle.",
        retry: 'never',
    },
    MOBILITY_ROSTER_FULL: {
        en: 'The seller has shared {limit} subscriptions with this operator, the most it can.',
        fr: 'Le vendeur a partagé {limit} abonnements avec cet opérateur, le maximum.',
        retry: 'never',
    },
    MOBILITY_SUBSCRIPTION_UNKNOWN: {
        en: 'The seller has not shared this subscription with the operator.',
        fr: "Le vendeur n'a pas partagé cet abonnement avec l'opérateur.",
        retry: 'later',
    },
    MOBILITY_SUBSCRIPTION_HISTORY: {
        en: 'The history of a shared subscription cannot be used: {reason}.',
        fr: "L'historique d'un abonnement partagé est inutilisable : {reason}.",
        retry: 'never',
    },
    MOBILITY_AUTHORISATION_EXISTS: {
        en: 'An authorisation of this id stands for something else. Choose another id.',
        fr: 'Une autorisation de cet identifiant existe pour autre chose. Choisissez-en un autre.',
        retry: 'never',
    },
    MOBILITY_AUTHORISATION_UNKNOWN: {
        en: 'No such authorisation was given.',
        fr: "Aucune autorisation de ce nom n'a été donnée.",
        retry: 'never',
    },
    MOBILITY_LEG_OF_ANOTHER: {
        en: 'The leg is not of {operator} under a subscription of {seller}: an operator records its own legs alone.',
        fr: "Le trajet n'est pas de {operator} sous un abonnement de {seller} : un opérateur n'enregistre que ses propres trajets.",
        retry: 'never',
    },
    MOBILITY_LEG_CONFLICT: {
        en: 'A record with this id and other content is on the ledger. Credit it and send a replacement.',
        fr: 'Un enregistrement de cet identifiant et au contenu différent figure au registre. Créditez-le et envoyez un remplacement.',
        retry: 'never',
    },
    MOBILITY_LEG_UNKNOWN: {
        en: 'The record that is named is not on the ledger.',
        fr: "L'enregistrement nommé ne figure pas au registre.",
        retry: 'never',
    },
    MOBILITY_CREDIT_LINE_EXCEEDED: {
        en: 'With this leg the seller would owe more than the line of credit that the operator grants it.',
        fr: "Avec ce trajet, le vendeur devrait plus que la ligne de crédit accordée par l'opérateur.",
        retry: 'later',
    },
    MOBILITY_LANE_FULL: {
        en: 'The lane of this leg has the most records that it can have[: {limit} a {per}].',
        fr: "La voie de ce trajet a le maximum d'enregistrements[ : {limit} par {per}].",
        retry: 'never',
    },
    MOBILITY_BATCH_CONFLICT: {
        en: 'A batch of this id was recorded with other content. Give each batch an id of its own.',
        fr: 'Un lot de cet identifiant a été enregistré avec un autre contenu. Donnez à chaque lot son identifiant.',
        retry: 'never',
    },
    MOBILITY_BATCH_UNKNOWN: {
        en: 'The batch is none of the last of its lane. Send it again: what was recorded is unchanged.',
        fr: "Le lot n'est pas parmi les derniers de sa voie. Renvoyez-le : ce qui est enregistré reste inchangé.",
        retry: 'never',
    },
    MOBILITY_BATCH_TOO_LARGE: {
        en: 'The batch has {size} rows, more than {limit}. Send smaller batches.',
        fr: 'Le lot a {size} lignes, plus que {limit}. Envoyez de plus petits lots.',
        retry: 'never',
    },
    MOBILITY_DISPUTE_EXISTS: {
        en: 'A dispute of this id or about this leg is there already.',
        fr: 'Un litige de cet identifiant ou sur ce trajet existe déjà.',
        retry: 'never',
    },
    MOBILITY_DISPUTE_UNKNOWN: {
        en: 'No such dispute is between the two.',
        fr: "Aucun litige de ce nom n'existe entre les deux.",
        retry: 'never',
    },
    MOBILITY_DISPUTES_TOO_MANY: {
        en: 'The lane has the most disputes that it can have[: {limit}].',
        fr: 'La voie a le maximum de litiges[ : {limit}].',
        retry: 'later',
    },
    MOBILITY_MEDIATION_EXISTS: {
        en: 'The case {mediation} was brought by {requestedBy}. Choose another id.',
        fr: 'Le cas {mediation} a été porté par {requestedBy}. Choisissez un autre identifiant.',
        retry: 'never',
    },
    MOBILITY_MEDIATION_UNKNOWN: {
        en: 'No case {mediation} was brought before the mediator.',
        fr: "Aucun cas {mediation} n'a été porté devant le médiateur.",
        retry: 'never',
    },
    MOBILITY_MEDIATION_ANSWERED: {
        en: 'The mediator has answered the case {mediation} already.',
        fr: 'Le médiateur a déjà répondu au cas {mediation}.',
        retry: 'never',
    },
    MOBILITY_MEDIATION_PENDING: {
        en: 'The mediator has not answered the case yet.',
        fr: "Le médiateur n'a pas encore répondu au cas.",
        retry: 'later',
    },
    MOBILITY_WINDOW_UNKNOWN: {
        en: 'No window {window} exists. List them, or open it first.',
        fr: "La fenêtre {window} n'existe pas. Listez-les, ou ouvrez-la d'abord.",
        retry: 'never',
    },
    MOBILITY_WINDOW_EXISTS: {
        en: 'The window {window} exists with other bounds. Choose another id.',
        fr: "La fenêtre {window} existe avec d'autres bornes. Choisissez un autre identifiant.",
        retry: 'never',
    },
    MOBILITY_WINDOWS_TOO_MANY: {
        en: '{limit} windows are not settled, the most there can be. Settle one first.',
        fr: "{limit} fenêtres ne sont pas réglées, le maximum. Réglez-en d'abord une.",
        retry: 'later',
    },
    MOBILITY_PAIR_NOT_IN_WINDOW: {
        en: '{mspId} and {with} do not clear with each other in the window {window}.',
        fr: '{mspId} et {with} ne compensent pas ensemble dans la fenêtre {window}.',
        retry: 'never',
    },
    MOBILITY_STATEMENT_AGREED: {
        en: 'The two have agreed on the window {window} already.',
        fr: 'Les deux se sont déjà accordés sur la fenêtre {window}.',
        retry: 'never',
    },
    MOBILITY_STATEMENT_INVALID: {
        en: 'The statement of {window} cannot be used: {reason}.',
        fr: 'Le relevé de {window} est inutilisable : {reason}.',
        retry: 'never',
    },
    MOBILITY_PAIRS_NOT_AGREED: {
        en: 'In the window {window} these pairs have not agreed yet: {pairs}.',
        fr: 'Dans la fenêtre {window}, ces paires ne se sont pas encore accordées : {pairs}.',
        retry: 'later',
    },
    MOBILITY_NOT_A_MEMBER: {
        en: '{member} does not clear in the window {window}, or is in default there.',
        fr: '{member} ne compense pas dans la fenêtre {window}, ou y est en défaut.',
        retry: 'never',
    },
    MOBILITY_NET_INVALID: {
        en: 'The net declared for {window} is refused: {reason}.',
        fr: 'Le solde déclaré pour {window} est refusé : {reason}.',
        retry: 'never',
    },
    MOBILITY_NETS_MISSING: {
        en: 'In the window {window} these members have not declared their nets: {members}.',
        fr: "Dans la fenêtre {window}, ces membres n'ont pas déclaré leur solde : {members}.",
        retry: 'later',
    },
    MOBILITY_NETS_UNBALANCED: {
        en: 'The nets declared for {window} do not add up to nothing.',
        fr: "Les soldes déclarés pour {window} ne s'annulent pas.",
        retry: 'never',
    },
    MOBILITY_SET_OFF_UNDECIDED: {
        en: 'The window {window} is settled by {method}: a set-off is given with setOff, and only then.',
        fr: 'La fenêtre {window} est réglée par {method} : une compensation par cycles se donne avec setOff, et alors seulement.',
        retry: 'never',
    },
    MOBILITY_DEBTS_NONE: {
        en: 'No debts of the window {window} stay between {mspId} and {with}.',
        fr: 'Aucune dette de la fenêtre {window} ne reste entre {mspId} et {with}.',
        retry: 'never',
    },
    MOBILITY_DEBTS_TOO_MANY: {
        en: '{limit} windows have debts that stay between two, the most there can be.',
        fr: '{limit} fenêtres ont des dettes qui restent entre deux membres, le maximum.',
        retry: 'never',
    },
    MOBILITY_SIGNATURE_DIFFERS: {
        en: 'What is signed is not the revision {revision} of the window {window}.',
        fr: "Ce qui est signé n'est pas la révision {revision} de la fenêtre {window}.",
        retry: 'never',
    },
    MOBILITY_BOOKINGS_TOO_MANY: {
        en: 'The window {window} has more than {limit} bookings.',
        fr: 'La fenêtre {window} a plus de {limit} écritures.',
        retry: 'never',
    },
    MOBILITY_SHARE_EXISTS: {
        en: 'The share {share} exists with other content. Choose another id.',
        fr: 'La répartition {share} existe avec un autre contenu. Choisissez un autre identifiant.',
        retry: 'never',
    },
    MOBILITY_SHARE_UNKNOWN: {
        en: 'No share {share} exists, or none with a part for this operator.',
        fr: "Aucune répartition {share} n'existe, ou aucune part pour cet opérateur.",
        retry: 'never',
    },
    MOBILITY_SHARE_INVALID: {
        en: 'The share {share} is refused: {reason}.',
        fr: 'La répartition {share} est refusée : {reason}.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
