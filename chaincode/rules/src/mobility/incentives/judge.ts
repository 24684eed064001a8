/** What a campaign gives for a journey before its limits: who is entitled, and to how much. */
import { amountOf, compileAmounts, type Amount, type CompiledAmounts } from './amount.js';
import { compileCaps, type CompiledCap } from './cap.js';
import { conditionTest, namesOf, optionalTest, type JudgedJourney, type Names, type Test } from './condition.js';
import type { Journey } from './journey.js';
import { localClock, type LocalClock } from './local-clock.js';
import { spanOf } from './moment.js';
import type { Condition, IncentivePolicy } from './policy.js';

interface CompiledRequirement {
    readonly label: string;
    readonly holds: Test;
    readonly made: Test | undefined;
}

/** A policy ready to judge: names looked up, dates and shapes read. It keeps nothing between journeys but its clock's day. */
export interface CompiledPolicy {
    readonly policy: IncentivePolicy;
    readonly clock: LocalClock;
    /** Seconds, `start` inside and `end` not. */
    readonly start: number;
    readonly end: number;
    readonly requirements: readonly CompiledRequirement[];
    readonly amounts: CompiledAmounts;
    readonly caps: readonly CompiledCap[];
}

/** What a journey is entitled to. `refusedBy` names the requirement or exclusion that left it nothing. */
export interface Judgement extends Amount {
    readonly judged: JudgedJourney;
    readonly refusedBy?: string;
}

/** Stands as `refusedBy` of a journey outside the campaign's dates, or one that no amount is for. */
export const NOT_IN_CAMPAIGN = 'campaign dates';
export const NO_AMOUNT = 'no amount';

/** @throws Refused REQUEST_MALFORMED where the policy contradicts itself; the place is named from `at`. */
export function compilePolicy(policy: IncentivePolicy, at = 'policy'): CompiledPolicy {
    const names = namesOf(policy, at);
    return {
        policy,
        clock: localClock(policy.zone),
        start: spanOf(policy.from, policy.zone, `${at}.from`).start,
        end: policy.to === null ? Infinity : spanOf(policy.to, policy.zone, `${at}.to`).end,
        requirements: [...requirementsOf(policy, at, names), ...exclusionsOf(policy, at, names)],
        amounts: compileAmounts(policy, at, names),
        caps: compileCaps(policy, at, names),
    };
}

/** @throws Refused MOBILITY_INCENTIVE_TIME outside the rows of the campaign's zone. */
export function judge(compiled: CompiledPolicy, journey: Journey): Judgement {
    const judged = { journey, local: compiled.clock(journey.startsAt) };
    const refusedBy = refusalOf(compiled, judged);
    if (refusedBy !== undefined) return { judged, amountMicroEur: 0n, terms: [], refusedBy };
    const amount = amountOf(compiled.amounts, judged);
    return amount.amountMicroEur === 0n ? { judged, ...amount, refusedBy: NO_AMOUNT } : { judged, ...amount };
}

function refusalOf({ start, end, requirements }: CompiledPolicy, judged: JudgedJourney): string | undefined {
    const { startsAt } = judged.journey;
    if (startsAt < start || startsAt >= end) return NOT_IN_CAMPAIGN;
    return requirements.find(({ made, holds }) => made?.(judged) !== false && !holds(judged))?.label;
}

function requirementsOf(policy: IncentivePolicy, at: string, names: Names): readonly CompiledRequirement[] {
    return (policy.requires ?? []).map(({ label, that, when }, index) => {
        const place = `${at}.requires[${String(index)}]`;
        return {
            label: label ?? labelOf(that),
            holds: conditionTest(that, `${place}.that`, names),
            made: optionalTest(when, `${place}.when`, names),
        };
    });
}

function exclusionsOf(policy: IncentivePolicy, at: string, names: Names): readonly CompiledRequirement[] {
    return (policy.excludes ?? []).map(({ label, that }, index) => {
        const excluded = conditionTest(that, `${at}.excludes[${String(index)}].that`, names);
        return {
            label: label ?? `excluded: ${labelOf(that)}`,
            holds: (judged) => !excluded(judged),
            made: undefined,
        };
    });
}

/** The members of the condition, which say what it is about. */
function labelOf(condition: Condition): string {
    return Object.keys(condition).join(', ');
}
