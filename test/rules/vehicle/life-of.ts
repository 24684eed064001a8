import { dayNumber } from '@quartier/rules/units';
import {
    applyEvent,
    defaultJudgementParameters,
    registerVehicle,
    type AppliedEvent,
    type EventContent,
    type EventContext,
    type EventInput,
    type Manufacturers,
    type NewVehicle,
    type PassportRecord,
    type Reading,
    type RegistrationContext,
} from '@quartier/rules/vehicle';

import { sha256 } from '../../support/sha256.js';

import { car } from './readings-of.js';

export const organisations: Readonly<Record<string, readonly string[]>> = {
    CouncilMSP: ['authority', 'registrar', 'inspection'],
    MakerMSP: ['maker'],
    GarageMSP: ['garage'],
    OtherMSP: ['garage', 'inspection', 'registrar'],
    StrangerMSP: [],
};
export const manufacturers: Manufacturers = { MakerMSP: { wmi: ['VF1'], serials: ['QC'] } };
export const vin = { kind: 'vin', vin: 'VF1KG1PBE34488860' } as const;
export const km = (value: number): Reading => ({ status: 'read', value, unit: 'km' });

/** Noon of a day, in seconds. */
export const noon = (day: string): number => dayNumber(day) * 86_400 + 43_200;

export const newCar: NewVehicle = { identity: vin, description: { ...car, produced: '2018-03-01' } };
export const registrationOn = (day: string, more: Partial<RegistrationContext> = {}): RegistrationContext => ({
    author: 'MakerMSP',
    origin: 'birth',
    recordedAt: noon(day),
    transactionId: 'tx0',
    parameters: defaultJudgementParameters,
    manufacturers,
    hash: sha256,
    ...more,
});

export function born(more: Partial<NewVehicle> = {}): PassportRecord {
    return registerVehicle({ ...newCar, ...more }, 'passport', undefined, registrationOn('2018-03-01')).passport;
}

export type Given = Partial<Omit<EventInput, 'content'>> & {
    /** Day of the transaction; the event's unless said otherwise. */
    readonly on?: string;
    readonly context?: Partial<EventContext>;
};

let given = 0;

/** An event with an id of its own unless one is given. */
export function apply(passport: PassportRecord, author: string, content: EventContent, more: Given = {}): AppliedEvent {
    const { on, context, ...rest } = more;
    const day = more.day ?? on ?? '2022-01-01';
    given += 1;
    const input: EventInput = { event: `event-${String(given)}`, day, content, ...rest };
    return applyEvent(passport, input, {
        author,
        roles: organisations[author] ?? [],
        recordedAt: noon(on ?? day),
        transactionId: `tx-${String(given)}`,
        parameters: defaultJudgementParameters,
        older: [],
        holdsCode: false,
        hash: sha256,
        ...context,
    });
}

export const after = (...args: Parameters<typeof apply>): PassportRecord => apply(...args).passport;
