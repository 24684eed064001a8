import { Refused } from '../wire/index.js';

import { decisionLimits, type AdoptedDecision, type Day } from './decision-records.js';

/** The adopted decisions of a subject in order of their days; of those from the same day the last adopted comes last. */
export type AdoptedDecisions = readonly AdoptedDecision[];

/** What is decided for a day: the last decision from that day or before. */
export function adoptedOn(adopted: AdoptedDecisions, day: Day): AdoptedDecision | undefined {
    return adopted.findLast(({ from }) => from <= day);
}

/** Nothing adopted is changed or removed: a later decision takes the place of an earlier one from its day on. */
export function withAdopted(adopted: AdoptedDecisions, next: AdoptedDecision): AdoptedDecisions {
    const before = adopted.findLastIndex(({ from }) => from <= next.from);
    return [...adopted.slice(0, before + 1), next, ...adopted.slice(before + 1)];
}

/**
 * Checks that a decision could take effect if it were adopted today. What was in force on a past day stays so; only where
 * nothing was ever decided may the first decision hold for the past, so that an area takes over what is there already.
 *
 * @throws Refused CONSORTIUM_DECISION_BACKDATED, CONSORTIUM_SUBJECT_FULL
 */
export function checkEffect(
    adopted: AdoptedDecisions,
    { subject, from, today }: { readonly subject: string; readonly from: Day; readonly today: Day },
): void {
    if (adopted.length > 0 && from < today)
        throw new Refused('CONSORTIUM_DECISION_BACKDATED', { subject, from, today });
    if (adopted.length >= decisionLimits.adoptedPerSubject) {
        throw new Refused('CONSORTIUM_SUBJECT_FULL', { subject, decisions: adopted.length });
    }
}
