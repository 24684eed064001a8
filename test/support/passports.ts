/** Passports as the pages meet them, grown by the rules from the events of their lives, behind a source without a ledger. */
import { hash } from 'node:crypto';

import { Refusal, type TransactionStanding } from '@quartier/client';
import type { VehicleSource } from '@quartier/client/dist/server/index.js';
import {
    applyEvent,
    defaultJudgementParameters,
    identityText,
    judgePassport,
    registerVehicle,
    vehicleRefusals,
    type EventContent,
    type EventInput,
    type JudgementParameters,
    type NewVehicle,
    type PassportEvent,
    type PassportRecord,
    type Reading,
    type VehicleDescription,
    type VehicleIdentity,
} from '@quartier/rules/vehicle';

import { sha256 } from './sha256.js';
import { backOffice, testOrganisation } from './signatories.js';

export const km = (value: number): Reading => ({ status: 'read', value, unit: 'km' });
export const miles = (value: number): Reading => ({ status: 'read', value, unit: 'mi' });
export const service: EventContent = { kind: 'service', work: ['oil', 'filters'] };
export const passed = {
    kind: 'inspection',
    nature: 'periodic',
    result: 'passed',
    defects: [],
} as const satisfies EventContent;

const ROLES: Readonly<Record<string, readonly string[]>> = {
    CouncilMSP: ['authority', 'registrar', 'inspection'],
    MakerMSP: ['maker'],
    GarageMSP: ['garage', 'inspection', 'registrar'],
    RivalMSP: ['garage', 'inspection', 'registrar'],
};

export interface PassportLife {
    readonly identity: VehicleIdentity;
    record: PassportRecord;
    /** Oldest first. */
    readonly events: PassportEvent[];
    /** Records an event on its day, unless it is recorded later. */
    happens(author: string, day: string, content: EventContent, more?: HappensOptions): PassportLife;
}

export interface HappensOptions extends Partial<Pick<EventInput, 'reading' | 'evidence' | 'place'>> {
    readonly recordedOn?: string;
}

