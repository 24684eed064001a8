/**
 * Sharing the production of one time step among consumers (Code de l'énergie D315-6: by the coefficients that the
 * organising person gives, failing that pro rata of consumption, within the consumption of each).
 */
import { apportionInOrder, giveResidue, mulDivFloor, mulDivRemainder, sumOf, type Numbers } from '../units/index.js';
import { assertSharesWhole, assertWithin } from './invariants.js';
import type { AllocationRule } from './records.js';
import { WHOLE_PPM } from './static-keys.js';

/** One step, whole watt-hours; consumers and producers each in UTF-8 order of their ids, which settles ties. */
export interface Step {
    readonly consumptionWh: Numbers;
    readonly productionWh: Numbers;
}

export type StepRule =
    | { readonly rule: Extract<AllocationRule, 'prorata'> }
    | {
          readonly rule: Extract<AllocationRule, 'static'>;
          /** One a consumer; 0 where it has no key. At most 1 000 000 in all. */
          readonly keysPpm: Numbers;
      };

export interface StepAllocation {
    /** What each consumer received, never more than it consumed. */
    readonly selfConsumedWh: Float64Array;
    /** What was taken of each producer, pro rata of its production. Adds up to the same. */
    readonly sharedWh: Float64Array;
    readonly totalWh: number;
}

/**
 * Allocates one step.
 * - `prorata`: the lesser of consumption and production is shared by consumption.
 * - `static`: each consumer's exact share is its key of the production or its consumption, whichever is less; their sum is
 *   rounded down once. What a key leaves unused is surplus: there is no second pass.
 *
 * Either way a consumer gets its exact share rounded down or up, by largest remainder, so more production never lowers the
 * community's self-consumption and never costs a consumer more than 1 Wh.
 */
export function allocateStep(step: Step, rule: StepRule): StepAllocation {
    const produced = sumOf(step.productionWh);
    const selfConsumedWh =
        rule.rule === 'prorata'
            ? shareByConsumption(step.consumptionWh, produced)
            : shareByKeys(step.consumptionWh, produced, rule.keysPpm);
    const totalWh = sumOf(selfConsumedWh);
    const sharedWh = apportionInOrder(totalWh, step.productionWh);
    assertWithin(selfConsumedWh, step.consumptionWh);
    assertWithin(sharedWh, step.productionWh);
    assertSharesWhole(sharedWh, totalWh);
    return { selfConsumedWh, sharedWh, totalWh };
}

function shareByConsumption(consumptionWh: Numbers, produced: number): Float64Array {
    return apportionInOrder(Math.min(produced, sumOf(consumptionWh)), consumptionWh);
}

function shareByKeys(consumptionWh: Numbers, produced: number, keysPpm: Numbers): Float64Array {
    const parts = new Float64Array(consumptionWh.length);
    const remainders = new Float64Array(consumptionWh.length);
    let leftPpm = 0;
    for (let index = 0; index < parts.length; index += 1) {
        const consumed = consumptionWh[index] ?? 0;
        const key = keysPpm[index] ?? 0;
        const part = mulDivFloor(produced, key, WHOLE_PPM);
        parts[index] = Math.min(part, consumed);
        if (part >= consumed) continue;
        const remainder = mulDivRemainder(produced, key, WHOLE_PPM, part);
        remainders[index] = remainder;
        leftPpm += remainder;
    }
    giveResidue(parts, remainders, Math.floor(leftPpm / WHOLE_PPM));
    return parts;
}
