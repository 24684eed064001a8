/**
 * Decoders of the vehicle requests and their private parts, from the JSON that a transaction gets. Each is strict: what is
 * missing, unknown, out of bounds or of another type is refused with REQUEST_MALFORMED and named by its place. The rows of
 * a batch are decoded one by one, so that a bad row is refused alone.
 */
import { decodeJson, listOf, malformed, object, Refused, type Decoder } from '../wire/index.js';
import { eventInput } from './event-content.js';
import * as member from './request-members.js';
import { vehicleLimits } from './records.js';
import type * as wire from './transactions.js';

const REQUEST = 'request';
const PRIVATE = 'private';

/** A row of a batch, or why it cannot be taken. */
export type DecodedRow<T> = { readonly row: T } | { readonly refused: Refused };

const rowsOf = <T>(item: Decoder<T>, most: number): Decoder<readonly DecodedRow<T>[]> =>
    listOf<DecodedRow<T>>((value, at) => decodedRow(item, value, at), {
        most,
        tooLong: (size) => new Refused('VEHICLE_BATCH_TOO_LARGE', { size, limit: most }),
    });

function decodedRow<T>(item: Decoder<T>, value: unknown, at: string): DecodedRow<T> {
    try {
        return { row: item(value, at) };
    } catch (error) {
        if (error instanceof Refused) return { refused: error };
        throw error;
    }
}

const newVehicle: Decoder<wire.NewVehicle> = object(
    { identity: member.identity, description: member.description },
    { holder: member.hash, reading: member.reading, readingDay: member.day },
);

const eventRowMembers = object(
    { event: eventInput },
    { identity: member.identity, passport: member.passport, note: member.note },
);
const eventRow: Decoder<wire.EventRow> = (value, at) => {
    const row = eventRowMembers(value, at);
    if ((row.identity === undefined) === (row.passport === undefined))
        throw malformed(at, 'must name its vehicle by identity or passport, one of the two');
    return row;
};

const nothing = object({});
const registerPrivate = object({
    vehicles: rowsOf(newVehicle, vehicleLimits.vehiclesPerBatch),
    collectionKey: member.hash,
});
const recordEventsPrivate = object({ events: rowsOf(eventRow, vehicleLimits.eventsPerBatch) });
const correctEvent = object(
    { passport: member.passport, event: member.id, corrects: member.eventId, reason: member.shortText },
    { reading: member.reading, day: member.day, evidence: member.hash },
);
const confirmCorrection = object({ passport: member.passport, event: member.id, confirms: member.eventId });
const claimHolding = object({ passport: member.passport, event: member.id, day: member.day, holder: member.hash });
const offerTransfer = object({
    passport: member.passport,
    transfer: member.transferId,
    day: member.day,
    acceptanceHash: member.hash,
});
const withdrawTransfer = object({ passport: member.passport, transfer: member.transferId, day: member.day });
const acceptTransfer = object({
    passport: member.passport,
    transfer: member.transferId,
    day: member.day,
    holder: member.hash,
    reading: member.reading,
});
const opening = object({ opening: member.holderOpening });
const acceptance = object({ acceptanceCode: member.secret });
const onlyPassport = object({ passport: member.passport });
const history = object({ passport: member.passport, page: member.page });
const onlyMonth = object({ month: member.month });
const onlyIdentity = object({ identity: member.identity });

export function decodeRegisterVehicles(text: string): Readonly<Record<string, never>> {
    return decodeJson(text, nothing, REQUEST);
}

export interface RegisterVehiclesRows {
    readonly vehicles: readonly DecodedRow<wire.NewVehicle>[];
    readonly collectionKey: string;
}

/** @throws Refused REQUEST_MALFORMED; VEHICLE_BATCH_TOO_LARGE above `vehicleLimits.vehiclesPerBatch` vehicles. */
export function decodeRegisterVehiclesPrivate(text: string): RegisterVehiclesRows {
    return decodeJson(text, registerPrivate, PRIVATE);
}

export function decodeEnrolVehicles(text: string): Readonly<Record<string, never>> {
    return decodeJson(text, nothing, REQUEST);
}

/** @throws Refused as {@link decodeRegisterVehiclesPrivate}. */
export function decodeEnrolVehiclesPrivate(text: string): RegisterVehiclesRows {
    return decodeJson(text, registerPrivate, PRIVATE);
}

export function decodeRecordEvents(text: string): Readonly<Record<string, never>> {
    return decodeJson(text, nothing, REQUEST);
}

/** @throws Refused REQUEST_MALFORMED; VEHICLE_BATCH_TOO_LARGE above `vehicleLimits.eventsPerBatch` events. */
export function decodeRecordEventsPrivate(text: string): {
    readonly events: readonly DecodedRow<wire.EventRow>[];
} {
    return decodeJson(text, recordEventsPrivate, PRIVATE);
}

/** @throws Refused REQUEST_MALFORMED; the refusals of a reading (see `reading`). */
export function decodeCorrectEvent(text: string): wire.CorrectEventRequest {
    return decodeJson(text, correctEvent, REQUEST);
}

export function decodeConfirmCorrection(text: string): wire.ConfirmCorrectionRequest {
    return decodeJson(text, confirmCorrection, REQUEST);
}

export function decodeClaimHolding(text: string): wire.ClaimHoldingRequest {
    return decodeJson(text, claimHolding, REQUEST);
}

export function decodeOfferTransfer(text: string): wire.OfferTransferRequest {
    return decodeJson(text, offerTransfer, REQUEST);
}

export function decodeOfferTransferPrivate(text: string): wire.OfferTransferPrivate {
    return decodeJson(text, opening, PRIVATE);
}

export function decodeWithdrawTransfer(text: string): wire.WithdrawTransferRequest {
    return decodeJson(text, withdrawTransfer, REQUEST);
}

export function decodeWithdrawTransferPrivate(text: string): wire.OfferTransferPrivate {
    return decodeJson(text, opening, PRIVATE);
}

/** @throws Refused REQUEST_MALFORMED; the refusals of a reading (see `reading`). */
export function decodeAcceptTransfer(text: string): wire.AcceptTransferRequest {
    return decodeJson(text, acceptTransfer, REQUEST);
}

export function decodeAcceptTransferPrivate(text: string): wire.AcceptTransferPrivate {
    return decodeJson(text, acceptance, PRIVATE);
}

export function decodeEraseVehicle(text: string): wire.EraseVehicleRequest {
    return decodeJson(text, onlyPassport, REQUEST);
}

export function decodeGetPassport(text: string): wire.PassportRequest {
    return decodeJson(text, onlyPassport, REQUEST);
}

export function decodeGetHistory(text: string): wire.HistoryRequest {
    return decodeJson(text, history, REQUEST);
}

export function decodeDataQuality(text: string): wire.QualityRequest {
    return decodeJson(text, onlyMonth, REQUEST);
}

export function decodeFindPassport(text: string): Readonly<Record<string, never>> {
    return decodeJson(text, nothing, REQUEST);
}

/** @throws Refused REQUEST_MALFORMED; VEHICLE_VIN_INVALID */
export function decodeFindPassportPrivate(text: string): wire.FindPassportPrivate {
    return decodeJson(text, onlyIdentity, PRIVATE);
}

export function decodeGetNotes(text: string): wire.PassportRequest {
    return decodeJson(text, onlyPassport, REQUEST);
}

export function decodeProveHolding(text: string): wire.PassportRequest {
    return decodeJson(text, onlyPassport, REQUEST);
}

export function decodeProveHoldingPrivate(text: string): wire.ProveHoldingPrivate {
    return decodeJson(text, opening, PRIVATE);
}
