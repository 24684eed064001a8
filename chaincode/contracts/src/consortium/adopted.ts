import {
    adoptedOn,
    checkEffect,
    decisionLimits,
    withAdopted,
    type AdoptedDecisions,
    type DecisionRecord,
    type ValueInForce,
} from '@quartier/rules/consortium';
import { utcDay } from '@quartier/rules/units';
import { canonicalJson, invariant, type Json } from '@quartier/rules/wire';

import type { PublicState } from '../ledger/index.js';

import { decisionKinds } from './keys.js';

/**
 * What the area's organisations have decided on a subject for a day, as the subject's decoder gave it: the value of the
 * last adopted decision from that day or before; undefined before the first. One read, two where the value is large.
 */
export async function decided<T>(state: PublicState, subject: string, day: string): Promise<T | undefined> {
    return (await valueInForce(state, subject, day))?.value as T | undefined;
}

export async function valueInForce(
    state: PublicState,
    subject: string,
    day: string,
): Promise<ValueInForce | undefined> {
    const row = adoptedOn(await adoptedDecisions(state, subject), day);
    if (row === undefined) return undefined;
    const { decision, from, value } = row;
    return { decision, from, value: value === undefined ? await decisionValue(state, decision) : value };
}

export async function decisionValue(state: PublicState, decision: string): Promise<Json> {
    const stored = await state.get(decisionKinds.value, [decision]);
    invariant(stored !== undefined, 'a decision has its value');
    return stored.value;
}

/** Whether a decision could take effect if it were adopted at this time. */
export async function requireEffect(
    state: PublicState,
    { subject, from }: Pick<DecisionRecord, 'subject' | 'from'>,
    time: number,
): Promise<void> {
    checkEffect(await adoptedDecisions(state, subject), { subject, from, today: utcDay(time) });
}

/** Puts a decision among those of its subject. */
export async function adopt(state: PublicState, { decision, subject, from }: DecisionRecord): Promise<void> {
    const value = await decisionValue(state, decision);
    const isSmall = Buffer.byteLength(canonicalJson(value)) <= decisionLimits.inlineBytes;
    const adopted = withAdopted(await adoptedDecisions(state, subject), {
        decision,
        from,
        ...(isSmall ? { value } : {}),
    });
    await state.put(decisionKinds.adopted, [subject], { adopted });
}

async function adoptedDecisions(state: PublicState, subject: string): Promise<AdoptedDecisions> {
    return (await state.get(decisionKinds.adopted, [subject]))?.adopted ?? [];
}
