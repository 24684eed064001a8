import type { ConsortiumRecord } from '@quartier/rules/consortium';
import type {
    ClaimHoldingRequest,
    ConfirmCorrectionRequest,
    CorrectEventRequest,
    DataQuality,
    EventReply,
    EventRow,
    HolderOpening,
    NewVehicle,
    NotesReply,
    OfferTransferRequest,
    PassportEvent,
    PassportId,
    PassportRecord,
    RowOutcome,
    AcceptTransferRequest,
    VehicleIdentity,
    WithdrawTransferRequest,
} from '@quartier/rules/vehicle';

import type { EventOptions, TransactionStanding } from '../gateway/index.js';

import type { VehicleChanges, VehicleEvent } from './events.js';

/** How many rows a call has dealt with so far. */
export interface BatchProgress {
    readonly done: number;
    readonly total: number;
}
export interface BatchOptions {
    readonly onProgress?: (progress: BatchProgress) => void;
}

/**
 * The vehicle area: passports that everyone can consult and nobody can falsify.
 *
 * Every method throws `Refusal` where the rules refuse, or a failure named by its step (`EvaluateFailed`,
 * `EndorseFailed`, `SubmitFailed`, `CommitInvalid`, `CommitStatusUnknown`). Sending the same again is always safe.
 * Identities travel in private parts only, to the caller's own organisation and one that endorses with it.
 */
export interface VehicleClient {
    /** MSP id of the caller. */
    readonly mspId: string;
    /** Organisations of the area and their roles (`vehicleRoles`). */
    consortium(): Promise<ConsortiumRecord>;

    /** Maker. Any number of new vehicles of its own codes, by batches; what became of each, in the order given. */
    registerVehicles(vehicles: readonly NewVehicle[], options?: BatchOptions): Promise<readonly RowOutcome[]>;
    /** Registrar. Any number of vehicles that exist already. */
    enrolVehicles(vehicles: readonly NewVehicle[], options?: BatchOptions): Promise<readonly RowOutcome[]>;

    /** Records one event; a refusal of it is thrown. */
    record(row: EventRow): Promise<RowOutcome>;
    /** Any number of events of any number of vehicles, by batches; those of one vehicle in the order given. */
    recordAll(rows: readonly EventRow[], options?: BatchOptions): Promise<readonly RowOutcome[]>;
    /** The author of the corrected event. After the window for corrections it stands `proposed` until it is confirmed. */
    correct(correction: CorrectEventRequest): Promise<EventReply>;
    /** Another organisation than the author. */
    confirm(confirmation: ConfirmCorrectionRequest): Promise<EventReply>;

    /** Registrar. Names the first holder of a vehicle that nobody holds. */
    claim(claim: ClaimHoldingRequest): Promise<EventReply>;
    /** Registrar, for the holder, who opens the commitment. */
    offerTransfer(offer: OfferTransferRequest, opening: HolderOpening): Promise<EventReply>;
    withdrawTransfer(withdrawal: WithdrawTransferRequest, opening: HolderOpening): Promise<EventReply>;
    /** Registrar, for the next holder, who has the seller's code. */
    acceptTransfer(acceptance: AcceptTransferRequest, acceptanceCode: string): Promise<EventReply>;

    /** The passport of a VIN or serial number, judged with today's parameters. Refusal: VEHICLE_PASSPORT_UNKNOWN. */
    find(identity: VehicleIdentity): Promise<PassportRecord>;
    /** Refusal: VEHICLE_PASSPORT_UNKNOWN. */
    passport(passport: PassportId): Promise<PassportRecord>;
    /** Every event of a passport, in the order of the ledger. */
    history(passport: PassportId): AsyncGenerator<PassportEvent, void>;
    /** Workshops' notes, and whose passport it is; to members only. */
    notes(passport: PassportId): Promise<NotesReply>;
    /** Whether an opening is the one of the present holder. */
    proveHolding(passport: PassportId, opening: HolderOpening): Promise<boolean>;
    /** Authority. Purges the identity and the notes; the number of values purged. */
    erase(passport: PassportId): Promise<number>;
    /** Data quality of every organisation in a month (`YYYY-MM`). */
    dataQuality(month: string): Promise<readonly DataQuality[]>;

    /** What changed since a checkpoint, a transaction at a time, at least once each: the feed for insurers and markets. */
    changes(options?: EventOptions): AsyncGenerator<VehicleChanges, void>;
    /** Events of the area from a checkpoint on, at least once each. */
    events(options?: EventOptions): AsyncGenerator<VehicleEvent, void>;
    /** The block that a transaction of the area's channel stands in. */
    standing(transactionId: string): Promise<TransactionStanding>;
}
