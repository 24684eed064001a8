import { expect } from 'chai';

import { vehicleLimits, vehicleTransactions } from '@quartier/rules/vehicle';

import { codeOf, refusalOfCall } from '../../support/refusal.js';
import { sharedVehicleNetwork } from '../../support/shared-vehicle-network.js';
import { codesOf } from '../../support/vehicle-codes.js';
import {
    existingCar,
    service,
    vehicleOffice,
    type VehicleOffice,
    type VehicleTransaction,
} from '../../support/vehicle-office.js';

describe('requests of the vehicle area', () => {
    let offices: Readonly<Record<'council' | 'maker' | 'garage', VehicleOffice>>;
    before(async () => {
        const network = await sharedVehicleNetwork();
        offices = {
            council: await vehicleOffice(network, 'council'),
            maker: await vehicleOffice(network, 'maker'),
            garage: await vehicleOffice(network, 'garage'),
        };
    });

    const evaluated: readonly VehicleTransaction[] = [
        'getPassport',
        'getHistory',
        'dataQuality',
        'findPassport',
        'getNotes',
        'proveHolding',
    ];
    const withPrivatePart: readonly VehicleTransaction[] = [
        'registerVehicles',
        'enrolVehicles',
        'recordEvents',
        'offerTransfer',
        'withdrawTransfer',
        'acceptTransfer',
        'findPassport',
        'proveHolding',
    ];
    const officeFor = (transaction: VehicleTransaction): VehicleOffice => {
        if (transaction === 'registerVehicles') return offices.maker;
        return transaction === 'eraseVehicle' ? offices.council : offices.garage;
    };
    const send = (transaction: VehicleTransaction, request: object, privatePart?: object): Promise<unknown> => {
        const office = officeFor(transaction);
        return evaluated.includes(transaction)
            ? office.ask(transaction, request, privatePart)
            : office.submit(transaction, request, privatePart);
    };
    const passport = 'A'.repeat(22);
    const sound: Partial<Record<VehicleTransaction, object>> = {
        offerTransfer: { passport, transfer: 't', day: '2024-01-01', acceptanceHash: 'a'.repeat(64) },
        withdrawTransfer: { passport, transfer: 't', day: '2024-01-01' },
        acceptTransfer: {
            passport,
            transfer: 't',
            day: '2024-01-01',
            holder: 'a'.repeat(64),
            reading: { status: 'unreadable' },
        },
        proveHolding: { passport },
    };

    for (const transaction of Object.keys(vehicleTransactions) as VehicleTransaction[]) {
        it(`are refused where ${transaction} has a member that is not documented`, async () => {
            expect(await codeOf(send(transaction, { ...sound[transaction], more: 1 }, {}))).to.equal(
                'REQUEST_MALFORMED',
            );
        });
    }

    for (const transaction of withPrivatePart) {
        it(`are refused where the private part of ${transaction} is missing or not documented`, async () => {
            const request = sound[transaction] ?? {};
            expect(await codeOf(send(transaction, request))).to.equal('REQUEST_PRIVATE_PART_MISSING');
            expect(await codeOf(send(transaction, request, { more: 1 }))).to.equal('REQUEST_MALFORMED');
        });
    }

    it('take 200 events at once and no more', async () => {
        const { garage } = offices;
        const cars = Array.from({ length: vehicleLimits.eventsPerBatch }, () => existingCar());
        const { outcomes } = await garage.enrol(...cars);
        const rows = outcomes.map((row) => ({ passport: row.passport ?? '', event: service('1', '2023-01-01', 10) }));
        expect(new Set(codesOf(await garage.record(...rows)))).to.have.all.keys('recorded');
        expect(await refusalOfCall(garage.record(...rows, ...rows.slice(0, 1)))).to.deep.equal({
            code: 'VEHICLE_BATCH_TOO_LARGE',
            details: { size: 201, limit: 200 },
        });
    });

    it('of no rows change nothing', async () => {
        expect(await offices.garage.record()).to.deep.equal({ outcomes: [] });
        expect(await offices.garage.enrol()).to.deep.equal({ outcomes: [] });
    });

    it('name the place of a mistake and never what stood there', async () => {
        const { garage } = offices;
        const row = {
            identity: { kind: 'vin', vin: 'VF1RT1PBE3999999O' },
            event: service('1', '2023-01-01', 10),
        } as const;
        const { outcomes } = await garage.record(row, { ...row, note: '' });
        expect(JSON.stringify(outcomes)).not.to.contain('VF1RT1PBE');
        expect(codesOf({ outcomes })).to.deep.equal(['VEHICLE_VIN_INVALID', 'VEHICLE_VIN_INVALID']);
    });
});
