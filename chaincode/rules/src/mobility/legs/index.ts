export {
    assertCancels,
    creditOf,
    requireCreditOf,
    requireReplacementOf,
    requireWithinPaid,
    stillPaid,
} from './correction.js';
export { legContent, legRecord } from './decode-leg.js';
export { laneOfLeg } from './lane.js';
export * from './leg-record.js';
export {
    packedText,
    packLegs,
    type ChargedCell,
    type LegHead,
    type LegRow,
    type LineCell,
    type OptionalCell,
    type PackedLegs,
} from './packed-legs.js';
export {
    pricedLeg,
    repriced,
    replacementOf,
    requireTariffOfLeg,
    supplementOf,
    type PricingTariff,
    type Repricing,
    type Supplement,
} from './priced-leg.js';
export { creditReasons, legReasons, type CreditReason, type LegReason } from './reasons.js';
export { legRefusals } from './refusals.js';
export { requireLeg } from './require-leg.js';
export { legBatch, unpackLegs, type LegBatch } from './unpack-legs.js';
