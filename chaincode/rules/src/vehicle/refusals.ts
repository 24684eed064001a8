import type { RefusalCatalogue } from '../wire/refusal.js';

/** Identities and batches. */
const registration = {
    VEHICLE_VIN_INVALID: {
        en: 'The VIN breaks the rule {rule} (LENGTH: 17 characters; CHARACTERS: digits and letters without I, O, Q; CHECK_DIGIT: ninth character, for vehicles of North America). Read it again from the vehicle.',
        fr: "Le NIV enfreint la règle {rule} (LENGTH : 17 caractères ; CHARACTERS : chiffres et lettres sans I, O, Q ; CHECK_DIGIT : neuvième caractère, pour les véhicules d'Amérique du Nord). Relisez-le sur le véhicule.",
        retry: 'never',
    },
    VEHICLE_CODE_NOT_HELD: {
        en: 'The list of manufacturers does not give {mspId} the code of this vehicle. A maker registers its own codes only.',
        fr: "La liste des constructeurs n'attribue pas le code de ce véhicule à {mspId}. Un constructeur n'enregistre que ses propres codes.",
        retry: 'never',
    },
    VEHICLE_MANUFACTURERS_UNDECIDED: {
        en: 'The organisations have not decided the list of manufacturers ({subject}) yet: nobody may register births.',
        fr: "Les organisations n'ont pas encore décidé la liste des constructeurs ({subject}) : personne ne peut enregistrer de naissance.",
        retry: 'later',
    },
    VEHICLE_DESCRIPTION_INVALID: {
        en: 'The description of the vehicle does not hold together: {reason}.',
        fr: "La description du véhicule n'est pas cohérente : {reason}.",
        retry: 'never',
    },
    VEHICLE_PASSPORT_EXISTS: {
        en: 'The vehicle already has the passport {passport}, registered by {registeredBy} with other content. If it is another vehicle under the same number, record a suspected clone.',
        fr: "Le véhicule a déjà le passeport {passport}, enregistré par {registeredBy} avec un autre contenu. Si c'est un autre véhicule sous le même numéro, signalez un doublon.",
        retry: 'never',
    },
    VEHICLE_PASSPORT_UNKNOWN: {
        en: 'No passport of this vehicle exists. Check the number, or have it registered or enrolled.',
        fr: "Aucun passeport de ce véhicule n'existe. Vérifiez le numéro, ou faites-le enregistrer.",
        retry: 'never',
    },
    VEHICLE_PASSPORT_FULL: {
        en: 'The passport has {events} events, the most it can have.',
        fr: 'Le passeport a {events} événements, le maximum.',
        retry: 'never',
    },
    VEHICLE_BATCH_TOO_LARGE: {
        en: 'The batch has {size} rows, more than {limit}. Send smaller batches.',
        fr: 'Le lot a {size} lignes, plus que {limit}. Envoyez de plus petits lots.',
        retry: 'never',
    },
    VEHICLE_TRANSACTION_TOO_LARGE: {
        en: 'The transaction would write {bytes} bytes, more than {limit}: the passports have long histories. Send smaller batches.',
        fr: 'La transaction écrirait {bytes} octets, plus que {limit} : les passeports ont un long historique. Envoyez de plus petits lots.',
        retry: 'never',
    },
    VEHICLE_QUALITY_TOO_LARGE: {
        en: 'In the month {month}, {mspId} stands in more than {limit} transactions: too many to add up at once.',
        fr: 'Au mois {month}, {mspId} figure dans plus de {limit} transactions : trop pour une seule somme.',
        retry: 'never',
    },
    VEHICLE_PAGE_UNKNOWN: {
        en: 'The passport has {pages} page(s) of older events, counted from 0; page {page} is none of them.',
        fr: "Le passeport a {pages} page(s) d'événements anciens, comptées à partir de 0 ; la page {page} n'en est pas.",
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;

/** What an event says, who says it and when. */
const events = {
    VEHICLE_ROLE_MISSING: {
        en: '{mspId} may not record an event of the kind {kind}: it is for the role(s) {roles}.',
        fr: "{mspId} ne peut pas inscrire d'événement du type {kind} : il revient au(x) rôle(s) {roles}.",
        retry: 'never',
    },
    VEHICLE_EVENT_EXISTS: {
        en: 'The event {event} is recorded with other content. Choose another id, or correct it.',
        fr: "L'événement {event} est inscrit avec un autre contenu. Choisissez un autre identifiant, ou corrigez-le.",
        retry: 'never',
    },
    VEHICLE_EVENT_UNKNOWN: {
        en: 'The passport has no event {event}.',
        fr: "Le passeport n'a pas d'événement {event}.",
        retry: 'never',
    },
    VEHICLE_DAY_IN_FUTURE: {
        en: 'The day {day} is after today, {today} (UTC).',
        fr: "Le jour {day} est postérieur à aujourd'hui, {today} (UTC).",
        retry: 'never',
    },
    VEHICLE_DAY_BEFORE_VEHICLE: {
        en: 'The day {day} is before the vehicle existed: {first}.',
        fr: "Le jour {day} précède l'existence du véhicule : {first}.",
        retry: 'never',
    },
    VEHICLE_READING_MISSING: {
        en: 'An event of the kind {kind} needs what the odometer showed, with its unit.',
        fr: 'Un événement du type {kind} demande ce que montrait le compteur, avec son unité.',
        retry: 'never',
    },
    VEHICLE_READING_NOT_EXPECTED: {
        en: 'An event of the kind {kind} has no reading: record one by itself.',
        fr: "Un événement du type {kind} n'a pas de relevé : inscrivez-le à part.",
        retry: 'never',
    },
    VEHICLE_ODOMETER_EXPECTED: {
        en: 'A vehicle of the category {category} has an odometer: say what it showed, or that it was unreadable.',
        fr: "Un véhicule de la catégorie {category} a un compteur : dites ce qu'il montrait, ou qu'il était illisible.",
        retry: 'never',
    },
    VEHICLE_UNIT_MISSING: {
        en: 'The reading has no unit. Units: {units}.',
        fr: "Le relevé n'a pas d'unité. Unités : {units}.",
        retry: 'never',
    },
    VEHICLE_UNIT_UNKNOWN: {
        en: 'The unit of the reading is not known. Units: {units}.',
        fr: "L'unité du relevé est inconnue. Unités : {units}.",
        retry: 'never',
    },
    VEHICLE_READING_NEGATIVE: {
        en: 'The reading is below zero.',
        fr: 'Le relevé est inférieur à zéro.',
        retry: 'never',
    },
    VEHICLE_READING_NOT_WHOLE: {
        en: 'The reading is not a whole number that an odometer can show.',
        fr: "Le relevé n'est pas un nombre entier qu'un compteur peut montrer.",
        retry: 'never',
    },
    VEHICLE_READING_ABOVE_CAPACITY: {
        en: 'The odometer of this vehicle shows at most {capacity} {unit}.',
        fr: 'Le compteur de ce véhicule montre au plus {capacity} {unit}.',
        retry: 'never',
    },
    VEHICLE_ATTESTATION_DIFFERS: {
        en: 'The figures differ from those of the replacement {event}: an attestation states the same two.',
        fr: 'Les valeurs diffèrent de celles du remplacement {event} : une attestation énonce les deux mêmes.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;

/** The state of a vehicle. */
const lifeCycle = {
    VEHICLE_SCRAPPED: {
        en: 'The vehicle is scrapped: only corrections are recorded, not {kind}.',
        fr: 'Le véhicule est détruit : seules des corrections sont inscrites, pas {kind}.',
        retry: 'never',
    },
    VEHICLE_STATE_FORBIDS: {
        en: 'The vehicle is {state}: an event of the kind {kind} cannot follow.',
        fr: "Le véhicule est dans l'état {state} : un événement du type {kind} ne peut pas suivre.",
        retry: 'never',
    },
    VEHICLE_STOLEN: {
        en: 'The vehicle is reported stolen: it cannot change hands until the authority records it found.',
        fr: "Le véhicule est déclaré volé : il ne peut pas changer de mains avant que l'autorité ne l'inscrive comme retrouvé.",
        retry: 'never',
    },
    VEHICLE_ACCIDENT_UNDECIDED: {
        en: 'An accident is declared and not assessed: the vehicle cannot change hands before.',
        fr: "Un accident est déclaré et n'est pas expertisé : le véhicule ne peut pas changer de mains avant.",
        retry: 'never',
    },
    VEHICLE_ACCIDENT_ORDER: {
        en: 'An event of the kind {kind} cannot follow when the accident is {accident}. The order is: declared, assessed, repaired, fit for the road.',
        fr: "Un événement du type {kind} ne peut pas suivre quand l'accident est {accident}. L'ordre est : déclaré, expertisé, réparé, apte à circuler.",
        retry: 'never',
    },
    VEHICLE_RECALL_NOT_OWN_MAKE: {
        en: '{mspId} neither registered this vehicle nor holds its code: it may not recall it.',
        fr: "{mspId} n'a pas enregistré ce véhicule et n'en détient pas le code : il ne peut pas le rappeler.",
        retry: 'never',
    },
    VEHICLE_RECALL_OPEN: {
        en: 'The campaign {campaign} is already open on this vehicle.',
        fr: 'La campagne {campaign} est déjà ouverte sur ce véhicule.',
        retry: 'never',
    },
    VEHICLE_RECALL_UNKNOWN: {
        en: 'No campaign {campaign} is open on this vehicle.',
        fr: "Aucune campagne {campaign} n'est ouverte sur ce véhicule.",
        retry: 'never',
    },
    VEHICLE_PLEDGE_EXISTS: {
        en: 'The vehicle is already pledged under this id.',
        fr: 'Le véhicule est déjà gagé sous cet identifiant.',
        retry: 'never',
    },
    VEHICLE_PLEDGE_UNKNOWN: {
        en: 'The vehicle is not pledged under this id.',
        fr: "Le véhicule n'est pas gagé sous cet identifiant.",
        retry: 'never',
    },
    VEHICLE_ROWS_TOO_MANY: {
        en: 'The vehicle has {rows} open recalls or pledges, the most it can have.',
        fr: 'Le véhicule a {rows} rappels ou gages ouverts, le maximum.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;

const corrections = {
    VEHICLE_NOT_THE_AUTHOR: {
        en: 'The event {event} was recorded by {author}: only it may correct it, not {mspId}.',
        fr: "L'événement {event} a été inscrit par {author} : lui seul peut le corriger, pas {mspId}.",
        retry: 'never',
    },
    VEHICLE_CORRECTION_OF_CORRECTION: {
        en: 'A correction is not itself corrected: correct the event that it corrects, {corrects}, again.',
        fr: "Une correction ne se corrige pas : corrigez à nouveau l'événement qu'elle corrige, {corrects}.",
        retry: 'never',
    },
    VEHICLE_CORRECTION_BY_NEXT_EVENT: {
        en: 'An event of the kind {kind} is not void by a correction: record the event that undoes it.',
        fr: "Un événement du type {kind} ne s'annule pas par une correction : inscrivez l'événement qui le défait.",
        retry: 'never',
    },
    VEHICLE_CORRECTION_TOO_LATE: {
        en: 'What followed the event of the kind {kind} stands on it: it cannot be void any more.',
        fr: "Ce qui a suivi l'événement du type {kind} repose sur lui : il ne peut plus être annulé.",
        retry: 'never',
    },
    VEHICLE_CORRECTION_NOT_PROPOSED: {
        en: 'The correction {event} waits for no confirmation: it is {standing}.',
        fr: "La correction {event} n'attend pas de confirmation : elle est {standing}.",
        retry: 'never',
    },
    VEHICLE_OWN_CONFIRMATION: {
        en: '{mspId} recorded {event} itself: another organisation must confirm it.',
        fr: '{mspId} a inscrit {event} lui-même : une autre organisation doit confirmer.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;

const holders = {
    VEHICLE_HOLDER_EXISTS: {
        en: 'The vehicle already has a holder: it changes hands by a transfer.',
        fr: 'Le véhicule a déjà un titulaire : il change de mains par une cession.',
        retry: 'never',
    },
    VEHICLE_HOLDER_MISSING: {
        en: 'Nobody holds the vehicle yet: its first holder must be named.',
        fr: "Personne n'est encore titulaire du véhicule : nommez d'abord le premier.",
        retry: 'never',
    },
    VEHICLE_HOLDER_OPENING_WRONG: {
        en: "The holder and salt given do not open the passport's commitment.",
        fr: "Le titulaire et le sel donnés n'ouvrent pas l'engagement du passeport.",
        retry: 'never',
    },
    VEHICLE_TRANSFER_PENDING: {
        en: 'Another transfer of this vehicle is offered. Accept or withdraw it first.',
        fr: "Une autre cession de ce véhicule est proposée. Acceptez-la ou retirez-la d'abord.",
        retry: 'never',
    },
    VEHICLE_TRANSFER_UNKNOWN: {
        en: 'No such transfer of this vehicle is offered.',
        fr: "Aucune cession de ce véhicule n'est proposée sous cet identifiant.",
        retry: 'never',
    },
    VEHICLE_ACCEPTANCE_CODE_WRONG: {
        en: 'The code is not the one that the seller gave to the buyer.',
        fr: "Le code n'est pas celui que le vendeur a donné à l'acheteur.",
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;

export const vehicleRefusals = {
    ...registration,
    ...events,
    ...lifeCycle,
    ...corrections,
    ...holders,
} as const satisfies RefusalCatalogue;
