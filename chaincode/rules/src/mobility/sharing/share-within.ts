/**
 * Sharing an amount by weights, each part between a floor and a ceiling, exactly. Parts are in proportion to the weights
 * as far as floors and ceilings leave them free; they are rounded down and what is left goes one by one to the largest
 * remainders, ties to the first in UTF-8 order of the ids. The order of the claims changes nothing.
 */
import { apportionExactly, compareUtf8 } from '../../units/index.js';
import { invariant, Refused } from '../../wire/index.js';

export interface Claim {
    readonly id: string;
    /** Whole, not negative. */
    readonly weight: bigint;
    /** The least it gets; nothing where absent. */
    readonly floor?: bigint;
    /** The most it gets; no limit where absent. */
    readonly ceiling?: bigint;
}

export interface Part {
    readonly id: string;
    readonly amount: bigint;
}

/**
 * @param total whole, not negative
 * @returns the parts in UTF-8 order of the ids
 * @throws Refused MOBILITY_SPLIT_IMPOSSIBLE where ids repeat, floors pass the total or their ceilings, or ceilings and
 * weights leave some of it to nobody
 */
export function shareWithin(total: bigint, claims: readonly Claim[]): readonly Part[] {
    const ordered = [...claims].sort((a, b) => compareUtf8(a.id, b.id));
    requirePossible(total, ordered);
    const fixed = new Map<Claim, bigint>();
    let free = ordered;
    for (;;) {
        const left = total - sum([...fixed.values()]);
        const pinned = pinnedOf(free, left);
        if (pinned.length === 0) return finished(total, { ordered, free, left, fixed });
        for (const { claim, amount } of pinned) fixed.set(claim, amount);
        free = free.filter((claim) => !fixed.has(claim));
    }
}

/** Parts add up to the whole, and each is within its floor and its ceiling. */
export function assertSharedWithin(total: bigint, claims: readonly Claim[], parts: readonly Part[]): void {
    invariant(sum(parts.map(({ amount }) => amount)) === total, 'parts add up to the whole');
    for (const { id, floor = 0n, ceiling } of claims) {
        const amount = parts.find((part) => part.id === id)?.amount ?? 0n;
        invariant(amount >= floor && (ceiling === undefined || amount <= ceiling), 'a part is within its limits');
    }
}

/**
 * The claims to pin at a limit this round: all that would fall below their floors, or all that would pass their
 * ceilings, whichever moves more. Pinning both at once could pin one that the other frees.
 */
function pinnedOf(free: readonly Claim[], left: bigint): readonly { readonly claim: Claim; readonly amount: bigint }[] {
    const weights = sum(free.map(({ weight }) => weight));
    const below: { claim: Claim; amount: bigint }[] = [];
    const above: { claim: Claim; amount: bigint }[] = [];
    let lacking = 0n;
    let excess = 0n;
    // Exact shares are compared, over the sum of the weights: a rounded one can be a unit off its limit.
    const scale = weights === 0n ? 1n : weights;
    free.forEach((claim) => {
        const share = weights === 0n ? 0n : claim.weight * left;
        const { floor = 0n, ceiling } = claim;
        if (share < floor * scale) {
            below.push({ claim, amount: floor });
            lacking += floor * scale - share;
        } else if (ceiling !== undefined && share > ceiling * scale) {
            above.push({ claim, amount: ceiling });
            excess += share - ceiling * scale;
        }
    });
    return lacking > excess || above.length === 0 ? below : above;
}

function proportional(left: bigint, free: readonly Claim[]): readonly bigint[] {
    const weights = free.map(({ weight }) => weight);
    if (sum(weights) === 0n) return free.map(() => 0n);
    return apportionExactly(
        left,
        weights,
        free.map(({ id }) => id),
    );
}

function finished(
    total: bigint,
    {
        ordered,
        free,
        left,
        fixed,
    }: {
        readonly ordered: readonly Claim[];
        readonly free: readonly Claim[];
        readonly left: bigint;
        readonly fixed: ReadonlyMap<Claim, bigint>;
    },
): readonly Part[] {
    const amounts = new Map(fixed);
    const parts = proportional(left, free);
    free.forEach((claim, index) => amounts.set(claim, parts[index] ?? 0n));
    const shared = ordered.map((claim) => ({ id: claim.id, amount: amounts.get(claim) ?? 0n }));
    if (sum(shared.map(({ amount }) => amount)) !== total)
        throw impossible('weights and ceilings leave some of it to nobody');
    assertSharedWithin(total, ordered, shared);
    return shared;
}

function requirePossible(total: bigint, claims: readonly Claim[]): void {
    if (total < 0n) throw impossible('it is less than nothing');
    if (claims.some(({ id }, index) => id === claims[index - 1]?.id)) throw impossible('a share is claimed twice');
    if (claims.some(({ weight, floor = 0n }) => weight < 0n || floor < 0n))
        throw impossible('a weight or a floor is less than nothing');
    if (claims.some(({ floor = 0n, ceiling }) => ceiling !== undefined && ceiling < floor))
        throw impossible('a ceiling is below its floor');
    if (sum(claims.map(({ floor = 0n }) => floor)) > total) throw impossible('the floors are more than there is');
}

function sum(amounts: readonly bigint[]): bigint {
    let total = 0n;
    for (const amount of amounts) total += amount;
    return total;
}

function impossible(reason: string): Refused {
    return new Refused('MOBILITY_SPLIT_IMPOSSIBLE', { reason });
}
