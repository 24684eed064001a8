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
    CONSORTIUM_CLOCK: {
        en: "The proposal's time {proposed} is more than {toleranceSeconds} s from the endorser's clock. Set the clock of the machine that signs.",
        fr: "L'heure de la proposition {proposed} s'écarte de plus de {toleranceSeconds} s de l'horloge du pair. Réglez l'horloge de la machine qui signe.",
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
