export { partCommitment, settlementText, statementCommitment } from './commitments.js';
export { evenedOut, partOfLane, roomOfLane, type LaneUse } from './credit-line.js';
export { findSeen, joinedSeen, seenCount, SEEN_ID_WIDTH, withSeen, type SeenRecord } from './id-set.js';
export * from './limits.js';
export * from './messages.js';
export { ofOutcomeRuns, outcomeRuns, receiptText, type OutcomeRun } from './outcome-runs.js';
export * from './pair-records.js';
export * from './public-records.js';
export { clearingRefusals } from './refusals.js';
export { rememberedWindows } from './remembered-windows.js';
export * from './requests.js';
export {
    findInRoster,
    ofRosterRow,
    packRoster,
    requireContinued,
    rosterRow,
    unpackRoster,
    type PackedRoster,
    type RosterRow,
    type RosterRows,
} from './roster-row.js';
export { addedUse, capLossParts, passRevenueParts } from './share-parts.js';
export { MOBILITY_TERMS, mobilityTerms, type MobilityTerms, type SettlementTerms } from './terms.js';
export * from './transactions.js';
