import {
    clearingLimits,
    decideDispute,
    isOver,
    mobilityEvents,
    type Dispute,
    type DisputeRecord,
    type DisputeStep,
    type Done,
    type MoveDisputePrivate,
    type PairRequest,
} from '@quartier/rules/mobility';
import { canonicalJson, malformed, Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';

import { openCase, saveCase } from './dispute-case.js';
import { doneAlready } from './pair.js';
import { settleDispute } from './settle-dispute.js';
import { termsAt } from './terms.js';

/** One of the two takes a step in a dispute; a step that ends it brings what follows into the open window. */
export async function moveDispute(
    transaction: AreaSubmission,
    { with: other }: PairRequest,
    { operator, dispute: id, step, reason, evidence, mediation }: MoveDisputePrivate,
): Promise<Done> {
    const { time, caller } = transaction;
    if ((step.command === 'escalate') !== (mediation !== undefined)) {
        throw malformed('private.mediation', 'is given with escalate, and only then');
    }
    const its = await openCase(transaction, other, operator);
    const before = await its.disputes.load(id);
    const next: DisputeStep = {
        by: caller.mspId,
        at: time,
        command: step.command,
        reason,
        ...(evidence === undefined ? {} : { evidence }),
    };
    if (isRepeated(before, next)) return doneAlready(its.books, time);
    const terms = (await termsAt(transaction, time)).disputes;
    const dispute = decideDispute(before.dispute, step, { by: caller.mspId, time, terms });
    const lane = its.legs.laneOf(dispute.leg);
    await its.disputes.store(lane, {
        ...withStep(before, dispute, next),
        ...(mediation === undefined ? {} : { mediation }),
    });
    if (isOver(dispute)) await settleDispute(its, { ...before, dispute }, time);
    await saveCase(its);
    transaction.event(mobilityEvents.disputeMoved, { by: caller.mspId, with: other });
    return { done: true };
}

export function withStep(before: DisputeRecord, dispute: Dispute, step: DisputeStep): DisputeRecord {
    const limit = clearingLimits.stepsPerDispute;
    if (before.steps.length >= limit) throw new Refused('MOBILITY_DISPUTES_TOO_MANY', { limit });
    return { ...before, dispute, steps: [...before.steps, step] };
}

/** A step that was taken and is sent again after a lost reply. */
function isRepeated({ steps }: DisputeRecord, next: DisputeStep): boolean {
    const last = steps.at(-1);
    return last !== undefined && canonicalJson({ ...last, at: 0 }) === canonicalJson({ ...next, at: 0 });
}
