export { type Amount } from './amount.js';
export { BUDGET_LABEL, counterKey, type Count, type Counters } from './cap.js';
export { decimalText, millionths } from './decimal.js';
export { incentivePolicy } from './decode-policy.js';
export { assertWithinCaps } from './invariants.js';
export {
    compareJourneys,
    journey as incentiveJourney,
    journeyLimits,
    type Journey,
    type JourneyEnd,
} from './journey.js';
export { compilePolicy, judge, NO_AMOUNT, NOT_IN_CAMPAIGN, type CompiledPolicy, type Judgement } from './judge.js';
export { localClock, periodOf } from './local-clock.js';
export {
    incentiveStatement,
    type IncentiveStatement,
    type StatementSlice,
    type StatementTrip,
} from './monthly-statement.js';
export { instantOf } from './moment.js';
export {
    applyCounts,
    counterKeysOf,
    giveBack,
    pay,
    payAll,
    payNext,
    type Cut,
    type PaidJourney,
    type Payment,
} from './pay.js';
export {
    PLACE_CODES,
    POLICY_FORM,
    policyLimits,
    PROOF_CLASSES,
    type AmountRule,
    type Boost,
    type Cap,
    type CapCount,
    type CapOf,
    type CapPer,
    type Condition,
    type IncentivePolicy,
    type Place,
    type PlaceCode,
    type PlaceOrName,
    type ProofClass,
    type Quantity,
    type Requirement,
    type Term,
} from './policy.js';
export { microDegrees, readWkt } from './polygon.js';
export { incentiveRefusals } from './refusals.js';
