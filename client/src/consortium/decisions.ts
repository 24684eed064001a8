import {
    consortiumTransactions as transactions,
    decisionLimits,
    type Decision,
    type DecisionRecord,
    type InForceReply,
    type ListDecisionsReply,
    type ProposeRequest,
    type ValueInForce,
} from '@quartier/rules/consortium';

import type { Area } from '../gateway/index.js';

/**
 * Decisions of an area's organisations, the same in every area: one proposes, and what more than half of them approve is
 * in force from its day on. Every organisation has one vote, which it may change until the decision is adopted or
 * rejected. The caller is an administrator or has `quartier.role=backoffice`.
 *
 * Every function throws `Refusal`, or a failure named by its step. Sending the same again is always safe.
 */

/**
 * Proposes a value of a subject from a day on, and by that approves it.
 * Refusals: CONSORTIUM_SUBJECT_UNKNOWN, CONSORTIUM_SUBJECT_FULL, CONSORTIUM_DECISION_EXISTS,
 * CONSORTIUM_DECISION_BACKDATED, CONSORTIUM_DECISION_TOO_LARGE.
 */
export async function proposeDecision(area: Area, proposal: ProposeRequest): Promise<DecisionRecord> {
    return (await area.submit({ transaction: transactions.propose, request: proposal })) as DecisionRecord;
}

/** Refusals: CONSORTIUM_DECISION_UNKNOWN, CONSORTIUM_DECISION_CLOSED, CONSORTIUM_DECISION_BACKDATED, CONSORTIUM_SUBJECT_FULL. */
export async function approveDecision(area: Area, decision: string): Promise<DecisionRecord> {
    return (await area.submit({ transaction: transactions.approve, request: { decision } })) as DecisionRecord;
}

/** Refusals: CONSORTIUM_DECISION_UNKNOWN, CONSORTIUM_DECISION_CLOSED. */
export async function rejectDecision(area: Area, decision: string): Promise<DecisionRecord> {
    return (await area.submit({ transaction: transactions.reject, request: { decision } })) as DecisionRecord;
}

/** A decision with its value. Refusal: CONSORTIUM_DECISION_UNKNOWN. */
export async function getDecision(area: Area, decision: string): Promise<Decision> {
    return (await area.evaluate({ transaction: transactions.getDecision, request: { decision } })) as Decision;
}

/** All decisions, in order of their ids, without their values. */
export async function* listDecisions(area: Area): AsyncGenerator<DecisionRecord, void> {
    let after: string | undefined;
    do {
        const request = { limit: decisionLimits.rowsPerList, ...(after === undefined ? {} : { after }) };
        const page = (await area.evaluate({ transaction: transactions.listDecisions, request })) as ListDecisionsReply;
        yield* page.decisions;
        after = page.next;
    } while (after !== undefined);
}

/** What is in force on a day; undefined where nothing is. Refusal: CONSORTIUM_SUBJECT_UNKNOWN. */
export async function valueInForce(area: Area, subject: string, day: string): Promise<ValueInForce | undefined> {
    const reply = await area.evaluate({ transaction: transactions.inForce, request: { subject, day } });
    return (reply as InForceReply).inForce;
}