const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`) / 1_000;

export function born(description: Partial<VehicleDescription> = {}, more: Partial<NewVehicle> = {}): PassportLife {
    return registered('birth', { produced: '2019-03-04', firstRegistration: '2019-04-02', ...description }, more);
}

export function imported(description: Partial<VehicleDescription> = {}, more: Partial<NewVehicle> = {}): PassportLife {
    return registered('import', { firstRegistration: '2009-03-17', ...description }, more);
}

let vehicles = 0;

function registered(
    origin: PassportRecord['origin'],
    changes: Partial<VehicleDescription>,
    more: Partial<NewVehicle>,
): PassportLife {
    vehicles += 1;
    const identity: VehicleIdentity = more.identity ?? {
        kind: 'vin',
        vin: `VF1RT1PBE3${String(vehicles).padStart(7, '0')}`,
    };
    const id = hash('sha256', identityText(identity), 'buffer').subarray(0, 16).toString('base64url');
    const description: VehicleDescription = {
        category: 'car',
        make: 'Renault',
        model: 'Scénic',
        energy: 'diesel',
        odometerUnit: 'km',
        ...changes,
    };
    const first = description.firstRegistration ?? '2019-04-02';
    const { passport } = registerVehicle({ identity, description, ...more }, id, undefined, {
        author: origin === 'birth' ? 'MakerMSP' : 'CouncilMSP',
        origin,
        recordedAt: noon(more.readingDay ?? first),
        transactionId: sha256(`${id} registration`),
        parameters: defaultJudgementParameters,
        manufacturers: { MakerMSP: { wmi: ['VF1'], serials: ['QTR'] } },
        hash: sha256,
    });
    const life: PassportLife = {
        identity,
        record: passport,
        events: [...passport.events],
        happens: (author, day, content, { recordedOn = day, ...given } = {}) => {
            const event = `WO-${String(life.record.eventCount + 1)}`;
            const applied = applyEvent(
                life.record,
                { event, day, content, ...given },
                {
                    author,
                    roles: ROLES[author] ?? [],
                    recordedAt: noon(recordedOn),
                    transactionId: sha256(`${id} ${event}`),
                    parameters: defaultJudgementParameters,
                    older: life.events,
                    holdsCode: true,
                    hash: sha256,
                },
            );
            life.record = applied.passport;
            life.events.push(applied.event);
            return life;
        },
    };
    return life;
}

/** Sold with 180,000 km, serviced elsewhere with 90,000. */
export function rolledBack(): PassportLife {
    return born({ make: 'Renault', model: 'Scénic', batteryWh: '11800' })
        .happens('GarageMSP', '2020-03-10', service, { reading: km(31_240), evidence: sha256('invoice 1') })
        .happens('MakerMSP', '2021-01-15', { kind: 'reading', source: 'connected' }, { reading: km(62_905) })
        .happens('GarageMSP', '2021-04-02', passed, { reading: km(70_118) })
        .happens('GarageMSP', '2022-05-20', service, { reading: km(118_402), evidence: sha256('invoice 2') })
        .happens('MakerMSP', '2023-01-15', { kind: 'reading', source: 'connected' }, { reading: km(151_330) })
        .happens('CouncilMSP', '2023-11-06', { kind: 'pledged', pledge: 'loan 77' })
        .happens('GarageMSP', '2024-02-12', { kind: 'reading', source: 'stock-intake' }, { reading: km(180_034) })
        .happens(
            'RivalMSP',
            '2024-06-03',
            {
                kind: 'service',
                work: ['brakes', 'oil'],
                nextDue: { day: '2025-06-03', odometerM: '105000000', work: ['oil'] },
            },
            { reading: km(90_120), evidence: sha256('invoice 3') },
        );
}

/** A typing error that its author corrected, and a retest. */
export function corrected(): PassportLife {
    const life = born({ make: 'Peugeot', model: 'e-208', energy: 'electric', batteryWh: '50000' })
        .happens('GarageMSP', '2020-06-01', service, { reading: km(18_320) })
        .happens('GarageMSP', '2021-06-08', service, { reading: km(3_954) })
        .happens('GarageMSP', '2022-06-14', passed, { reading: km(58_801) })
        .happens(
            'GarageMSP',
            '2022-06-28',
            { ...passed, nature: 'retest', validUntil: '2099-06-28' },
            { reading: km(58_801) },
        );
    const slip = life.events.find(({ reading }) => reading?.status === 'read' && reading.value === 3_954);
    return life.happens(
        'GarageMSP',
        '2021-06-10',
        { kind: 'correction', corrects: slip?.event ?? '', reason: 'a digit was left out', standing: 'in-force' },
        { reading: km(39_540), recordedOn: '2021-06-10' },
    );
}

/** What a source without a ledger knows; members may be replaced. */
export interface FakeVehicles extends VehicleSource {
    parameters: JudgementParameters;
    /** Calls so far, by name. */
    readonly calls: Map<string, number>;
}

export function fakeVehicles(...lives: readonly PassportLife[]): FakeVehicles {
    const calls = new Map<string, number>();
    const called = (name: string): void => {
        calls.set(name, (calls.get(name) ?? 0) + 1);
    };
    const living = (found: PassportLife | undefined): PassportLife => {
        if (found === undefined) throw new Refusal('VEHICLE_PASSPORT_UNKNOWN', {}, vehicleRefusals);
        return found;
    };
    const byPassport = (passport: string): PassportLife =>
        living(lives.find(({ record }) => record.passport === passport));
    const source: FakeVehicles = {
        parameters: defaultJudgementParameters,
        calls,
        find: async (identity) => {
            called('find');
            const { record } = living(lives.find((life) => identityText(life.identity) === identityText(identity)));
            return source.passport(record.passport);
        },
        passport: (passport) => {
            called('passport');
            return new Promise((resolve) => {
                resolve(judgePassport(byPassport(passport).record, source.parameters));
            });
        },
        history: (passport) => {
            called('history');
            return Promise.resolve(byPassport(passport).events);
        },
        standing: (transactionId): Promise<TransactionStanding> => {
            called('standing');
            return Promise.resolve({
                channel: 'vehicle',
                transactionId,
                blockNumber: 1_234n,
                blockHash: sha256(`block of ${transactionId}`),
            });
        },
        dataQuality: (month) =>
            Promise.resolve([
                { mspId: 'GarageMSP', month, readings: 412, discrepancies: 1, corrections: 2, dropsSeen: 3 },
                { mspId: 'RivalMSP', month, readings: 96, discrepancies: 4, corrections: 0, dropsSeen: 4 },
            ]),
        parametersOn: () => Promise.resolve(undefined),
        signatory: async () => (await testOrganisation('CouncilMSP')).certify(backOffice),
    };
    return source;
}
