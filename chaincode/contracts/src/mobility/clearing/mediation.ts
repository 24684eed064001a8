import {
    decideDispute,
    mobilityEvents,
    type Done,
    type Dispute,
    type ApplyMediationPrivate,
    type MediateRequest,
    type MediationRecord,
    type PairRequest,
    type RequestMediationRequest,
} from '@quartier/rules/mobility';
import { divideHalfAwayFromZero, formatDecimal } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import type { PublicState } from '../../ledger/index.js';
import { publicKinds } from '../keys.js';

import { openCase, saveCase } from './dispute-case.js';
import { withStep } from './move-dispute.js';
import { doneAlready } from './pair.js';
import { settleDispute } from './settle-dispute.js';
import { termsAt } from './terms.js';

const WHOLE_PPM = 1_000_000n;

/** The one that escalated brings the case before the mediator, by an id that tells nothing. */
export async function requestMediation(
    transaction: AreaSubmission,
    { mediation }: RequestMediationRequest,
): Promise<MediationRecord> {
    const { state, caller, time } = transaction;
    const stored = await state.get(publicKinds.mediation, [mediation]);
    if (stored?.requestedBy === caller.mspId) return stored;
    if (stored !== undefined) {
        throw new Refused('MOBILITY_MEDIATION_EXISTS', { mediation, requestedBy: stored.requestedBy });
    }
    const { mediator } = (await termsAt(transaction, time)).disputes;
    const record = { mediation, requestedBy: caller.mspId, requestedAt: time, mediator };
    await state.put(publicKinds.mediation, [mediation], record);
    transaction.event(mobilityEvents.mediationRequested, { mediation });
    return record;
}

/** The mediator answers with a share of what is disputed; how much that is, only the two know. */
export async function mediate(
    transaction: AreaSubmission,
    { mediation, sharePpm, evidence }: MediateRequest,
): Promise<MediationRecord> {
    const { state, caller, time } = transaction;
    const record = await loadMediation(state, mediation);
    if (record.mediator !== caller.mspId) {
        throw new Refused('MOBILITY_NOT_YOURS', { owner: record.mediator, mspId: caller.mspId });
    }
    if (record.answer?.sharePpm === sharePpm && record.answer.evidence === evidence) return record;
    if (record.answer !== undefined) throw new Refused('MOBILITY_MEDIATION_ANSWERED', { mediation });
    const answered = { ...record, answer: { sharePpm, evidence, answeredAt: time } };
    await state.put(publicKinds.mediation, [mediation], answered);
    transaction.event(mobilityEvents.mediated, { mediation });
    return answered;
}

export async function loadMediation(state: PublicState, mediation: string): Promise<MediationRecord> {
    const record = await state.get(publicKinds.mediation, [mediation]);
    if (record === undefined) throw new Refused('MOBILITY_MEDIATION_UNKNOWN', { mediation });
    return record;
}

/** Either of the two carries out what the mediator has said. */
export async function applyMediation(
    transaction: AreaSubmission,
    { with: other }: PairRequest,
    { operator, dispute: id }: ApplyMediationPrivate,
): Promise<Done> {
    const { state, caller, time } = transaction;
    const its = await openCase(transaction, other, operator);
    const before = await its.disputes.load(id);
    if (before.steps.at(-1)?.command === 'rule') return doneAlready(its.books, time);
    const { mediation = '' } = before;
    const row = mediation === '' ? undefined : await state.get(publicKinds.mediation, [mediation]);
    if (row?.answer === undefined || row.requestedBy !== before.dispute.opener) {
        throw new Refused('MOBILITY_MEDIATION_PENDING');
    }
    const { answeredAt, sharePpm, evidence } = row.answer;
    const terms = { ...(await termsAt(transaction, time)).disputes, mediator: row.mediator };
    const ruling = { command: 'rule', amountMicroEur: ruledAmount(before.dispute, sharePpm) } as const;
    const dispute = decideDispute(before.dispute, ruling, { by: row.mediator, time: answeredAt, terms });
    await its.disputes.store(
        its.legs.laneOf(dispute.leg),
        withStep(before, dispute, { by: row.mediator, at: answeredAt, command: 'rule', evidence }),
    );
    await settleDispute(its, { ...before, dispute }, time);
    await saveCase(its);
    transaction.event(mobilityEvents.disputeMoved, { by: caller.mspId, with: other });
    return { done: true };
}

/** What was charged, moved towards the claim by the share; payments alone are rounded to cents. */
function ruledAmount({ chargedMicroEur, claimedMicroEur }: Dispute, sharePpm: number): string {
    const difference = BigInt(claimedMicroEur) - BigInt(chargedMicroEur);
    return formatDecimal(BigInt(chargedMicroEur) + divideHalfAwayFromZero(difference * BigInt(sharePpm), WHOLE_PPM));
}
