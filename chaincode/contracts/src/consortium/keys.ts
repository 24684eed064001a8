import type { ConsortiumRecord } from '@quartier/rules/consortium';

import { recordKind } from '../ledger/index.js';

/** Public. The area's founding and who has ratified it; each area keeps one, in its own namespace. */
export const consortiumKind = recordKind<ConsortiumRecord>()('consortium', ['record']);
export const consortiumParts = ['founding'] as const;
