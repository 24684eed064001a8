import type { ValueInForce } from '@quartier/rules/consortium';
import {
    vehicleSubjects,
    type DataQuality,
    type PassportEvent,
    type PassportId,
    type PassportRecord,
    type VehicleIdentity,
} from '@quartier/rules/vehicle';

import { valueInForce } from '../../consortium/index.js';
import type { Signatory, TransactionStanding } from '../../gateway/index.js';
import type { LedgerConnection } from '../ledger-connection.js';

/** What the pages ask of the ledger. Each throws what the vehicle client does. */
export interface VehicleSource {
    /** Refusal: VEHICLE_PASSPORT_UNKNOWN. */
    find(identity: VehicleIdentity): Promise<PassportRecord>;
    /** Refusal: VEHICLE_PASSPORT_UNKNOWN. */
    passport(passport: PassportId): Promise<PassportRecord>;
    /** Oldest first. */
    history(passport: PassportId): Promise<readonly PassportEvent[]>;
    standing(transactionId: string): Promise<TransactionStanding>;
    dataQuality(month: string): Promise<readonly DataQuality[]>;
    /** The parameters of the judgement that the organisations decided, if any. */
    parametersOn(day: string): Promise<ValueInForce | undefined>;
    /** Who signs credentials. */
    signatory(): Promise<Signatory>;
}

export function ledgerVehicleSource(ledger: LedgerConnection): VehicleSource {
    return {
        find: (identity) => ledger.with(({ vehicle }) => vehicle.find(identity)),
        passport: (passport) => ledger.with(({ vehicle }) => vehicle.passport(passport)),
        history: (passport) =>
            ledger.with(async ({ vehicle }) => {
                const events: PassportEvent[] = [];
                for await (const event of vehicle.history(passport)) events.push(event);
                return events;
            }),
        standing: (transactionId) => ledger.with(({ vehicle }) => vehicle.standing(transactionId)),
        dataQuality: (month) => ledger.with(({ vehicle }) => vehicle.dataQuality(month)),
        parametersOn: (day) =>
            ledger.with((quartier) => valueInForce(quartier.area('vehicle'), vehicleSubjects.judgement, day)),
        signatory: () => ledger.with(({ signatory }) => Promise.resolve(signatory)),
    };
}
