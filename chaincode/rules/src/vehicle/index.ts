export { recordableKinds, type RecordableKind } from './event-content.js';
export type * from './events.js';
export { confirmationInput, correctionInput } from './corrections.js';
export { valuesToErase, type VehicleErasure } from './erasure.js';
export type { EventContext } from './event-context.js';
export { requireAuthor, rolesFor } from './event-rules.js';
export { eventIdOf, pagesThatMayHold, pagesToLoad, type HistoryPage } from './history.js';
export { identityBlock, identityText, manufacturerCovers } from './identity-text.js';
export type { PassportId, VehicleIdentity } from './identity.js';
export { assertHistoryKept, assertJudgementFounded } from './invariants.js';
export type * from './judgement-record.js';
export { judge, outcomeOf, rdwCodes, type Judged } from './judgement.js';
export { judgePassport } from './judge-passport.js';
export { capacityOf, metresOf, readingUnits } from './odometer.js';
export { defaultJudgementParameters, judgementParameters, manufacturers, vehicleDecisions } from './parameters.js';
export { applyEvent, chainContent, type AppliedEvent } from './passport.js';
export { publicDays, publicView } from './public-view.js';
export type * from './public-passport.js';
export { qualityDelta, type QualityDelta } from './quality.js';
export * from './records.js';
export * from './refusals.js';
export {
    FIRST_READING,
    firstReading,
    newPassport,
    registerVehicle,
    requireRegistrable,
    type Registered,
    type RegisteredContent,
    type RegistrationContext,
} from './registration.js';
export * from './requests.js';
export * from './transactions.js';
export { acceptInput, claimInput, holderContent, offerInput, opensHolder, withdrawInput } from './transfers.js';
export * from './vehicle-description.js';
export { computedCheckDigit, normaliseVin, parseVin, vinFault, type Vin, type VinRule } from './vin.js';
