import type { RefusalCatalogue } from '@quartier/rules/wire';

/** Why a credential is not issued, or not believed. */
export const credentialRefusals = {
    VEHICLE_CREDENTIAL_UNREADABLE: {
        en: 'This is not a credential: {reason}.',
        fr: "Ce n'est pas une attestation : {reason}.",
        retry: 'never',
    },
    VEHICLE_CREDENTIAL_FORGED: {
        en: 'The signature is not the one of this text: the credential was altered or forged.',
        fr: "La signature n'est pas celle de ce texte : l'attestation a été modifiée ou forgée.",
        retry: 'never',
    },
    VEHICLE_CREDENTIAL_ISSUER_UNKNOWN: {
        en: 'The issuer {mspId} is certified by no authority that you trust ({authority}).',
        fr: "L'émetteur {mspId} n'est certifié par aucune autorité de confiance ({authority}).",
        retry: 'never',
    },
    VEHICLE_CREDENTIAL_ISSUER_OTHER: {
        en: 'The credential says that {mspId} issued it, but its signer is certified by {certifiedBy}.',
        fr: "L'attestation se dit émise par {mspId}, mais son signataire est certifié par {certifiedBy}.",
        retry: 'never',
    },
    VEHICLE_CREDENTIAL_ISSUER_UNAUTHORISED: {
        en: 'The signer is neither an administrator nor of the back office of {mspId}.',
        fr: "Le signataire n'est ni administrateur ni du back-office de {mspId}.",
        retry: 'never',
    },
    VEHICLE_CREDENTIAL_ISSUER_EXPIRED: {
        en: 'The certificate of the signer was not valid on {validFrom}.',
        fr: "Le certificat du signataire n'était pas valable le {validFrom}.",
        retry: 'never',
    },
    VEHICLE_CREDENTIAL_NOT_YET_VALID: {
        en: 'The credential is valid from {validFrom} on.',
        fr: "L'attestation est valable à partir du {validFrom}.",
        retry: 'later',
    },
    VEHICLE_CREDENTIAL_EXPIRED: {
        en: 'The credential was valid until {validUntil}.',
        fr: "L'attestation était valable jusqu'au {validUntil}.",
        retry: 'never',
    },
    VEHICLE_CREDENTIAL_WITHDRAWN: {
        en: 'The issuer has withdrawn the credential {id}.',
        fr: "L'émetteur a retiré l'attestation {id}.",
        retry: 'never',
    },
    VEHICLE_STATUS_LIST_OTHER: {
        en: 'The status list is not the one that the credential names ({list}).',
        fr: "La liste d'états n'est pas celle que nomme l'attestation ({list}).",
        retry: 'never',
    },
    VEHICLE_STATUS_LIST_EXPIRED: {
        en: 'The status list was in force until {validUntil}: ask its issuer for the present one.',
        fr: "La liste d'états valait jusqu'au {validUntil} : demandez l'actuelle à son émetteur.",
        retry: 'never',
    },
    VEHICLE_CREDENTIAL_AUDIENCE: {
        en: 'The proof was made for somebody else, or for another question.',
        fr: 'La preuve a été faite pour une autre personne, ou pour une autre question.',
        retry: 'never',
    },
    VEHICLE_CREDENTIAL_KEY: {
        en: 'Credentials are signed with keys of the curve P-256; that of {mspId} is another.',
        fr: 'Les attestations se signent avec des clés de la courbe P-256 ; celle de {mspId} en est une autre.',
        retry: 'never',
    },
    VEHICLE_CREDENTIAL_NOT_LISTED: {
        en: 'The status file {file} has no credential {id}.',
        fr: "Le fichier d'états {file} n'a pas d'attestation {id}.",
        retry: 'never',
    },
    VEHICLE_STATUS_LIST_FULL: {
        en: 'The status list {list} is full: begin another file with another address.',
        fr: "La liste d'états {list} est pleine : commencez un autre fichier avec une autre adresse.",
        retry: 'never',
    },
    VEHICLE_NOT_HELD: {
        en: 'The vehicle is not held by who this opens: nothing was proved.',
        fr: "Le véhicule n'est pas détenu par la personne indiquée : rien n'a été prouvé.",
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
