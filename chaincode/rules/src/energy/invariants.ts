/** What always holds of a settlement. The code calls these on its own results; property tests call them on generated ones. */
import { sumOf, type Numbers } from '../units/index.js';
import { invariant } from '../wire/index.js';
import type { EnergySums } from './energy-sums.js';

/** Parts add up to the whole: nothing is lost or made by rounding. */
export function assertSharesWhole(parts: Numbers, whole: number): void {
    invariant(sumOf(parts) === whole, 'parts add up to the whole');
}

/** Nobody is allocated more than it consumed or counted as sharing more than it produced, or less than nothing. */
export function assertWithin(parts: Numbers, metered: Numbers): void {
    for (let index = 0; index < parts.length; index += 1) {
        const part = parts[index] ?? 0;
        invariant(part >= 0 && part <= (metered[index] ?? 0), 'an allocation is within what was metered');
    }
}

/** Who supplied whom adds up to what each consumer received and to what each producer gave. */
export function assertMargins(matrix: {
    /** Of consumer `c` and producer `p` at `c * producers + p`. */
    readonly suppliedWh: Numbers;
    readonly receivedWh: Numbers;
    readonly givenWh: Numbers;
}): void {
    const { suppliedWh, receivedWh, givenWh } = matrix;
    const given = new Float64Array(givenWh.length);
    for (let consumer = 0; consumer < receivedWh.length; consumer += 1) {
        let received = 0;
        for (let producer = 0; producer < givenWh.length; producer += 1) {
            const supplied = suppliedWh[consumer * givenWh.length + producer] ?? 0;
            invariant(supplied >= 0, 'nobody supplies less than nothing');
            received += supplied;
            given[producer] = (given[producer] ?? 0) + supplied;
        }
        invariant(received === receivedWh[consumer], 'what a consumer received is what its producers supplied to it');
    }
    given.forEach((sum, producer) => {
        invariant(sum === givenWh[producer], 'what a producer gave is what its consumers received from it');
    });
}

/** Consumption is self-consumed or complement, production shared or surplus, and what is shared is self-consumed. */
export function assertSums(sums: EnergySums): void {
    const { consumptionWh, productionWh, selfConsumedWh, complementWh, sharedWh, surplusWh } = sums;
    invariant(consumptionWh === selfConsumedWh + complementWh, 'consumption is self-consumed energy and complement');
    invariant(productionWh === sharedWh + surplusWh, 'production is shared energy and surplus');
    invariant(selfConsumedWh === sharedWh, 'what producers share is what consumers receive');
    invariant(complementWh >= 0n && surplusWh >= 0n, 'complement and surplus are not negative');
}
