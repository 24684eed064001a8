import { hash } from 'node:crypto';

import { SEEN_ID_WIDTH } from '@quartier/rules/mobility';
import { dayOfNumber } from '@quartier/rules/units';

/** Starts the ids that the ledger gives by itself; callers may not use it. */
export const LEDGER_PREFIX = 'ledger:';

const SECONDS_A_DAY = 86_400;

/** Hexadecimal, as records and commitments carry it. */
export function sha256(text: string): string {
    return hash('sha256', text, 'hex');
}

/** As a set of seen records holds an id. */
export function idDigest(id: string): string {
    return hash('sha256', id, 'base64url').slice(0, SEEN_ID_WIDTH);
}

export function utcDay(instant: number): string {
    return dayOfNumber(Math.floor(instant / SECONDS_A_DAY));
}
