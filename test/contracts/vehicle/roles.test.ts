import { expect } from 'chai';

import { holderContent, vehicleTransactions, type EventInput, type NewVehicle } from '@quartier/rules/vehicle';

import {
    consortiumCases,
    evaluation,
    instead,
    submission,
    tellWhoMayDoWhat,
    type RoleCase,
    type Row as RowOf,
} from '../../support/role-table.js';
import { sha256 } from '../../support/sha256.js';
import { sharedVehicleNetwork } from '../../support/shared-vehicle-network.js';
import { codesOf } from '../../support/vehicle-codes.js';
import type { VehicleNetwork } from '../../support/vehicle-network.js';
import {
    COLLECTION_KEY,
    endorsersOf,
    existingCar,
    km,
    newCar,
    newVin,
    service,
    vehicleOffice,
    type VehicleOffice,
} from '../../support/vehicle-office.js';

/** Organisation and user. Rival is a maker and a garage too, but does not share the registry. */
const callers = {
    council: ['council', 'backoffice'],
    maker: ['maker', 'backoffice'],
    garage: ['garage', 'backoffice'],
    rival: ['rival', 'backoffice'],
    garageClerk: ['garage', 'clerk'],
    garageResident: ['garage', 'resident'],
    garageAdmin: ['garage', 'Admin'],
} as const;
type Caller = keyof typeof callers;
type Row = RowOf<Caller>;

const ROLE = 'CONSORTIUM_ROLE_MISSING';
const CLOSED = 'CONSORTIUM_COLLECTION_CLOSED';
const ofGarage = {
    garageClerk: 'CONSORTIUM_ATTRIBUTE_MISSING',
    garageResident: 'CONSORTIUM_ATTRIBUTE_MISSING',
    garageAdmin: 'CONSORTIUM_ATTRIBUTE_MISSING',
};
/** Where the role comes first, a clerk of an organisation without it is told of the role. */
const withoutRole = { garageClerk: ROLE, garageResident: ROLE, garageAdmin: ROLE };
const byWriters: Row = { council: 'allowed', maker: 'allowed', garage: 'allowed', rival: 'allowed', ...ofGarage };
const byRegistrars: Row = { ...byWriters, maker: ROLE, rival: ROLE };
const byAnyone: Row = {
    ...byWriters,
    garageClerk: 'allowed',
    garageResident: 'allowed',
    garageAdmin: 'allowed',
};
const byMembers: Row = { ...byAnyone, rival: CLOSED };
const ADMIN = 'CONSORTIUM_ADMIN_REQUIRED';
const byAdministrators: Row = {
    council: ADMIN,
    maker: ADMIN,
    garage: ADMIN,
    rival: ADMIN,
    garageClerk: ADMIN,
    garageResident: ADMIN,
    garageAdmin: 'allowed',
};
const byVoters: Row = { ...byWriters, garageAdmin: 'allowed' };

