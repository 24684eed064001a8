/** Policies and journeys that a test says only the interesting members of. */
import { zoneTable } from '@quartier/client';
import {
    compilePolicy,
    incentivePolicy,
    judge,
    payAll,
    type CompiledPolicy,
    type IncentivePolicy,
    type Journey,
    type Judgement,
} from '@quartier/rules/mobility';

import { refusalOf } from './refused.js';

const paris = zoneTable('Europe/Paris');

export type PolicyMembers = { readonly [Member in keyof IncentivePolicy]?: unknown };

/** One euro a seat for everyone. */
export function policyOf(members: PolicyMembers = {}): CompiledPolicy {
    const policy = {
        form: 1,
        id: 'test',
        title: 'A test',
        recipient: 'driver',
        zone: paris,
        from: '2024-01-01',
        to: null,
        amounts: [{ sum: [{ euro: '1.00' }] }],
        ...members,
    };
    return compilePolicy(incentivePolicy(policy, 'policy'));
}

/** A journey of 5 km in the morning of Monday, 15 April 2024. */
export function journeyOf(members: Partial<Journey> = {}): Journey {
    return {
        id: 'j1',
        operator: 'ONE',
        proofClass: 'C',
        driver: 'driver',
        passenger: 'passenger',
        startsAt: instant('2024-04-15T06:00:00Z'),
        metres: 5_000,
        seats: 1,
        contributionMicroEur: '0',
        revenueMicroEur: '0',
        start: { codes: {} },
        end: { codes: {} },
        ...members,
    };
}

export function instant(text: string): number {
    return Date.parse(text) / 1_000;
}

export function judged(policy: PolicyMembers, journey: Partial<Journey> = {}): Judgement {
    return judge(policyOf(policy), journeyOf(journey));
}

/** Cents before limits. */
export function entitledCents(policy: PolicyMembers, journey: Partial<Journey> = {}): number {
    return Number(judged(policy, journey).amountMicroEur) / 10_000;
}

/** Cents that journeys are paid, in their order; ids are given in the order they stand in. */
export function paidCents(policy: PolicyMembers, journeys: readonly Partial<Journey>[]): readonly number[] {
    const all = journeys.map((members, index) => journeyOf({ id: `j${String(index).padStart(4, '0')}`, ...members }));
    return payAll(policyOf(policy), all).map(({ payment }) => Number(payment.paidMicroEur) / 10_000);
}

/** Whether a condition holds of a journey. */
export function holds(condition: unknown, journey: Partial<Journey> = {}): boolean {
    return judged({ requires: [{ that: condition }] }, journey).refusedBy === undefined;
}

/** Where and why a request or a policy is refused. */
export function refusedReason(action: () => unknown): string {
    const { code, details } = refusalOf(action);
    return `${code}: ${(details as { readonly reason: string }).reason}`;
}
