/** How much of a leg a plan includes, and what is left of its allowances after it. */
import type { Mode } from '../tariffs/index.js';
import type { Allowance, Plan } from './plan.js';

/** What of a leg is not included: `uncovered` of `used`, both in the measure of the allowance that was drawn on. */
export interface Uncovered {
    readonly uncovered: number;
    readonly used: number;
}

export interface DrawnLeg {
    readonly mode: Mode;
    readonly day: string;
    readonly durationSeconds: number;
    readonly distanceMetres: number;
}

const NOTHING: Uncovered = { uncovered: 0, used: 1 };
const ALL: Uncovered = { uncovered: 1, used: 1 };

/** Draws on the allowances of a plan, leg by leg in the order that they started. */
export function allowanceUse(plan: Plan): (leg: DrawnLeg) => Uncovered {
    const drawn = new Map<string, number>();
    const rides = new Map<string, number>();
    return (leg) => {
        const ridesToday = rides.get(leg.day) ?? 0;
        if (plan.fairRidesPerDay !== undefined && ridesToday >= plan.fairRidesPerDay) return ALL;
        for (const [index, allowance] of plan.allowances.entries()) {
            if (!allowance.modes.includes(leg.mode)) continue;
            const found = draw(allowance, leg, { drawn, index });
            if (found === undefined) continue;
            rides.set(leg.day, ridesToday + 1);
            return found;
        }
        return ALL;
    };
}

/** What a leg leaves uncovered after an allowance; undefined where that had nothing left. */
function draw(
    allowance: Allowance,
    leg: DrawnLeg,
    { drawn, index }: { readonly drawn: Map<string, number>; readonly index: number },
): Uncovered | undefined {
    if (allowance.measure === 'unlimited') return NOTHING;
    const key = allowance.per === 'day' ? `${String(index)} ${leg.day}` : String(index);
    const left = allowance.amount - (allowance.per === 'ride' ? 0 : (drawn.get(key) ?? 0));
    if (left <= 0) return undefined;
    const used = usedOf(allowance.measure, leg);
    const covered = Math.min(left, used);
    drawn.set(key, (drawn.get(key) ?? 0) + covered);
    return used === 0 ? NOTHING : { uncovered: used - covered, used };
}

function usedOf(measure: 'seconds' | 'metres' | 'rides', leg: DrawnLeg): number {
    if (measure === 'seconds') return leg.durationSeconds;
    return measure === 'metres' ? leg.distanceMetres : 1;
}
