import { invariant } from '../wire/refusal.js';
import { compareUtf8 } from './order.js';

/**
 * Shares a whole number by weights as `apportion` does, for sums that pass 2^53: each part is rounded down, what is left goes
 * one by one to the largest remainders, ties to the first in UTF-8 order of the ids.
 * @param total whole, not negative; 0 where no weight is positive
 * @param weights whole, not negative
 * @param ids one a weight, all different
 * @returns the parts, in the order of the weights
 */
export function apportionExactly(total: bigint, weights: readonly bigint[], ids: readonly string[]): readonly bigint[] {
    let sum = 0n;
    for (const weight of weights) sum += weight;
    if (total === 0n) return weights.map(() => 0n);
    invariant(sum > 0n, 'nothing is shared among nobody');
    const parts = weights.map((weight) => (weight * total) / sum);
    let left = total;
    for (const part of parts) left -= part;
    const remainders = weights.map((weight, index) => weight * total - (parts[index] ?? 0n) * sum);
    const order = ids
        .map((_, index) => index)
        .sort((a, b) => descending(remainders[a], remainders[b]) || compareUtf8(ids[a] ?? '', ids[b] ?? ''));
    for (const index of order.slice(0, Number(left))) parts[index] = (parts[index] ?? 0n) + 1n;
    return parts;
}

function descending(left = 0n, right = 0n): number {
    if (left === right) return 0;
    return left > right ? -1 : 1;
}
