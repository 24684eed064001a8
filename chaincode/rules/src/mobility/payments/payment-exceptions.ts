import type { RefusalText } from '../../wire/index.js';

export type PaymentExceptionKind = keyof typeof paymentExceptionTexts;

/** A payment that a person has to look at. */
export interface PaymentException {
    readonly kind: PaymentExceptionKind;
    readonly endToEndId: string;
    /** The bank's reference of the booking it is about. */
    readonly reference?: string;
    /** Of the booking; of PARTIAL what is missing, of OVERPAID what is too much. */
    readonly amountCents?: string;
    readonly currency?: string;
    /** Of REJECTED, as the bank gave it. */
    readonly reasonCode?: string;
}

/** What each exception is and what to do about it. */
export const paymentExceptionTexts = {
    UNKNOWN: {
        en: 'No payment order is called {endToEndId}. Ask the payer what it is for, then return it or have it sent again with its id.',
        fr: "Aucun ordre de paiement ne s'appelle {endToEndId}. Demandez au payeur son objet, puis rendez-le ou faites-le renvoyer avec son identifiant.",
        retry: 'never',
    },
    PARTIAL: {
        en: '{amountCents} cents of {endToEndId} are missing. Ask the payer for the rest under the same id.',
        fr: 'Il manque {amountCents} centimes à {endToEndId}. Demandez le reste au payeur sous le même identifiant.',
        retry: 'later',
    },
    OVERPAID: {
        en: '{endToEndId} was paid with {amountCents} cents too much. Return them to the payer.',
        fr: '{endToEndId} a été payé avec {amountCents} centimes de trop. Rendez-les au payeur.',
        retry: 'never',
    },
    DOUBLE: {
        en: '{endToEndId} was already paid. Return the {amountCents} cents of {reference} to the payer.',
        fr: '{endToEndId} était déjà payé. Rendez au payeur les {amountCents} centimes de {reference}.',
        retry: 'never',
    },
    WRONG_CURRENCY: {
        en: '{reference} pays {endToEndId} in {currency}. Return it and ask for euro.',
        fr: '{reference} paie {endToEndId} en {currency}. Rendez-le et demandez des euros.',
        retry: 'never',
    },
    WRONG_DEBTOR: {
        en: '{reference} pays {endToEndId} from an account that is not known as that of its payer. Have the payer confirm it, or return it.',
        fr: "{reference} paie {endToEndId} depuis un compte qui n'est pas connu comme celui du payeur. Faites-le confirmer, ou rendez-le.",
        retry: 'never',
    },
    REFERENCE_REUSED: {
        en: 'The bank notified {reference} twice with different content. Ask the bank which one holds.',
        fr: 'La banque a notifié {reference} deux fois avec un contenu différent. Demandez-lui lequel est juste.',
        retry: 'never',
    },
    REJECTED: {
        en: 'The bank rejected {endToEndId} ({reasonCode}). Correct what the reason says and send the payment again.',
        fr: 'La banque a rejeté {endToEndId} ({reasonCode}). Corrigez ce que dit le motif et renvoyez le paiement.',
        retry: 'never',
    },
    REVERSED: {
        en: 'The bank took {reference} of {endToEndId} back. Ask the payer to pay again.',
        fr: 'La banque a annulé {reference} de {endToEndId}. Demandez au payeur de payer à nouveau.',
        retry: 'later',
    },
} as const satisfies Readonly<Record<string, RefusalText>>;

export function exceptionOf(
    kind: PaymentExceptionKind,
    {
        reference,
        endToEndId,
        amountCents,
        currency,
    }: Readonly<Record<'reference' | 'endToEndId' | 'amountCents' | 'currency', string>>,
): PaymentException {
    return { kind, reference, endToEndId, amountCents, currency };
}

/** Banks write names in capitals and with spaces of their own. */
export function sameName(a: string, b: string): boolean {
    return nameKey(a) === nameKey(b);
}

function nameKey(name: string): string {
    return name.toUpperCase().replace(/\s+/gu, ' ').trim();
}
