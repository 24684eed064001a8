import type { AdoptedDecision, ConsortiumRecord, DecisionRecord } from '@quartier/rules/consortium';
import type { Json } from '@quartier/rules/wire';

import { recordKind } from '../ledger/index.js';

/** Public. The area's founding and who has ratified it; each area keeps one, in its own namespace. */
export const consortiumKind = recordKind<ConsortiumRecord>()('consortium', ['record']);
export const consortiumParts = ['founding'] as const;

/** Public. What the area's organisations decide. */
export const decisionKinds = {
    decision: recordKind<DecisionRecord>()('consortium.decision', ['decision']),
    /** Apart, for a vote rewrites the decision and a list shows many. */
    value: recordKind<{ readonly value: Json }>()('consortium.decision-value', ['decision']),
    /** One row a subject, so that whoever needs what is in force reads a single key. */
    adopted: recordKind<{ readonly adopted: readonly AdoptedDecision[] }>()('consortium.adopted', ['subject']),
} as const;
