import { castVote, consortiumEvents, type DecisionRecord, type Vote } from '@quartier/rules/consortium';
import { Refused } from '@quartier/rules/wire';

import type { PublicState } from '../ledger/index.js';

import { adopt, requireEffect } from './adopted.js';
import type { AreaSubmission } from './area-transaction.js';
import { decisionKinds } from './keys.js';

/** An organisation votes; the vote that decides adopts the decision in the same transaction. */
export async function vote(transaction: AreaSubmission, decision: string, its: Vote): Promise<DecisionRecord> {
    const { state, consortium, caller, time } = transaction;
    const { mspId } = caller;
    const stored = await loadDecision(state, decision);
    const organisations = Object.keys(consortium.organisations);
    const record = castVote(stored, { mspId, vote: its, time, organisations });
    if (record === stored) return stored;
    if (record.state === 'adopted') {
        await requireEffect(state, record, time);
        await adopt(state, record);
    }
    await state.put(decisionKinds.decision, [decision], record);
    const { subject, from } = record;
    if (record.state === 'open') transaction.event(consortiumEvents.voted, { decision, subject, mspId, vote: its });
    else transaction.event(consortiumEvents.decided, { decision, subject, from, state: record.state });
    return record;
}

export async function loadDecision(state: PublicState, decision: string): Promise<DecisionRecord> {
    const record = await state.get(decisionKinds.decision, [decision]);
    if (record === undefined) throw new Refused('CONSORTIUM_DECISION_UNKNOWN', { decision });
    return record;
}
