import { mobilityEvents, type Plan, type PublishedPlan, type PublishPlanRequest } from '@quartier/rules/mobility';
import { canonicalJson, Refused } from '@quartier/rules/wire';

import type { AreaSubmission } from '../../consortium/index.js';
import { sha256 } from '../../ledger/index.js';
import { publicKinds } from '../keys.js';

/** Publishes a version of a plan that the caller sells; what a subscription stands for never changes behind it. */
export async function publishPlan(transaction: AreaSubmission, { plan }: PublishPlanRequest): Promise<PublishedPlan> {
    const { state, caller, time } = transaction;
    const { seller, plan: name, version } = plan;
    if (seller !== caller.mspId) throw new Refused('MOBILITY_NOT_YOURS', { owner: seller, mspId: caller.mspId });
    const hash = sha256(canonicalJson(plan));
    const stored = await state.get(publicKinds.plan, [seller, name, String(version)]);
    if (stored?.hash === hash) return stored;
    if (stored !== undefined) throw new Refused('MOBILITY_PLAN_EXISTS', { plan: name, version });
    await requireNext(transaction, plan);

    const published: PublishedPlan = { plan, hash, publishedAt: time };
    await state.put(publicKinds.plan, [seller, name, String(version)], published);
    await state.put(publicKinds.lastPlan, [seller, name], { version });
    transaction.event(mobilityEvents.planPublished, { seller, plan: name, version });
    return published;
}

async function requireNext({ state, time }: AreaSubmission, { seller, plan, version, from }: Plan): Promise<void> {
    const last = (await state.get(publicKinds.lastPlan, [seller, plan]))?.version ?? 0;
    const before = last === 0 ? undefined : await state.get(publicKinds.plan, [seller, plan, String(last)]);
    if (version !== last + 1 || (before !== undefined && from <= before.plan.from)) {
        throw new Refused('MOBILITY_PLAN_VERSION_ORDER', { plan, version, last });
    }
    if (before !== undefined && from < time) throw new Refused('MOBILITY_VERSION_BACKDATED', { now: time });
}
