export * from './campaign-records.js';
export {
    cancellationFee,
    cancellationTerms,
    noShowFee,
    usualCancellationTerms,
    type CancellationStep,
    type CancellationTerms,
} from './cancellation.js';
export {
    certificateOf,
    type Certificate,
    type CertificateMonth,
    type CertificateRequest,
    type CertifiedJourney,
} from './certificate.js';
export { counterGroupOf, type CounterGroup } from './counter-group.js';
export { point as ridePoint, rideOffer, rideWish, seatRequest } from './decode.js';
export { distanceMetres, isWithinMetres, type Point } from './distance.js';
export {
    evidenceThresholds,
    proofOf,
    type EvidenceThresholds,
    type MissingProof,
    type Proof,
    type RideEnd,
    type RideEvidence,
    type RiderRole,
    type SignedPoint,
} from './evidence.js';
export { corridorMetres, fareOf } from './fare.js';
export { type Finding, type FindingKind, type RecordedJourney } from './finding.js';
export { compareRecorded, findingsOf, judgeJourneys, type KnownJourneys } from './judge-journey.js';
export { matchRide, matchRides, type Match, type RideWish } from './match.js';
export {
    openData,
    openDataRules,
    type OpenData,
    type OpenDataInput,
    type OpenDataRow,
    type OpenDataRules,
    type OpenEnd,
} from './open-data.js';
export { carpoolRefusals } from './refusals.js';
export { registryRecord, utcText, type RegistryIdentity, type RegistryJourney } from './registry-record.js';
export * as carpoolRequests from './requests.js';
export {
    actText,
    offerText,
    PLACE_ROUNDING,
    requestText,
    RIDER_ACTS,
    type RiderAct,
    type RiderActName,
    type SignedAct,
} from './rider-act.js';
export {
    acceptBooking,
    cancelBooking,
    cancelRide,
    closeBooking,
    confirmBooking,
    declineBooking,
    offerRide,
    recordPoint,
    reportMissing,
    usualClosingTerms,
    requestSeats,
    type RideChange,
    type ClosingTerms,
    type RiderWord,
    type SeatRequest,
} from './ride-commands.js';
export {
    BOOKING_STATES,
    rideLimits,
    type Booking as RideBooking,
    type BookingState,
    type Leg as RideLeg,
    type Offer,
    type Price as SeatPrice,
    type Ride,
} from './ride.js';
export { assertSeatsHold, seatsLeft } from './seats.js';
export { carpoolEvents, carpoolTransactions, type CarpoolEvents } from './transactions.js';
export type * as carpoolWire from './transactions.js';
export { carpoolThresholds, type CarpoolThresholds } from './thresholds.js';
export { transferPostings, type RideAccount, type Transfer as RideTransfer } from './transfer.js';
