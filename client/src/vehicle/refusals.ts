import type { RefusalCatalogue } from '@quartier/rules/wire';

/** What is refused of the rows of files and the options of commands before anything is sent. */
export const vehicleFileRefusals = {
    VEHICLE_FIELD_MISSING: {
        en: '{field} is missing.',
        fr: '{field} manque.',
        retry: 'never',
    },
    VEHICLE_FIELD_INVALID: {
        en: '{field} is {text}: {reason}.',
        fr: '{field} vaut {text} : {reason}.',
        retry: 'never',
    },
    VEHICLE_KIND_OF_ANOTHER_COMMAND: {
        en: 'An event of the kind {kind} has a command of its own: transfer, claim, correct or confirm.',
        fr: 'Un événement {kind} a sa propre commande : transfer, claim, correct ou confirm.',
        retry: 'never',
    },
    VEHICLE_ROW_COLUMNS: {
        en: 'The line has {columns} columns, the first line {expected}.',
        fr: 'La ligne a {columns} colonnes, la première ligne {expected}.',
        retry: 'never',
    },
    VEHICLE_ROW_WITHOUT_VEHICLE: {
        en: 'The line names no vehicle: a VIN, or a serial number such as MAKER:SERIAL.',
        fr: 'La ligne ne nomme aucun véhicule : un VIN, ou un numéro de série comme CONSTRUCTEUR:NUMÉRO.',
        retry: 'never',
    },
    VEHICLE_IDENTITY_IN_PUBLIC_TEXT: {
        en: 'The VIN stands in {field}, which everyone can read. Put it in the column of the vehicle only.',
        fr: 'Le VIN figure dans {field}, que tout le monde peut lire. Mettez-le seulement dans la colonne du véhicule.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
