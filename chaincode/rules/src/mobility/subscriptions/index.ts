export { allowanceUse, type DrawnLeg, type Uncovered } from './allowance-use.js';
export { planDecoder } from './decode-plan.js';
export { subscriptionCommand } from './decode-subscription.js';
export * from './plan.js';
export { billingPeriod, countedSince, periodFinder, type BillingPeriod, type PeriodOfDay } from './plan-periods.js';
export { requireOnSale, type PlanSale } from './plan-sale.js';
export { planFees, prorated, type PlanFee } from './proration.js';
export {
    assertCapped,
    capLeft,
    rateRider,
    type BillAmounts,
    type OperatorUse,
    type PaidDay,
    type RatedLeg,
    type RiderBill,
    type RiderDay,
    type RiderUse,
} from './rate-rider.js';
export { subscriptionRefusals } from './refusals.js';
export { riddenLegs, type OtherCharge, type RiddenLeg } from './ridden-legs.js';
export {
    changeSubscription,
    isRideable,
    planOfLeg,
    spanAt,
    subscriptionCommands,
    subscriptionStates,
    subscriptionTransitions,
    type PlanOf,
    type Subscription,
    type SubscriptionCommand,
    type SubscriptionSpan,
    type SubscriptionState,
} from './subscription.js';
