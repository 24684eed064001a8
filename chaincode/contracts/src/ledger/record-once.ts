import { canonicalJson } from '@quartier/rules/wire';

import type { KeyParts, Recorded, RecordKind } from './keys.js';
import type { RecordStore } from './record-store.js';

export interface RecordOnce<Kind extends RecordKind> {
    readonly kind: Kind;
    readonly parts: KeyParts<Kind>;
    readonly record: Recorded<Kind>;
    /** The refusal where other content stands under the id. */
    readonly refusal: (stored: Recorded<Kind>) => Error;
}

/**
 * Records something under the id that its caller gave it. The same content again changes nothing, so sending a command
 * again after a lost reply is safe; other content under that id is refused.
 */
export async function recordOnce<Kind extends RecordKind>(
    store: RecordStore,
    { kind, parts, record, refusal }: RecordOnce<Kind>,
): Promise<'recorded' | 'unchanged'> {
    const stored = await store.get(kind, parts);
    if (stored === undefined) {
        await store.put(kind, parts, record);
        return 'recorded';
    }
    if (canonicalJson(stored) !== canonicalJson(record)) throw refusal(stored);
    return 'unchanged';
}
