import type { JudgementOutcome, PassportEvent, PassportId, VehicleEvents } from '@quartier/rules/vehicle';

import type { AreaEvent } from '../gateway/index.js';

/** An event of the vehicle area: the name tells the shape of the payload. */
export type VehicleEvent = {
    readonly [Name in keyof VehicleEvents]: Omit<AreaEvent, 'name' | 'payload'> & {
        readonly name: Name;
        readonly payload: VehicleEvents[Name];
    };
}[keyof VehicleEvents];

/** What one transaction changed. */
export interface VehicleChanges extends Omit<AreaEvent, 'name' | 'payload'> {
    readonly changes: readonly VehicleChange[];
}

export interface VehicleChange {
    readonly passport: PassportId;
    /** `registered`: a new passport; `erased`: its identity and notes are gone. */
    readonly change: 'registered' | 'events' | 'erased';
    readonly kinds: readonly PassportEvent['kind'][];
    /** How it is judged since; with `events` only. */
    readonly outcome?: JudgementOutcome;
}

export function changesOf({ name, payload, ...where }: VehicleEvent): VehicleChanges {
    return { ...where, changes: listed({ name, payload } as Told) };
}

type Told = {
    readonly [Name in keyof VehicleEvents]: { readonly name: Name; readonly payload: VehicleEvents[Name] };
}[keyof VehicleEvents];

function listed(told: Told): readonly VehicleChange[] {
    switch (told.name) {
        case 'VehicleVehiclesRegistered':
            return told.payload.passports.map((passport) => ({ passport, change: 'registered', kinds: [] }));
        case 'VehiclePassportsChanged':
            return told.payload.changes.map((change) => ({ ...change, change: 'events' }));
        case 'VehicleErased':
            return [{ passport: told.payload.passport, change: 'erased', kinds: [] }];
    }
}
