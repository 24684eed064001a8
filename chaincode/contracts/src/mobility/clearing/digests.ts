import { hash } from 'node:crypto';

import { SEEN_ID_WIDTH } from '@quartier/rules/mobility';

/** Starts the ids that the ledger gives by itself; callers may not use it. */
export const LEDGER_PREFIX = 'ledger:';

/** As a set of seen records holds an id. */
export function idDigest(id: string): string {
    return hash('sha256', id, 'base64url').slice(0, SEEN_ID_WIDTH);
}
