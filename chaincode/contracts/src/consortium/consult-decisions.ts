/** Evaluations: decisions are public to the organisations of the area. */
import {
    decisionLimits,
    type Decision,
    type InForceReply,
    type InForceRequest,
    type ListDecisionsReply,
    type ListDecisionsRequest,
} from '@quartier/rules/consortium';

import { decisionValue, valueInForce } from './adopted.js';
import type { AreaTransaction } from './area-transaction.js';
import { decisionKinds } from './keys.js';
import { loadDecision } from './vote.js';

export async function getDecision({ state }: AreaTransaction, decision: string): Promise<Decision> {
    const record = await loadDecision(state, decision);
    return { ...record, value: await decisionValue(state, decision) };
}

export async function listDecisions(
    { state }: AreaTransaction,
    { after, limit = decisionLimits.rowsPerList }: ListDecisionsRequest,
): Promise<ListDecisionsReply> {
    const page = await state.page(decisionKinds.decision, {
        limit,
        ...(after === undefined ? {} : { cursor: after }),
    });
    const { records: decisions, next } = page;
    return next === undefined ? { decisions } : { decisions, next };
}

export async function inForce({ state }: AreaTransaction, { subject, day }: InForceRequest): Promise<InForceReply> {
    const found = await valueInForce(state, subject, day);
    return found === undefined ? {} : { inForce: found };
}
