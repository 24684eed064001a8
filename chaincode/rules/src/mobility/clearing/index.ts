export * from './records.js';
export { MOBILITY_TERMS, mobilityTerms, type MobilityTerms, type SettlementTerms } from './terms.js';
export * from './transactions.js';
