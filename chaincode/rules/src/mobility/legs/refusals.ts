import type { RefusalCatalogue } from '../../wire/refusal.js';
import { creditReasons, legReasons } from './reasons.js';

/** Details never hold an amount, a rider or a place: a refusal can reach a block or a log. */
export const legRefusals = {
    MOBILITY_LEG_INVALID: {
        en: 'The leg cannot be used: {reason}.',
        fr: 'Le trajet est inutilisable : {reason}.',
        retry: 'never',
        reasons: legReasons,
    },
    MOBILITY_LEG_BATCH_TOO_LARGE: {
        en: 'The batch has {size} {unit}, more than {limit}. Send smaller batches.',
        fr: 'Le lot a {size} {unit}, plus que {limit}. Envoyez de plus petits lots.',
        retry: 'never',
    },
    MOBILITY_CREDIT_INVALID: {
        en: 'The correction cannot be used: {reason}.',
        fr: 'La correction est inutilisable : {reason}.',
        retry: 'never',
        reasons: creditReasons,
    },
    MOBILITY_REFUND_ABOVE_PAID: {
        en: 'The refund is more than what was charged for the leg less what was already given back.',
        fr: 'Le remboursement dépasse ce qui a été facturé pour le trajet, déduction faite de ce qui a déjà été rendu.',
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
