import type { PolicyRule, SignaturePolicy } from '../../policy/signature-policy.js';

/** How many peers of each organisation (by MSP id) together satisfy a policy. */
export type Layout = ReadonlyMap<string, number>;

const MAX_LAYOUTS = 10_000;

/**
 * The minimal sets of peers that satisfy every one of the policies at once; empty when no peers can.
 * @throws {Error} when the policies combine into more sets than can be weighed
 */
export function layoutsOf(policies: readonly SignaturePolicy[]): Layout[] {
    const [first, ...rest] = policies.map((policy) => layoutsOfRule(policy, policy.rule));
    return rest.reduce((merged, layouts) => minimal(combine(merged, layouts, larger)), minimal(first ?? []));
}

function layoutsOfRule(policy: SignaturePolicy, rule: PolicyRule): Layout[] {
    if ('signedBy' in rule) {
        const principal = policy.principals[rule.signedBy];
        const canBePeer = principal?.role === 'peer' || principal?.role === 'member';
        return principal !== undefined && canBePeer ? [new Map([[principal.mspId, 1]])] : [];
    }
    // reached[k] holds the ways to satisfy k of the rules seen so far.
    const reached: Layout[][] = [[new Map()], ...Array.from({ length: rule.n }, () => [])];
    for (const inner of rule.rules) {
        const ways = layoutsOfRule(policy, inner);
        for (let k = rule.n; k > 0; k -= 1) {
            const previous = reached[k - 1] ?? [];
            reached[k] = distinct([...(reached[k] ?? []), ...combine(previous, ways, sum)]);
        }
    }
    return minimal(reached[rule.n] ?? []);
}

type Plurality = (a: number, b: number) => number;
const sum: Plurality = (a, b) => a + b;
const larger: Plurality = (a, b) => Math.max(a, b);

function combine(left: readonly Layout[], right: readonly Layout[], plurality: Plurality): Layout[] {
    if (left.length * right.length > MAX_LAYOUTS) {
        throw new Error('the endorsement policy can be satisfied in too many ways');
    }
    return left.flatMap((a) => right.map((b) => merge(a, b, plurality)));
}

function merge(a: Layout, b: Layout, plurality: Plurality): Layout {
    const merged = new Map(a);
    for (const [mspId, count] of b) {
        merged.set(mspId, plurality(merged.get(mspId) ?? 0, count));
    }
    return merged;
}

function minimal(layouts: readonly Layout[]): Layout[] {
    const candidates = distinct(layouts);
    return candidates.filter((layout) => !candidates.some((other) => other !== layout && isWithin(other, layout)));
}

function isWithin(a: Layout, b: Layout): boolean {
    return [...a].every(([mspId, count]) => (b.get(mspId) ?? 0) >= count);
}

function distinct(layouts: readonly Layout[]): Layout[] {
    return [...new Map(layouts.map((layout) => [JSON.stringify([...layout].sort()), layout])).values()];
}
