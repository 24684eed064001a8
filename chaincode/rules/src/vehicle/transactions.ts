/** Requests, private parts (in the transient map) and replies of the vehicle contract. */
import type { RefusalDetails } from '../wire/index.js';
import type { EventInput, PassportEvent, Reading } from './events.js';
import type { PassportId, VehicleIdentity } from './identity.js';
import type { DataQuality, Day, PassportRecord } from './records.js';
import type { VehicleDescription } from './vehicle-description.js';

/** What became of one row of a batch: the passport it concerns, or the refusal of this row alone. */
export interface RowOutcome {
    readonly index: number;
    /** Absent where the row was refused. */
    readonly passport?: PassportId;
    /** `recorded`, or `unchanged` where the same content stood already. */
    readonly outcome: 'recorded' | 'unchanged' | 'refused';
    /** The refusal of the row: code and details of the catalogue. */
    readonly code?: string;
    readonly details?: RefusalDetails;
}
export interface BatchReply {
    readonly outcomes: readonly RowOutcome[];
}

/** Registers (maker, its own codes) or enrols (registrar) at most `vehiclesPerBatch` vehicles. */
export interface NewVehicle {
    readonly identity: VehicleIdentity;
    readonly description: VehicleDescription;
    /** Commitment of the first holder, as in `PassportRecord.holder`. */
    readonly holder?: string;
    /** Birth: the reading at production (0 unless given). Enrolment: the first reading that is known, with its day. */
    readonly reading?: Reading;
    readonly readingDay?: Day;
}
export interface RegisterVehiclesPrivate {
    readonly vehicles: readonly NewVehicle[];
    /** 32 random bytes in hexadecimal; becomes the area's key if there is none yet, else it is ignored. */
    readonly collectionKey: string;
}

/** At most `eventsPerBatch` events, of any number of vehicles. */
export interface EventRow {
    /** One of the two. */
    readonly identity?: VehicleIdentity;
    readonly passport?: PassportId;
    readonly event: EventInput;
    /** Workshop's note: private, may be erased. */
    readonly note?: string;
}
export interface RecordEventsPrivate {
    readonly events: readonly EventRow[];
}

export interface CorrectEventRequest {
    readonly passport: PassportId;
    /** The author's id of the correction. */
    readonly event: string;
    /** `<MSP id>:<id>` of the event to correct. */
    readonly corrects: string;
    readonly reason: string;
    /** What should have been recorded. Without reading and day the corrected event is void. */
    readonly reading?: Reading;
    readonly day?: Day;
    readonly evidence?: string;
}
export interface ConfirmCorrectionRequest {
    readonly passport: PassportId;
    readonly event: string;
    /** `<MSP id>:<id>` of the correction. */
    readonly confirms: string;
}
export interface EventReply {
    readonly event: PassportEvent;
    readonly judgement: PassportRecord['judgement'];
}

/** What opens a holder's commitment. */
export interface HolderOpening {
    readonly holder: string;
    readonly salt: string;
}
/** Registrar. Where nobody holds it yet (an enrolled or a new vehicle): names the first holder. */
export interface ClaimHoldingRequest {
    readonly passport: PassportId;
    readonly event: string;
    readonly day: Day;
    readonly holder: string;
}
export interface OfferTransferRequest {
    readonly passport: PassportId;
    readonly transfer: string;
    readonly day: Day;
    readonly acceptanceHash: string;
}
export interface OfferTransferPrivate {
    readonly opening: HolderOpening;
}
export interface WithdrawTransferRequest {
    readonly passport: PassportId;
    readonly transfer: string;
    readonly day: Day;
}
export interface AcceptTransferRequest {
    readonly passport: PassportId;
    readonly transfer: string;
    readonly day: Day;
    /** Commitment of the next holder. */
    readonly holder: string;
    readonly reading: Reading;
}
export interface AcceptTransferPrivate {
    /** The code that hashes to the offer's `acceptanceHash`. */
    readonly acceptanceCode: string;
}

/** Authority. Purges the identity and the notes of a passport; what is public stays. */
export interface EraseVehicleRequest {
    readonly passport: PassportId;
}
export interface EraseVehicleReply {
    readonly purgedValues: number;
    readonly more: boolean;
}

export interface PassportRequest {
    readonly passport: PassportId;
}
/** Evaluation, by a member's own peer: whose passport this is. */
export interface FindPassportPrivate {
    readonly identity: VehicleIdentity;
}
export interface HistoryRequest {
    readonly passport: PassportId;
    /** Page of older events, 0 the oldest; the head of the passport has the newest. */
    readonly page: number;
}
export interface HistoryReply {
    readonly events: readonly PassportEvent[];
    readonly pages: number;
}
export interface NotesReply {
    readonly notes: readonly { readonly event: string; readonly note: string }[];
    readonly identity?: VehicleIdentity;
}
export interface ProveHoldingPrivate {
    readonly opening: HolderOpening;
}
export interface ProveHoldingReply {
    readonly holds: boolean;
}
export interface QualityRequest {
    /** `YYYY-MM`. */
    readonly month: string;
}
export interface QualityReply {
    readonly organisations: readonly DataQuality[];
}

/** Names of the transactions. Those marked (private) take a private part and are endorsed by organisations that share the registry. */
export const vehicleTransactions = {
    registerVehicles: 'vehicle:RegisterVehicles', // (private) request {}
    enrolVehicles: 'vehicle:EnrolVehicles', // (private) request {}
    recordEvents: 'vehicle:RecordEvents', // (private) request {}
    correctEvent: 'vehicle:CorrectEvent',
    confirmCorrection: 'vehicle:ConfirmCorrection',
    claimHolding: 'vehicle:ClaimHolding',
    offerTransfer: 'vehicle:OfferTransfer', // (private)
    withdrawTransfer: 'vehicle:WithdrawTransfer', // (private: opening)
    acceptTransfer: 'vehicle:AcceptTransfer', // (private)
    eraseVehicle: 'vehicle:EraseVehicle', // (private keys)
    /** Evaluations: public state. */
    getPassport: 'vehicle:GetPassport',
    getHistory: 'vehicle:GetHistory',
    dataQuality: 'vehicle:DataQuality',
    /** Evaluations: answered by a member's own peer to its own people. */
    findPassport: 'vehicle:FindPassport', // (private)
    getNotes: 'vehicle:GetNotes',
    proveHolding: 'vehicle:ProveHolding', // (private)
} as const;

/** One event a transaction; passport ids and public facts only. */
export const vehicleEvents = {
    vehiclesRegistered: 'VehicleVehiclesRegistered',
    passportsChanged: 'VehiclePassportsChanged',
    vehicleErased: 'VehicleErased',
} as const;

export interface VehicleEvents {
    readonly VehicleVehiclesRegistered: { readonly passports: readonly PassportId[]; readonly by: string };
    /** The feed for insurers and marketplaces: what changed and how it is judged now. */
    readonly VehiclePassportsChanged: {
        readonly changes: readonly {
            readonly passport: PassportId;
            readonly kinds: readonly PassportEvent['kind'][];
            readonly outcome: PassportRecord['judgement']['outcome'];
        }[];
    };
    readonly VehicleErased: { readonly passport: PassportId };
}
