import type { RefusalCatalogue } from '../../wire/refusal.js';

export const disputeRefusals = {
    MOBILITY_DISPUTE_AFTER_DEADLINE: {
        en: 'Legs of this statement could be disputed until {deadline:instant}.',
        fr: "Les trajets de ce relevé pouvaient être contestés jusqu'à {deadline:instant}.",
        retry: 'never',
    },
    MOBILITY_DISPUTE_STATE: {
        en: 'The dispute {dispute} is {state}: {command} is not open to it.',
        fr: 'Le litige {dispute} est {state} : {command} ne lui est pas ouvert.',
        retry: 'never',
    },
    MOBILITY_DISPUTE_NOT_YOURS: {
        en: 'In the dispute {dispute} only {expected} can {command} now, not {by}.',
        fr: 'Dans le litige {dispute}, seul {expected} peut {command} maintenant, pas {by}.',
        retry: 'never',
    },
    MOBILITY_DISPUTE_EXPIRED: {
        en: 'The dispute {dispute} could go on until {deadline:instant}. It can only expire now.',
        fr: "Le litige {dispute} pouvait continuer jusqu'à {deadline:instant}. Il ne peut plus qu'expirer.",
        retry: 'never',
    },
    MOBILITY_DISPUTE_NOT_EXPIRED: {
        en: 'The dispute {dispute} waits for its next step until {deadline:instant}.',
        fr: "Le litige {dispute} attend sa prochaine étape jusqu'à {deadline:instant}.",
        retry: 'later',
    },
    MOBILITY_DISPUTE_REJECTIONS_SPENT: {
        en: 'The dispute {dispute} has seen {limit} rejections: accept, withdraw or escalate it to the mediator.',
        fr: 'Le litige {dispute} a vu {limit} rejets : acceptez-le, retirez-le ou portez-le devant le médiateur.',
        retry: 'never',
    },
    MOBILITY_DISPUTE_AMOUNT: {
        en: 'The amount does not fit the dispute {dispute}: {reason}.',
        fr: 'Le montant ne convient pas au litige {dispute} : {reason}.',
        retry: 'never',
        reasons: {
            'the claim is what was charged': 'la demande est ce qui a été facturé',
            'an offer lies between what was charged and what is claimed':
                'une offre se situe entre ce qui a été facturé et ce qui est demandé',
            'a counter claims as before, or less': 'une contre-demande demande autant ou moins',
            'a ruling lies from what was charged to what is claimed':
                'une décision va de ce qui a été facturé à ce qui est demandé',
            'it was taken back, whole or in part': 'il a été repris, en tout ou en partie',
        },
    },
} as const satisfies RefusalCatalogue;
