import { Context, Contract, Info, Returns, Transaction } from 'fabric-contract-api';

import * as vehicle from '@quartier/rules/vehicle';
import { vehicleRoles } from '@quartier/rules/vehicle';
import { canonicalJson } from '@quartier/rules/wire';

import { openEvaluation, openSubmission, privatePart } from '../consortium/index.js';
import { PublicState } from '../ledger/index.js';

import * as consult from './consult.js';
import { confirmCorrection, correctEvent } from './correct-event.js';
import { dataQuality } from './data-quality.js';
import { eraseVehicle } from './erase-vehicle.js';
import { recordEvents } from './record-events.js';
import { registerVehicles } from './register-vehicles.js';
import * as holding from './transfer-holding.js';

const anyRole = Object.values(vehicleRoles);

/**
 * Passports of vehicles, which every organisation of the area writes to by its role and none can change alone. Requests
 * and replies are canonical JSON, documented in the rules of the area; private parts travel in the transient map and
 * live in the collection `vehicleRegistry`.
 */
@Info({ title: 'vehicle', description: 'Passports of vehicles: their history and what their mileage is worth' })
export class VehicleContract extends Contract {
    constructor() {
        super('vehicle');
    }

    @Transaction()
    @Returns('string')
    async RegisterVehicles(ctx: Context, request: string): Promise<string> {
        vehicle.decodeRegisterVehicles(request);
        const secret = vehicle.decodeRegisterVehiclesPrivate(privatePart(ctx));
        return canonicalJson(await registerVehicles(await openSubmission(ctx, vehicleRoles.maker), secret, 'birth'));
    }

    @Transaction()
    @Returns('string')
    async EnrolVehicles(ctx: Context, request: string): Promise<string> {
        vehicle.decodeEnrolVehicles(request);
        const secret = vehicle.decodeEnrolVehiclesPrivate(privatePart(ctx));
        const transaction = await openSubmission(ctx, vehicleRoles.registrar);
        return canonicalJson(await registerVehicles(transaction, secret, 'import'));
    }

    @Transaction()
    @Returns('string')
    async RecordEvents(ctx: Context, request: string): Promise<string> {
        vehicle.decodeRecordEvents(request);
        const secret = vehicle.decodeRecordEventsPrivate(privatePart(ctx));
        return canonicalJson(await recordEvents(await openSubmission(ctx, ...anyRole), secret));
    }

    @Transaction()
    @Returns('string')
    async CorrectEvent(ctx: Context, request: string): Promise<string> {
        const command = vehicle.decodeCorrectEvent(request);
        return canonicalJson(await correctEvent(await openSubmission(ctx, ...anyRole), command));
    }

    @Transaction()
    @Returns('string')
    async ConfirmCorrection(ctx: Context, request: string): Promise<string> {
        const command = vehicle.decodeConfirmCorrection(request);
        return canonicalJson(await confirmCorrection(await openSubmission(ctx, ...anyRole), command));
    }

    @Transaction()
    @Returns('string')
    async ClaimHolding(ctx: Context, request: string): Promise<string> {
        const command = vehicle.decodeClaimHolding(request);
        return canonicalJson(await holding.claim(await openSubmission(ctx, vehicleRoles.registrar), command));
    }

    @Transaction()
    @Returns('string')
    async OfferTransfer(ctx: Context, request: string): Promise<string> {
        const command = vehicle.decodeOfferTransfer(request);
        const { opening } = vehicle.decodeOfferTransferPrivate(privatePart(ctx));
        return canonicalJson(await holding.offer(await openSubmission(ctx, vehicleRoles.registrar), command, opening));
    }

    @Transaction()
    @Returns('string')
    async WithdrawTransfer(ctx: Context, request: string): Promise<string> {
        const command = vehicle.decodeWithdrawTransfer(request);
        const { opening } = vehicle.decodeWithdrawTransferPrivate(privatePart(ctx));
        const transaction = await openSubmission(ctx, vehicleRoles.registrar);
        return canonicalJson(await holding.withdraw(transaction, command, opening));
    }

    @Transaction()
    @Returns('string')
    async AcceptTransfer(ctx: Context, request: string): Promise<string> {
        const command = vehicle.decodeAcceptTransfer(request);
        const { acceptanceCode } = vehicle.decodeAcceptTransferPrivate(privatePart(ctx));
        const transaction = await openSubmission(ctx, vehicleRoles.registrar);
        return canonicalJson(await holding.accept(transaction, command, acceptanceCode));
    }

    @Transaction()
    @Returns('string')
    async EraseVehicle(ctx: Context, request: string): Promise<string> {
        const command = vehicle.decodeEraseVehicle(request);
        return canonicalJson(await eraseVehicle(await openSubmission(ctx, vehicleRoles.authority), command));
    }

    @Transaction(false)
    @Returns('string')
    async GetPassport(ctx: Context, request: string): Promise<string> {
        const { passport } = vehicle.decodeGetPassport(request);
        return canonicalJson(await consult.getPassport(publicConsultation(ctx), passport));
    }

    @Transaction(false)
    @Returns('string')
    async GetHistory(ctx: Context, request: string): Promise<string> {
        return canonicalJson(await consult.getHistory(publicConsultation(ctx), vehicle.decodeGetHistory(request)));
    }

    @Transaction(false)
    @Returns('string')
    async DataQuality(ctx: Context, request: string): Promise<string> {
        const { month } = vehicle.decodeDataQuality(request);
        return canonicalJson(await dataQuality(await openEvaluation(ctx), month));
    }

    @Transaction(false)
    @Returns('string')
    async FindPassport(ctx: Context, request: string): Promise<string> {
        vehicle.decodeFindPassport(request);
        const { identity } = vehicle.decodeFindPassportPrivate(privatePart(ctx));
        return canonicalJson(await consult.findPassport(await openEvaluation(ctx), identity));
    }

    @Transaction(false)
    @Returns('string')
    async GetNotes(ctx: Context, request: string): Promise<string> {
        const { passport } = vehicle.decodeGetNotes(request);
        return canonicalJson(await consult.getNotes(await openEvaluation(ctx), passport));
    }

    @Transaction(false)
    @Returns('string')
    async ProveHolding(ctx: Context, request: string): Promise<string> {
        const { passport } = vehicle.decodeProveHolding(request);
        const { opening } = vehicle.decodeProveHoldingPrivate(privatePart(ctx));
        return canonicalJson(await holding.proveHolding(await openEvaluation(ctx), passport, opening));
    }
}

/** Reads nothing: a passport is looked up more often than anything else happens. */
function publicConsultation({ stub }: Context): consult.PublicConsultation {
    return { stub, state: new PublicState(stub) };
}
