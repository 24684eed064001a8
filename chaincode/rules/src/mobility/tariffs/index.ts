export { type CappedLeg, cappedAmounts, type DatedAmount } from './caps.js';
export {
    chargeLine,
    dimensions,
    lineAmount,
    sumOfLines,
    wholeCents,
    type ChargeLine,
    type Dimension,
} from './charge.js';
export { priceModel, tariffVersion } from './decode-tariff.js';
export { requireNextVersion, tariffContent, tariffInForce } from './in-force.js';
export { isWithin, localTime, weekdayOf, type LocalTime } from './local-window.js';
export { priceLeg, type Charge, type PricingContext } from './price-leg.js';
export { tariffRefusals } from './refusals.js';
export { ridePrice, type RidePrice, type RideTariff } from './ride-price.js';
export { intervalsCharged, segmentCharge, type SegmentCharge } from './segments.js';
export * from './tariff-version.js';
export type { Usage } from './usage.js';
export { priceFault, validateTariff } from './validate-tariff.js';
