export { allocateStep, type Step, type StepAllocation, type StepRule } from './allocation.js';
export { costOf, MICRO_EUR, priceSupplies, supplyPostings, type PricedSupply, type SuppliedDay } from './cost.js';
export { latestReadings, mergeCurve, readCurve, type MergedCurve, type Readings, type Series } from './curve.js';
export { publicTotals } from './disclosure.js';
export { addSums, energySums, formatSums, type EnergySums } from './energy-sums.js';
export { monthsToErase, type DeliveredMonth, type Erasure } from './erasure.js';
export { fillGaps, missingRuns, type FilledDay, type Run } from './gaps.js';
export { assertMargins, assertSharesWhole, assertSums, assertWithin } from './invariants.js';
export { activeOn, isActiveOn, spansOverlap, type DaySpan } from './membership.js';
export { packSums, packValues, unpackSums, unpackValues } from './packed-values.js';
export { parametersOn, priceOn } from './parameters-in-force.js';
export * from './records.js';
export * from './refusals.js';
export * from './requests.js';
export {
    settleDay,
    type DayInput,
    type DayMeter,
    type DaySettlement,
    type SettledConsumer,
    type SettledProducer,
} from './settle-day.js';
export {
    paymentOf,
    statementOf,
    type Payment,
    type StatementDay,
    type StatementDayMeter,
    type StatementInput,
} from './statement.js';
export { addSuppliesOfStep } from './supply-matrix.js';
export * from './transactions.js';
export { firstSettledIn, firstUnsettledIn, isSettled, withSettled, type SettledRanges } from './settled-ranges.js';
export { PAYMENTS_ACCOUNT, paymentPostings, ROUNDING_ACCOUNT, type AccountAmount } from './payment-postings.js';
export { storedCurve } from './stored-curve.js';
export { requireKeysForRule } from './static-keys.js';
