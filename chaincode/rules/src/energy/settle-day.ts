/** One local day of a community: every step allocated, and who supplied whom. */
// From their own files: an index's exports are getters, which show in loops over every reading.
import { sumOf, type Numbers } from '../units/apportionment.js';
import { compareUtf8 } from '../units/order.js';
import { isReading } from '../units/quantities.js';
import { invariant } from '../wire/refusal.js';
import { allocateStep, type StepRule } from './allocation.js';
import { energySums, type EnergySums } from './energy-sums.js';
import { assertMargins, assertSums } from './invariants.js';
import type { AllocationRule, MemberRole } from './records.js';
import { addSuppliesOfStep } from './supply-matrix.js';

/** A meter that shares on the day. */
export interface DayMeter {
    readonly id: string;
    readonly role: MemberRole;
    /** Whole watt-hours, one a step of the day, no gaps. */
    readonly values: Numbers;
}

export interface DayInput {
    /** In any order; ids all different. */
    readonly meters: readonly DayMeter[];
    readonly rule: AllocationRule;
    /** By meter id, with the rule `static`; a consumer without one has none of the production. Others' keys are ignored. */
    readonly keysPpm?: ReadonlyMap<string, number>;
    /** 92, 96 or 100 at a quarter of an hour. */
    readonly steps: number;
}

export interface SettledConsumer {
    readonly id: string;
    readonly consumptionWh: number;
    /** Received from the community's producers; the rest of the consumption is complement. */
    readonly selfConsumedWh: number;
}

export interface SettledProducer {
    readonly id: string;
    readonly productionWh: number;
    /** Taken by the community's consumers; the rest of the production is surplus. */
    readonly sharedWh: number;
}

export interface DaySettlement {
    /** In UTF-8 order of the ids. */
    readonly consumers: readonly SettledConsumer[];
    /** In UTF-8 order of the ids. */
    readonly producers: readonly SettledProducer[];
    /** From producer `p` to consumer `c` over the day at `c * producers.length + p`. Both margins are exact. */
    readonly suppliedWh: Float64Array;
    readonly totals: EnergySums;
}

/** Settles a day. The order of the meters is of no consequence. */
export function settleDay({ meters, rule, keysPpm, steps }: DayInput): DaySettlement {
    const ordered = meters.toSorted((a, b) => compareUtf8(a.id, b.id));
    checkMeters(ordered, steps);
    const consumers = ordered.filter(({ role }) => role === 'consumer');
    const producers = ordered.filter(({ role }) => role === 'producer');
    const stepRule: StepRule =
        rule === 'prorata' ? { rule } : { rule, keysPpm: consumers.map(({ id }) => keysPpm?.get(id) ?? 0) };

    const selfConsumedWh = new Float64Array(consumers.length);
    const sharedWh = new Float64Array(producers.length);
    const suppliedWh = new Float64Array(consumers.length * producers.length);
    const consumptionOfStep = new Float64Array(consumers.length);
    const productionOfStep = new Float64Array(producers.length);
    for (let step = 0; step < steps; step += 1) {
        readStep(consumers, step, consumptionOfStep);
        readStep(producers, step, productionOfStep);
        const allocation = allocateStep({ consumptionWh: consumptionOfStep, productionWh: productionOfStep }, stepRule);
        addTo(selfConsumedWh, allocation.selfConsumedWh);
        addTo(sharedWh, allocation.sharedWh);
        addSuppliesOfStep(suppliedWh, allocation);
    }
    assertMargins({ suppliedWh, receivedWh: selfConsumedWh, givenWh: sharedWh });
    return settlement(consumers, producers, { selfConsumedWh, sharedWh, suppliedWh });
}

function settlement(
    consumers: readonly DayMeter[],
    producers: readonly DayMeter[],
    day: {
        readonly selfConsumedWh: Float64Array;
        readonly sharedWh: Float64Array;
        readonly suppliedWh: Float64Array;
    },
): DaySettlement {
    const settledConsumers = consumers.map(({ id, values }, index) => ({
        id,
        consumptionWh: sumOf(values),
        selfConsumedWh: day.selfConsumedWh[index] ?? 0,
    }));
    const settledProducers = producers.map(({ id, values }, index) => ({
        id,
        productionWh: sumOf(values),
        sharedWh: day.sharedWh[index] ?? 0,
    }));
    const totals = energySums({
        consumptionWh: exactSum(settledConsumers, ({ consumptionWh }) => consumptionWh),
        selfConsumedWh: exactSum(settledConsumers, ({ selfConsumedWh }) => selfConsumedWh),
        productionWh: exactSum(settledProducers, ({ productionWh }) => productionWh),
        sharedWh: exactSum(settledProducers, ({ sharedWh }) => sharedWh),
    });
    assertSums(totals);
    return { consumers: settledConsumers, producers: settledProducers, suppliedWh: day.suppliedWh, totals };
}

function checkMeters(ordered: readonly DayMeter[], steps: number): void {
    ordered.forEach(({ id, values }, index) => {
        invariant(index === 0 || ordered[index - 1]?.id !== id, 'a meter shares once a day');
        invariant(values.length === steps, 'a meter has one reading a step of the day');
        for (let step = 0; step < steps; step += 1)
            invariant(isReading(values[step] ?? -1), 'a reading is a whole number of watt-hours');
    });
}

function readStep(meters: readonly DayMeter[], step: number, into: Float64Array): void {
    for (let index = 0; index < meters.length; index += 1) into[index] = meters[index]?.values[step] ?? 0;
}

function addTo(sums: Float64Array, values: Float64Array): void {
    for (let index = 0; index < sums.length; index += 1) sums[index] = (sums[index] ?? 0) + (values[index] ?? 0);
}

/** A community's day can pass 2^53 where a meter's cannot. */
function exactSum<T>(items: readonly T[], of: (item: T) => number): bigint {
    return items.reduce((sum, item) => sum + BigInt(of(item)), 0n);
}
