/**
 * Sharing a whole number by weights so that the parts are whole and add up to it: each share is rounded down, and what is
 * left goes one by one to the largest remainders (Hamilton's method), ties to the first in UTF-8 order of the ids.
 */
import { invariant } from '../wire/refusal.js';
import { compareUtf8 } from './order.js';

/** A list of numbers, typed or not. */
export type Numbers = ArrayLike<number> & Iterable<number>;

/**
 * @param total whole, from 0 to 2^53 - 1; 0 where no weight is positive
 * @param weights whole, not negative, below 2^53 in all
 * @param ids one a weight, all different
 * @returns the parts, in the order of the weights
 */
export function apportion(total: number, weights: readonly number[], ids: readonly string[]): readonly number[] {
    const order = ids.map((_, index) => index).sort((a, b) => compareUtf8(ids[a] ?? '', ids[b] ?? ''));
    const shared = apportionInOrder(
        total,
        order.map((index) => weights[index] ?? 0),
    );
    const parts = new Array<number>(weights.length).fill(0);
    order.forEach((index, rank) => {
        parts[index] = shared[rank] ?? 0;
    });
    return parts;
}

/** As {@link apportion}, of weights that already stand in the order of their ids. */
export function apportionInOrder(total: number, weights: Numbers): Float64Array {
    const parts = new Float64Array(weights.length);
    const sum = sumOf(weights);
    invariant(Number.isSafeInteger(sum) && Number.isSafeInteger(total), 'weights and totals are below 2^53');
    if (total === 0) return parts;
    invariant(sum > 0, 'nothing is shared among nobody');
    const remainders = new Float64Array(weights.length);
    let left = total;
    for (let index = 0; index < weights.length; index += 1) {
        const weight = weights[index] ?? 0;
        if (weight === 0) continue;
        const part = mulDivFloor(weight, total, sum);
        parts[index] = part;
        remainders[index] = mulDivRemainder(weight, total, sum, part);
        left -= part;
    }
    giveResidue(parts, remainders, left);
    return parts;
}

/**
 * Adds one to each of the parts with the largest remainders, as many as there are units, ties to the first. Remainders
 * are over one common divisor; a part without one gets nothing.
 */
export function giveResidue(parts: Float64Array, remainders: Float64Array, units: number): void {
    if (units === 0) return;
    const least = remainders.toSorted()[remainders.length - units] ?? 0;
    invariant(least > 0, 'a residue has fewer units than there are remainders');
    let left = units;
    for (let index = 0; index < parts.length; index += 1) {
        if ((remainders[index] ?? 0) <= least) continue;
        parts[index] = (parts[index] ?? 0) + 1;
        left -= 1;
    }
    for (let index = 0; left > 0 && index < parts.length; index += 1) {
        if (remainders[index] !== least) continue;
        parts[index] = (parts[index] ?? 0) + 1;
        left -= 1;
    }
}

/** `floor(value * factor / divisor)` of whole numbers that are not negative, exact also where the product passes 2^53. */
export function mulDivFloor(value: number, factor: number, divisor: number): number {
    const product = value * factor;
    // Below 2^53 a floating quotient of whole numbers never rounds up to the next whole number.
    if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / divisor);
    return Number((BigInt(value) * BigInt(factor)) / BigInt(divisor));
}

/** What `floor` in {@link mulDivFloor} left: `value * factor - quotient * divisor`. */
export function mulDivRemainder(value: number, factor: number, divisor: number, quotient: number): number {
    const product = value * factor;
    if (product <= Number.MAX_SAFE_INTEGER) return product - quotient * divisor;
    return Number(BigInt(value) * BigInt(factor) - BigInt(quotient) * BigInt(divisor));
}

export function sumOf(numbers: Numbers): number {
    let sum = 0;
    for (const number of numbers) sum += number;
    return sum;
}
