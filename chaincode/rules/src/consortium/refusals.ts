import type { RefusalCatalogue } from '../wire/refusal.js';

export const consortiumRefusals = {
    CONSORTIUM_NOT_FOUNDED: {
        en: 'The consortium of this area is not founded yet: every organisation must ratify the same founding. Ratified so far: {ratifiedBy}.',
        fr: "Le consortium de ce domaine n'est pas encore fondé : chaque organisation doit ratifier le même acte. Ratifié par : {ratifiedBy}.",
        retry: 'later',
    },
    CONSORTIUM_FOUNDING_DIFFERS: {
        en: 'Another founding of this area is already on the ledger. Compare the definitions of the organisations.',
        fr: 'Un autre acte de fondation est déjà inscrit. Comparez les définitions des organisations.',
        retry: 'never',
    },
    CONSORTIUM_FOUNDING_INVALID: {
        en: 'The founding is not valid: {reason}.',
        fr: "L'acte de fondation n'est pas valide : {reason}.",
        retry: 'never',
    },
    CONSORTIUM_ADMIN_REQUIRED: {
        en: 'Only an administrator of {mspId} may do this: use a certificate of its organisational unit admin.',
        fr: 'Seul un administrateur de {mspId} peut le faire : utilisez un certificat de son unité admin.',
        retry: 'never',
    },
    CONSORTIUM_STRANGER: {
        en: '{mspId} is not an organisation of this area.',
        fr: "{mspId} n'est pas une organisation de ce domaine.",
        retry: 'never',
    },
    CONSORTIUM_ROLE_MISSING: {
        en: '{mspId} does not hold the role {role} in this area. Organisations that hold it: {holders}.',
        fr: "{mspId} n'a pas le rôle {role} dans ce domaine. Organisations qui l'ont : {holders}.",
        retry: 'never',
    },
    CONSORTIUM_ATTRIBUTE_MISSING: {
        en: 'The certificate of the caller lacks the attribute {attribute}={value}. Ask the certificate authority of {mspId} for one that has it.',
        fr: "Le certificat de l'appelant n'a pas l'attribut {attribute}={value}. Demandez-en un à l'autorité de {mspId}.",
        retry: 'never',
    },
    CONSORTIUM_COLLECTION_CLOSED: {
        en: '{mspId} does not share the collection {collection}. Organisations that share it: {members}.',
        fr: '{mspId} ne partage pas la collection {collection}. Organisations qui la partagent : {members}.',
        retry: 'never',
    },
    CONSORTIUM_SUBJECT_UNKNOWN: {
        en: 'The organisations of this area do not decide on {subject}. Subjects: {subjects}.',
        fr: 'Les organisations de ce domaine ne décident pas de {subject}. Sujets : {subjects}.',
        retry: 'never',
    },
    CONSORTIUM_SUBJECT_FULL: {
        en: 'There are {decisions} adopted decisions on {subject}, the most there can be.',
        fr: 'Il y a {decisions} décisions adoptées sur {subject}, le maximum.',
        retry: 'never',
    },
    CONSORTIUM_DECISION_EXISTS: {
        en: '{proposedBy} has proposed a decision {decision} already. Vote on it, or propose another under an id of its own.',
        fr: '{proposedBy} a déjà proposé une décision {decision}. Votez, ou proposez-en une autre sous un autre identifiant.',
        retry: 'never',
    },
    CONSORTIUM_DECISION_UNKNOWN: {
        en: 'No decision {decision} is proposed. List the decisions, or propose it first.',
        fr: "Aucune décision {decision} n'est proposée. Listez les décisions, ou proposez-la d'abord.",
        retry: 'never',
    },
    CONSORTIUM_DECISION_CLOSED: {
        en: 'The decision {decision} is {state} already: votes no longer count.',
        fr: 'La décision {decision} est close ({state}) : les votes ne comptent plus.',
        retry: 'never',
    },
    CONSORTIUM_DECISION_BACKDATED: {
        en: 'The decision would be in force from {from}, before today, {today}: only the first one on {subject} may be. Propose it from a later day, under another id.',
        fr: "La décision serait en vigueur dès le {from}, avant aujourd'hui, le {today} : seule la première sur {subject} le peut. Proposez-la à partir d'un jour ultérieur, sous un autre identifiant.",
        retry: 'never',
    },
    CONSORTIUM_DECISION_TOO_LARGE: {
        en: 'The value has {bytes} bytes, more than {limit}. Decide on less at once.',
        fr: 'La valeur a {bytes} octets, plus que {limit}. Décidez de moins à la fois.',
        retry: 'never',
    },
    CONSORTIUM_CLOCK: {
        en: "The proposal's time {proposed:instant} is more than {toleranceSeconds} s from the endorser's clock. Set the clock of the machine that signs.",
        fr: "L'heure de la proposition {proposed:instant} s'écarte de plus de {toleranceSeconds} s de l'horloge du pair. Réglez l'horloge de la machine qui signe.",
        retry: 'never',
    },
    REQUEST_PRIVATE_PART_MISSING: {
        en: 'The private part of the request is missing from the transient map.',
        fr: 'La partie privée de la demande manque dans les données transitoires.',
        retry: 'never',
    },
    REQUEST_MALFORMED: {
        en: 'The request is not of the documented shape: {reason}.',
        fr: "La demande n'a pas la forme documentée : {reason}.",
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
