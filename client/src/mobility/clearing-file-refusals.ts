import type { RefusalCatalogue, RefusalDetails } from '@quartier/rules/wire';

import { UnusableFile } from '../files/index.js';
import { Refusal } from '../gateway/index.js';

/** What is refused of files of obligations and of payment messages before anything is done with them. */
export const clearingFileRefusals = {
    MOBILITY_OBLIGATIONS_REFUSED: {
        en: '{count} line(s) of {file} are no obligations, so nothing was netted.',
        fr: "{count} ligne(s) de {file} ne sont pas des créances : rien n'a été compensé.",
        retry: 'never',
    },
    MOBILITY_PAYMENT_FILE_UNREADABLE: {
        en: 'The payment message cannot be read: {reason}.',
        fr: 'Le message de paiement est illisible : {reason}.',
        retry: 'never',
    },
    MOBILITY_PAYMENT_FILE_COUNT: {
        en: '{at} says {stated} payments and holds {found}: the message is incomplete or was altered.',
        fr: '{at} annonce {stated} paiements et en contient {found} : le message est incomplet ou a été modifié.',
        retry: 'never',
    },
    MOBILITY_PAYMENT_FILE_SUM: {
        en: '{at} says {stated} in all and its payments come to {found}: the message was altered.',
        fr: '{at} annonce {stated} en tout et ses paiements font {found} : le message a été modifié.',
        retry: 'never',
    },
    MOBILITY_PAYMENT_FILE_ID_UNKNOWN: {
        en: 'The message holds a payment {endToEndId} that was never ordered.',
        fr: "Le message contient un paiement {endToEndId} qui n'a jamais été ordonné.",
        retry: 'never',
    },
    MOBILITY_PAYMENT_FILE_ID_TWICE: {
        en: 'The message holds the payment {endToEndId} twice.',
        fr: 'Le message contient deux fois le paiement {endToEndId}.',
        retry: 'never',
    },
    MOBILITY_PAYMENT_FILE_DIFFERS: {
        en: 'The payment {endToEndId} is not what was ordered: {reason}.',
        fr: "Le paiement {endToEndId} n'est pas celui qui a été ordonné : {reason}.",
        retry: 'never',
    },
    MOBILITY_PAYMENT_FILE_MISSING: {
        en: 'The message lacks {count} payment(s) that were ordered, first {endToEndId}.',
        fr: 'Il manque au message {count} paiement(s) ordonné(s), le premier est {endToEndId}.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;

export type ClearingFileRefusalCode = keyof typeof clearingFileRefusals;

/** A file could be read, and what it says is refused. */
export function refusedFile(code: ClearingFileRefusalCode, details: RefusalDetails): Refusal {
    return new Refusal(code, details, clearingFileRefusals);
}

/** A payment message cannot be read: nothing was done with it. */
export function unreadableMessage(reason: string): UnusableFile {
    return new UnusableFile('MOBILITY_PAYMENT_FILE_UNREADABLE', { reason }, clearingFileRefusals);
}
