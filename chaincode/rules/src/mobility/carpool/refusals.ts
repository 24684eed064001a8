import type { RefusalCatalogue } from '../../wire/refusal.js';

export const carpoolRefusals = {
    MOBILITY_RIDE_CLOSED: {
        en: 'The ride {ride} takes no more requests.',
        fr: 'Le trajet {ride} ne prend plus de demandes.',
        retry: 'never',
    },
    MOBILITY_RIDE_DEPARTED: {
        en: 'The departure of the ride {ride} is past.',
        fr: 'Le départ du trajet {ride} est passé.',
        retry: 'never',
    },
    MOBILITY_RIDE_LEG: {
        en: 'The ride {ride} has no such way: get in at a point of its corridor and out at a later one.',
        fr: "Le trajet {ride} n'a pas ce parcours : montez à un point de son corridor et descendez à un point suivant.",
        retry: 'never',
    },
    MOBILITY_RIDE_OWN: {
        en: 'The driver of the ride {ride} cannot book it.',
        fr: 'Le conducteur du trajet {ride} ne peut pas le réserver.',
        retry: 'never',
    },
    MOBILITY_RIDE_FULL: {
        en: 'The ride {ride} has {left} seat(s) left on this way.',
        fr: 'Le trajet {ride} a encore {left} place(s) sur ce parcours.',
        retry: 'never',
    },
    MOBILITY_BOOKING_EXISTS: {
        en: 'The booking {booking} exists already. Choose another id.',
        fr: 'La réservation {booking} existe déjà. Choisissez un autre identifiant.',
        retry: 'never',
    },
    MOBILITY_BOOKING_UNKNOWN: {
        en: 'The ride has no booking {booking}.',
        fr: "Le trajet n'a pas de réservation {booking}.",
        retry: 'never',
    },
    MOBILITY_BOOKING_STATE: {
        en: 'The booking {booking} is {state}: that is no longer, or not yet, possible.',
        fr: "La réservation {booking} est dans l'état {state} : ce n'est plus, ou pas encore, possible.",
        retry: 'never',
    },
    MOBILITY_RIDE_TOO_SOON: {
        en: 'The booking {booking} can be ended so from {earliest:instant} on.',
        fr: 'La réservation {booking} peut être close ainsi à partir de {earliest:instant}.',
        retry: 'later',
    },
    MOBILITY_RIDE_CAME: {
        en: 'A signed point of the other rider of the booking {booking} shows that they came.',
        fr: "Un point signé de l'autre personne de la réservation {booking} montre qu'elle est venue.",
        retry: 'never',
    },
    MOBILITY_POINT_NOT_OF_RIDER: {
        en: 'The point is not of a rider of the booking {booking} in that role.',
        fr: "Le point n'est pas d'une personne de la réservation {booking} dans ce rôle.",
        retry: 'never',
    },
    MOBILITY_POINT_TWICE: {
        en: 'The booking {booking} has this point of this rider already.',
        fr: 'La réservation {booking} a déjà ce point de cette personne.',
        retry: 'never',
    },
    MOBILITY_POINTS_FULL: {
        en: 'The booking {booking} has as many points as it can have.',
        fr: 'La réservation {booking} a autant de points que possible.',
        retry: 'never',
    },
    MOBILITY_CAMPAIGN_UNKNOWN: {
        en: 'The campaign {campaign} is not open: the council opens it with its first funding.',
        fr: "La campagne {campaign} n'est pas ouverte : la collectivité l'ouvre par son premier financement.",
        retry: 'never',
    },
    MOBILITY_POLICY_NOT_DECIDED: {
        en: 'The organisations have decided no policy of the campaign {campaign} for {day}.',
        fr: "Les organisations n'ont décidé aucune règle de la campagne {campaign} pour le {day}.",
        retry: 'never',
    },
    MOBILITY_BUDGET_SHORT: {
        en: 'The campaign {campaign} has {leftMicroEur} micro-euro left, less than the batch needs. The council can fund it.',
        fr: "Il reste {leftMicroEur} micro-euros à la campagne {campaign}, moins que le lot n'en demande. La collectivité peut la financer.",
        retry: 'later',
    },
    MOBILITY_RIDER_UNKNOWN: {
        en: 'The pseudonym was not issued to a rider of this operator in the campaign {campaign}.',
        fr: "Le pseudonyme n'a pas été attribué à une personne de cet opérateur dans la campagne {campaign}.",
        retry: 'never',
    },
    MOBILITY_PSEUDONYM_CONFLICT: {
        en: 'A rider has another pseudonym in the campaign {campaign}, or the pseudonym is of another rider.',
        fr: "Une personne a un autre pseudonyme dans la campagne {campaign}, ou le pseudonyme est celui d'une autre.",
        retry: 'never',
    },
    MOBILITY_RIDER_FUNDS: {
        en: 'The account of the rider does not hold so much.',
        fr: "Le compte de la personne n'a pas cette somme.",
        retry: 'never',
    },
    MOBILITY_RIDER_OWES: {
        en: 'The account of the rider is below nothing by a fee: it must be paid before the next ride.',
        fr: 'Le compte de la personne est débiteur de frais : ils sont à payer avant le prochain trajet.',
        retry: 'never',
    },
    MOBILITY_RIDE_UNKNOWN: {
        en: 'The campaign has no ride {ride}.',
        fr: "La campagne n'a pas de trajet {ride}.",
        retry: 'never',
    },
    MOBILITY_RIDE_EXISTS: {
        en: 'The ride {ride} exists already. Choose another id.',
        fr: 'Le trajet {ride} existe déjà. Choisissez un autre identifiant.',
        retry: 'never',
    },
    MOBILITY_RIDE_NOT_YOURS: {
        en: 'The organisation {mspId} does not act for this rider of the ride {ride}.',
        fr: "L'organisation {mspId} n'agit pas pour cette personne du trajet {ride}.",
        retry: 'never',
    },
    MOBILITY_SIGNATURE_INVALID: {
        en: 'The telephone that the rider committed for the ride {ride} has not signed this.',
        fr: "Ceci n'est pas signé par le téléphone que la personne a engagé pour le trajet {ride}.",
        retry: 'never',
    },
    MOBILITY_ACT_OF_OTHER_RIDE: {
        en: 'What was signed is of another ride or booking than {ride}.',
        fr: "Ce qui est signé est d'un autre trajet ou d'une autre réservation que {ride}.",
        retry: 'never',
    },
    MOBILITY_ACT_REPEATED: {
        en: 'The telephone has signed something else of the ride {ride} with the same nonce.',
        fr: 'Le téléphone a signé autre chose du trajet {ride} avec le même nonce.',
        retry: 'never',
    },
    MOBILITY_ACT_ROLE: {
        en: 'On the ride {ride} only the driver can {act}.',
        fr: 'Sur le trajet {ride}, seule la personne qui conduit peut le faire : {act}.',
        retry: 'never',
    },
    MOBILITY_ACT_CLOCK: {
        en: 'The time that the telephone signed is in the future, or more than a day past.',
        fr: "L'heure signée par le téléphone est à venir, ou passée de plus d'un jour.",
        retry: 'never',
    },
    MOBILITY_ACTS_FULL: {
        en: 'There are as many signed words on the booking as there can be, {limit}.',
        fr: 'La réservation a autant de paroles signées que possible, {limit}.',
        retry: 'never',
    },
    MOBILITY_JOURNEY_UNKNOWN: {
        en: 'The journey was not judged in this campaign on that day.',
        fr: "Le trajet n'a pas été jugé dans cette campagne ce jour-là.",
        retry: 'never',
    },
    MOBILITY_JOURNEY_CONFLICT: {
        en: 'A journey with this id was judged with another content.',
        fr: 'Un trajet de cet identifiant a été jugé avec un autre contenu.',
        retry: 'never',
    },
    MOBILITY_JOURNEY_NOT_SETTLED: {
        en: 'The ride is not settled.',
        fr: "Le trajet n'est pas réglé.",
        retry: 'later',
    },
    MOBILITY_JOURNEY_NOT_YOURS: {
        en: 'The journey is of another operator.',
        fr: "Le trajet est d'un autre opérateur.",
        retry: 'never',
    },
    MOBILITY_JOURNEY_FUTURE: {
        en: 'The journey has not ended yet.',
        fr: "Le trajet n'est pas terminé.",
        retry: 'later',
    },
    MOBILITY_JOURNEYS_FULL: {
        en: 'The operator or the rider has as many journeys of that day or month as there can be, {limit}.',
        fr: "L'opérateur ou la personne a autant de trajets ce jour ou ce mois que possible, {limit}.",
        retry: 'never',
    },
    MOBILITY_REGISTRY_REVENUE: {
        en: 'The driver of the journey {journey} has {revenueMicroEur} micro-euro; contribution and incentives less commission are {expectedMicroEur}.',
        fr: 'Le conducteur du trajet {journey} a {revenueMicroEur} micro-euros ; participation et incitations moins la commission font {expectedMicroEur}.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
