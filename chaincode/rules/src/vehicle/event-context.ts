import type { PassportEvent } from './events.js';
import type { JudgementParameters } from './judgement-record.js';
import type { Instant, PassportRecord } from './records.js';
import type { HolderOpening } from './transactions.js';

/** Under what an event is applied: who, when, what is known beside the head. */
export interface EventContext {
    /** MSP id of the caller's organisation. */
    readonly author: string;
    /** The roles that it holds in the area. */
    readonly roles: readonly string[];
    /** Of the transaction, seconds since 1970 UTC. */
    readonly recordedAt: Instant;
    readonly transactionId: string;
    /** In force on the day of the transaction. */
    readonly parameters: JudgementParameters;
    /** Events of the history pages that `pagesToLoad` named. */
    readonly older: readonly PassportEvent[];
    /** Whether the list of manufacturers gives the author the vehicle's code; recalls alone ask. */
    readonly holdsCode: boolean;
    /** What the private part of a transfer proves. */
    readonly proof?: { readonly opening?: HolderOpening; readonly acceptanceCode?: string };
    /** sha256 of a text in UTF-8, hexadecimal. */
    readonly hash: (text: string) => string;
}

/** An event of the head or of the pages that were loaded. */
export function eventKnown(
    passport: PassportRecord,
    event: string,
    context: Pick<EventContext, 'older'>,
): PassportEvent | undefined {
    const named = (known: PassportEvent): boolean => known.event === event;
    return passport.events.find(named) ?? context.older.find(named);
}
