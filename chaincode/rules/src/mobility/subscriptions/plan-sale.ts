import { Refused } from '../../wire/index.js';
import type { Plan } from './plan.js';

/** A version of a plan that somebody is to have from an instant on. */
export interface PlanSale {
    readonly plan: string;
    readonly version: number;
    readonly at: number;
}

/**
 * @param plans that the seller publishes
 * @throws Refused MOBILITY_PLAN_INVALID, of the first that is not published, or not sold at its instant
 */
export function requireOnSale(plans: readonly Plan[], sales: Iterable<PlanSale>): void {
    const published = new Map(plans.map((plan) => [keyOf(plan), plan]));
    for (const sale of sales) {
        const found = published.get(keyOf(sale));
        const name = `${sale.plan} version ${String(sale.version)}`;
        if (found === undefined) throw new Refused('MOBILITY_PLAN_INVALID', { reason: `${name} is not published` });
        if (sale.at < found.from || (found.to !== null && sale.at >= found.to))
            throw new Refused('MOBILITY_PLAN_INVALID', { reason: `${name} is not sold then` });
    }
}

function keyOf({ plan, version }: Pick<PlanSale, 'plan' | 'version'>): string {
    return `${String(version)} ${plan}`;
}
