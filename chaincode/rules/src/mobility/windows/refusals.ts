import type { RefusalCatalogue } from '../../wire/refusal.js';

export const windowRefusals = {
    MOBILITY_WINDOW_NOT_NEXT: {
        en: 'The window {window} must start where the last one ends, at {expected:instant}, so that every instant has one window.',
        fr: 'La fenêtre {window} doit commencer où la dernière finit, à {expected:instant}, pour que chaque instant ait une fenêtre.',
        retry: 'never',
    },
    MOBILITY_WINDOW_NOT_OVER: {
        en: 'The window {window} takes legs until {until:instant}: it can be closed from then on.',
        fr: "La fenêtre {window} reçoit des trajets jusqu'à {until:instant} : elle peut être fermée à partir de là.",
        retry: 'later',
    },
    MOBILITY_WINDOW_STATE: {
        en: 'The window {window} is {state}: the step {step} is not open to it. A closed window never changes.',
        fr: "La fenêtre {window} est {state} : l'étape {step} ne lui est pas ouverte. Une fenêtre fermée ne change plus.",
        retry: 'never',
    },
    MOBILITY_WINDOW_NONE_OPEN: {
        en: 'No window is open[ at {arrivedAt:instant}] for a leg that ended at {endedAt:instant}. Open the next window first.',
        fr: "Aucune fenêtre n'est ouverte[ à {arrivedAt:instant}] pour un trajet fini à {endedAt:instant}. Ouvrez d'abord la suivante.",
        retry: 'later',
    },
    MOBILITY_STATEMENT_PAIR: {
        en: 'The statement of {window} is not of one pair: {reason}.',
        fr: "Le relevé de {window} n'est pas d'une seule paire : {reason}.",
        retry: 'never',
    },
    MOBILITY_DEFAULT_TOO_EARLY: {
        en: 'What is waited for in the window {window} is due at {deadline:instant}: nobody is taken out of it before.',
        fr: "Ce qui est attendu dans la fenêtre {window} est dû à {deadline:instant} : personne n'en est écarté avant.",
        retry: 'later',
    },
    MOBILITY_DEFAULT_NONE: {
        en: '{member} has nothing left to declare or to pay in the window {window}: it is not in default.',
        fr: "{member} n'a plus rien à déclarer ni à payer dans la fenêtre {window} : il n'est pas en défaut.",
        retry: 'never',
    },
} as const satisfies RefusalCatalogue;
