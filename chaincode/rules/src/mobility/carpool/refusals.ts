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
        en: 'The booking {booking} can be ended so from {earliest} on.',
        fr: 'La réservation {booking} peut être close ainsi à partir de {earliest}.',
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
    MOBILITY_REGISTRY_REVENUE: {
        en: 'The driver of the journey {journey} has {revenueMicroEur} micro-euro; contribution and incentives less commission are {expectedMicroEur}.',
        fr: 'Le conducteur du trajet {journey} a {revenueMicroEur} micro-euros ; participation et incitations moins la commission font {expectedMicroEur}.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
