import type { Area } from '@quartier/client';
import {
    vehicleTransactions,
    type BatchReply,
    type EventInput,
    type EventReply,
    type EventRow,
    type NewVehicle,
    type PassportId,
    type PassportRecord,
    type Reading,
    type VehicleIdentity,
} from '@quartier/rules/vehicle';

import type { VehicleNetwork } from './vehicle-network.js';

export type VehicleTransaction = keyof typeof vehicleTransactions;

/** What an organisation's back office asks of the vehicle chaincode, without the typed client. */
export interface VehicleOffice {
    readonly mspId: string;
    submit<Reply = unknown>(transaction: VehicleTransaction, request: object, privatePart?: object): Promise<Reply>;
    ask<Reply = unknown>(transaction: VehicleTransaction, request: object, privatePart?: object): Promise<Reply>;
    enrol(...vehicles: readonly NewVehicle[]): Promise<BatchReply>;
    register(...vehicles: readonly NewVehicle[]): Promise<BatchReply>;
    record(...events: readonly EventRow[]): Promise<BatchReply>;
    passport(passport: PassportId): Promise<PassportRecord>;
    find(identity: VehicleIdentity): Promise<PassportRecord>;
    correct(request: object): Promise<EventReply>;
    confirm(request: object): Promise<EventReply>;
}

export async function vehicleOffice(
    network: VehicleNetwork,
    organisation: string,
    user = 'backoffice',
): Promise<VehicleOffice> {
    return officeOf(await network.area(organisation, { user }));
}

export function officeOf(area: Area): VehicleOffice {
    const { mspId } = area;
    const submit: VehicleOffice['submit'] = async <Reply>(name: VehicleTransaction, request: object, part?: object) =>
        (await area.submit({
            transaction: vehicleTransactions[name],
            request,
            ...(part === undefined ? {} : { privatePart: part }),
            endorsers: endorsersOf(mspId),
        })) as Reply;
    const ask: VehicleOffice['ask'] = async <Reply>(name: VehicleTransaction, request: object, part?: object) =>
        (await area.evaluate({
            transaction: vehicleTransactions[name],
            request,
            ...(part === undefined ? {} : { privatePart: part }),
        })) as Reply;
    return {
        mspId,
        submit,
        ask,
        enrol: (...vehicles) => submit('enrolVehicles', {}, { vehicles, collectionKey: COLLECTION_KEY }),
        register: (...vehicles) => submit('registerVehicles', {}, { vehicles, collectionKey: COLLECTION_KEY }),
        record: (...events) => submit('recordEvents', {}, { events }),
        passport: (passport) => ask('getPassport', { passport }),
        find: (identity) => ask('findPassport', {}, { identity }),
        correct: (request) => submit('correctEvent', request),
        confirm: (request) => submit('confirmCorrection', request),
    };
}

/** The key that the first vehicle of a test network brings; any later one is ignored. */
export const COLLECTION_KEY = '5a'.repeat(32);
const AUTHORITY = 'CouncilMSP';

/** The caller's own organisation and the authority's, or the authority's and another: enough for the area's policy. */
export function endorsersOf(mspId: string): readonly string[] {
    const partner = mspId === AUTHORITY ? 'GarageMSP' : AUTHORITY;
    return mspId === 'RivalMSP' ? [AUTHORITY, 'GarageMSP'] : [mspId, partner];
}

let vehicles = 0;

/** A number that no other vehicle of the tests has, of a maker in Europe, where a check digit is not asked for. */
export function newVin(wmi = 'VF1'): VehicleIdentity & { readonly kind: 'vin' } {
    vehicles += 1;
    return { kind: 'vin', vin: `${wmi}RT1PBE3${String(vehicles).padStart(7, '0')}` };
}

/** A car that existed already. */
export function existingCar(changes: Partial<NewVehicle> = {}): NewVehicle {
    return {
        identity: newVin(),
        description: {
            category: 'car',
            make: 'Renault',
            model: 'Scenic',
            energy: 'diesel',
            firstRegistration: '2009-03-17',
            odometerUnit: 'km',
        },
        ...changes,
    };
}

/** A car as its maker registers it. */
export function newCar(changes: Partial<NewVehicle> = {}): NewVehicle {
    return {
        identity: newVin(),
        description: {
            category: 'car',
            make: 'Renault',
            model: 'Megane E-Tech',
            energy: 'electric',
            produced: '2020-02-03',
            odometerUnit: 'km',
            batteryWh: '60000',
        },
        ...changes,
    };
}

export function km(value: number): Reading {
    return { status: 'read', value, unit: 'km' };
}

/** A service with its reading, unless told otherwise. */
export function service(event: string, day: string, reading: number, changes: Partial<EventInput> = {}): EventInput {
    return { event, day, content: { kind: 'service', work: ['oil'] }, reading: km(reading), ...changes };
}