describe('who may do what in the vehicle area', () => {
    let network: VehicleNetwork;
    let garage: VehicleOffice;

    const opening = { holder: 'somebody', salt: 'salt-of-sixteen-00' };
    const code = 'code-of-sixteen-00';
    const holder = sha256(holderContent(opening));

    before(async () => {
        network = await sharedVehicleNetwork();
        garage = await vehicleOffice(network, 'garage');
    });

    const enrolled = async (changes: Partial<NewVehicle> = {}): Promise<string> => {
        const car = existingCar(changes);
        await garage.enrol(car);
        return (await garage.find(car.identity)).passport;
    };
    const offered = async (): Promise<string> => {
        const passport = await enrolled({ holder });
        const offer = { passport, transfer: 't', day: '2024-01-01', acceptanceHash: sha256(code) };
        await garage.submit('offerTransfer', offer, { opening });
        return passport;
    };
    const passportAnd =
        (more: object = {}, make = enrolled) =>
        async (): Promise<object> => ({ passport: await make(), ...more });

    const own = (event: EventInput): { readonly passport: string; readonly event: EventInput } => ({
        passport: known,
        event,
    });
    let known: string;
    before(async () => {
        known = await enrolled();
        await garage.record(own(service('to correct', '2024-01-01', 10)));
    });

    const vehicleCases: Readonly<Record<keyof typeof vehicleTransactions, RoleCase<Caller>>> = {
        registerVehicles: submission(
            vehicleTransactions.registerVehicles,
            { ...withoutRole, council: ROLE, maker: 'allowed', garage: ROLE, rival: CLOSED },
            undefined,
            () => ({ vehicles: [newCar()], collectionKey: COLLECTION_KEY }),
        ),
        enrolVehicles: submission(vehicleTransactions.enrolVehicles, byRegistrars, undefined, () => ({
            vehicles: [existingCar()],
            collectionKey: COLLECTION_KEY,
        })),
        recordEvents: submission(vehicleTransactions.recordEvents, byWriters, undefined, () => ({ events: [] })),
        correctEvent: submission(
            vehicleTransactions.correctEvent,
            {
                ...byWriters,
                council: 'VEHICLE_NOT_THE_AUTHOR',
                maker: 'VEHICLE_NOT_THE_AUTHOR',
                rival: 'VEHICLE_NOT_THE_AUTHOR',
            },
            () => ({ passport: known, event: 'c', corrects: 'GarageMSP:to correct', reason: 'None' }),
        ),
        confirmCorrection: submission(
            vehicleTransactions.confirmCorrection,
            {
                ...ofGarage,
                council: 'VEHICLE_CORRECTION_NOT_PROPOSED',
                maker: 'VEHICLE_CORRECTION_NOT_PROPOSED',
                garage: 'VEHICLE_OWN_CONFIRMATION',
                rival: 'VEHICLE_CORRECTION_NOT_PROPOSED',
            },
            () => ({ passport: known, event: 'k', confirms: 'GarageMSP:c' }),
        ),
        claimHolding: submission(
            vehicleTransactions.claimHolding,
            byRegistrars,
            passportAnd({ event: 'claim', day: '2024-01-01', holder }),
        ),
        offerTransfer: submission(
            vehicleTransactions.offerTransfer,
            byRegistrars,
            passportAnd({ transfer: 't', day: '2024-01-01', acceptanceHash: sha256(code) }, () => enrolled({ holder })),
            () => ({ opening }),
        ),
        withdrawTransfer: submission(
            vehicleTransactions.withdrawTransfer,
            byRegistrars,
            passportAnd({ transfer: 't', day: '2024-01-01' }, offered),
            () => ({ opening }),
        ),
        acceptTransfer: submission(
            vehicleTransactions.acceptTransfer,
            byRegistrars,
            passportAnd({ transfer: 't', day: '2024-01-01', holder, reading: km(1) }, offered),
            () => ({ acceptanceCode: code }),
        ),
        eraseVehicle: submission(
            vehicleTransactions.eraseVehicle,
            { ...withoutRole, council: 'allowed', maker: ROLE, garage: ROLE, rival: ROLE },
            passportAnd(),
        ),
        getPassport: evaluation(vehicleTransactions.getPassport, byAnyone, () => ({ passport: known })),
        getHistory: evaluation(vehicleTransactions.getHistory, instead(byAnyone, 'VEHICLE_PAGE_UNKNOWN'), () => ({
            passport: known,
            page: 0,
        })),
        dataQuality: evaluation(vehicleTransactions.dataQuality, byAnyone, () => ({ month: '2024-01' })),
        findPassport: evaluation(
            vehicleTransactions.findPassport,
            instead(byMembers, 'VEHICLE_PASSPORT_UNKNOWN'),
            undefined,
            () => ({ identity: newVin() }),
        ),
        getNotes: evaluation(vehicleTransactions.getNotes, byMembers, () => ({ passport: known })),
        proveHolding: evaluation(
            vehicleTransactions.proveHolding,
            byAnyone,
            () => ({ passport: known }),
            () => ({ opening }),
        ),
    };
    tellWhoMayDoWhat({
        network: () => network,
        callers,
        cases: {
            ...vehicleCases,
            ...consortiumCases({
                byAdministrators,
                byVoters,
                byAnyone,
                area: () => network.area('garage'),
                subject: ['vehicle.manufacturers', {}],
            }),
        },
        contracts: ['vehicle', 'consortium'],
        endorsement: ({ mspId }) => ({ endorsers: endorsersOf(mspId) }),
    });

    /** Of every kind of event one row, by each organisation: what its roles let it record. */
    const kinds: Readonly<Record<string, Pick<EventInput, 'content' | 'reading'>>> = {
        connected: { content: { kind: 'reading', source: 'connected' }, reading: km(1) },
        declared: { content: { kind: 'reading', source: 'declared' }, reading: km(1) },
        service: { content: { kind: 'service', work: [] }, reading: km(1) },
        inspection: {
            content: { kind: 'inspection', nature: 'periodic', result: 'passed', defects: [] },
            reading: km(1),
        },
        'accident-declared': { content: { kind: 'accident-declared', severity: 'light' } },
        'odometer-replaced': { content: { kind: 'odometer-replaced', before: 1 }, reading: km(0) },
        stolen: { content: { kind: 'stolen' } },
        pledged: { content: { kind: 'pledged', pledge: 'p' } },
        exported: { content: { kind: 'exported', country: 'BE' } },
        scrapped: { content: { kind: 'scrapped' } },
        'clone-suspected': { content: { kind: 'clone-suspected' } },
    };
    const MISSING = 'VEHICLE_ROLE_MISSING';
    const mayRecord: Readonly<Record<string, readonly string[]>> = {
        council: [
            'declared',
            'inspection',
            'accident-declared',
            'stolen',
            'pledged',
            'exported',
            'scrapped',
            'clone-suspected',
        ],
        maker: ['connected', 'service', 'odometer-replaced', 'clone-suspected'],
        garage: ['declared', 'service', 'inspection', 'accident-declared', 'odometer-replaced', 'clone-suspected'],
        rival: ['connected', 'declared', 'service', 'accident-declared', 'odometer-replaced', 'clone-suspected'],
    };
    for (const [organisation, allowed] of Object.entries(mayRecord)) {
        it(`lets ${organisation} record the kinds of events of its roles, and no other`, async () => {
            const office = await vehicleOffice(network, organisation);
            const rows = [];
            for (const [event, input] of Object.entries(kinds)) {
                rows.push({ passport: await enrolled(), event: { event, day: '2024-01-01', ...input } });
            }
            expect(codesOf(await office.record(...rows))).to.deep.equal(
                Object.keys(kinds).map((kind) => (allowed.includes(kind) ? 'recorded' : MISSING)),
            );
        });
    }
});
