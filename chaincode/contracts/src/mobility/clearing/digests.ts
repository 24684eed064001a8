import { hash } from 'node:crypto';

import { SEEN_ID_WIDTH } from '@quartier/rules/mobility';

/** Starts the ids that the ledger gives by itself; callers may not use it. */
export const LEDGER_PREFIX = 'ledger:';
const LEDGER_ID_WIDTH = 16;

/** What the ledger's own ids say of what they are about. */
export function idDigest(id: string): string {
    return hash('sha256', id, 'base64url').slice(0, LEDGER_ID_WIDTH);
}

/** As a set of seen records holds an id. */
export function seenDigest(id: string): string {
    return hash('sha256', id, 'base64url').slice(0, SEEN_ID_WIDTH);
}
