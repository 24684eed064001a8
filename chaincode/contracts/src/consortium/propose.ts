import {
    castVote,
    consortiumEvents,
    decisionLimits,
    type DecisionRecord,
    type ProposeRequest,
} from '@quartier/rules/consortium';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import { decisionValue, requireEffect } from './adopted.js';
import type { AreaSubmission } from './area-transaction.js';
import { decisionKinds } from './keys.js';

/** An organisation proposes a decision, and by that approves it. */
export async function propose(
    transaction: AreaSubmission,
    { decision, subject, from, value }: ProposeRequest,
): Promise<DecisionRecord> {
    const { state, consortium, caller, time } = transaction;
    const { mspId } = caller;
    const stored = await state.get(decisionKinds.decision, [decision]);
    if (stored !== undefined) {
        const isSame =
            stored.proposedBy === mspId &&
            stored.subject === subject &&
            stored.from === from &&
            canonicalJson(await decisionValue(state, decision)) === canonicalJson(value);
        if (!isSame) {
            throw new Refused('CONSORTIUM_DECISION_EXISTS', { decision, proposedBy: stored.proposedBy });
        }
        return stored;
    }
    const bytes = Buffer.byteLength(canonicalJson(value));
    const limit = decisionLimits.valueBytes;
    if (bytes > limit) throw new Refused('CONSORTIUM_DECISION_TOO_LARGE', { bytes, limit });
    await requireEffect(state, { subject, from }, time);

    const proposed: DecisionRecord = {
        decision,
        subject,
        from,
        proposedBy: mspId,
        proposedAt: time,
        approvedBy: [],
        rejectedBy: [],
        state: 'open',
    };
    const organisations = Object.keys(consortium.organisations);
    // Never adopted yet: an area has two organisations or more.
    const record = castVote(proposed, { mspId, vote: 'approve', time, organisations });
    await state.put(decisionKinds.decision, [decision], record);
    await state.put(decisionKinds.value, [decision], { value });
    transaction.event(consortiumEvents.proposed, { decision, subject, from, mspId });
    return record;
}
