/** What always holds of payments. The code calls it on its own results; property tests call it on generated ones. */
import { invariant } from '../../wire/index.js';
import type { Count, Counters } from './cap.js';

/** A payment leaves every limit at or below its most: none is passed, in whatever order journeys come. */
export function assertWithinCaps(
    rooms: readonly { readonly cap: { readonly most: bigint }; readonly key: string; readonly tripKey?: string }[],
    counts: readonly Count[],
    counters: Counters,
): void {
    const adds = new Map(counts.map(({ key, add }) => [key, add]));
    for (const { cap, key, tripKey } of rooms) {
        const isCounted = tripKey !== undefined && (counters.get(tripKey) ?? 0n) > 0n;
        const after = (counters.get(key) ?? 0n) + (isCounted ? 0n : (adds.get(key) ?? 0n));
        invariant(after <= cap.most, 'a payment stays within every limit');
    }
}
