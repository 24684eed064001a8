export {
    importPricingPlans,
    type ImportedPlan,
    type PlanOutcome,
    type PricingPlanOptions,
    type PricingPlanReport,
} from './import-pricing-plans.js';
export type { RoundedAmount } from './plan-members.js';
export { pricingPlanRefusals, type PricingPlanRefusalCode } from './refusals.js';
export { versionOfPlan, type VersionOfPlan } from './version-of-plan.js';
