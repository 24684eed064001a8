import { expect } from 'chai';

import type { NewVehicle, RowOutcome } from '@quartier/rules/vehicle';

import { codeOf } from '../../support/refusal.js';
import { sharedVehicleNetwork } from '../../support/shared-vehicle-network.js';
import type { VehicleNetwork } from '../../support/vehicle-network.js';
import {
    existingCar,
    km,
    newCar,
    newVin,
    officeOf,
    vehicleOffice,
    type VehicleOffice,
} from '../../support/vehicle-office.js';

describe('registration of vehicles', () => {
    let network: VehicleNetwork;
    let garage: VehicleOffice;
    let maker: VehicleOffice;
    before(async () => {
        network = await sharedVehicleNetwork();
        garage = await vehicleOffice(network, 'garage');
        maker = await vehicleOffice(network, 'maker');
    });

    const codes = (outcomes: readonly RowOutcome[]): string[] => outcomes.map(({ outcome, code }) => code ?? outcome);
    const registered = async (...vehicles: readonly NewVehicle[]): Promise<string[]> =>
        codes((await maker.register(...vehicles)).outcomes);

    it('enrols a vehicle that exists already, without an opinion', async () => {
        const car = existingCar({ reading: km(120_000), readingDay: '2024-03-01' });
        const { outcomes } = await garage.enrol(car);
        expect(outcomes[0]).to.include({ index: 0, outcome: 'recorded' });
        const found = await garage.find(car.identity);
        expect(found.passport).to.equal(outcomes[0]?.passport);
        expect(found).to.include({ origin: 'import', registeredBy: 'GarageMSP', state: 'in-use', eventCount: 1 });
        expect(found.judgement).to.include({ outcome: 'no-opinion', reason: 'IMPORTED' });
    });

    it('registers births of a maker’s own codes, with the odometer at nothing', async () => {
        const car = newCar();
        expect(await registered(car, newCar({ identity: newVin('VF9') }))).to.deep.equal([
            'recorded',
            'VEHICLE_CODE_NOT_HELD',
        ]);
        const found = await maker.find(car.identity);
        expect(found).to.include({ origin: 'birth', registeredBy: 'MakerMSP' });
        expect(found.readings.map(({ value, unit, day }) => ({ value, unit, day }))).to.deep.equal([
            { value: 0, unit: 'km', day: car.description.produced },
        ]);
    });

    it('registers vehicles without a VIN by the maker’s serial number', async () => {
        const bike: NewVehicle = {
            identity: { kind: 'serial', manufacturer: 'QTR', serial: 'bike/1' },
            description: {
                category: 'bike',
                make: 'Confluence',
                model: 'B1',
                energy: 'human',
                produced: '2024-01-02',
                odometerUnit: 'km',
            },
            reading: { status: 'no-odometer' },
        };
        const others: NewVehicle = { ...bike, identity: { kind: 'serial', manufacturer: 'RVL', serial: 'bike/1' } };
        expect(await registered(bike, others)).to.deep.equal(['recorded', 'VEHICLE_CODE_NOT_HELD']);
        expect((await maker.find(bike.identity)).judgement.outcome).to.equal('no-opinion');
    });

    it('gives the same vehicle the same passport at every member, and no clue of its number', async () => {
        const car = existingCar();
        await garage.enrol(car);
        const council = await vehicleOffice(network, 'council');
        const ids = await Promise.all(
            [garage, maker, council].map(async (office) => (await office.find(car.identity)).passport),
        );
        expect(new Set(ids).size).to.equal(1);
        expect(ids[0]).to.match(/^[A-Za-z0-9_-]{22}$/u);
    });

    it('finds a vehicle whatever the case and blanks of the number that is asked for', async () => {
        const car = existingCar();
        await garage.enrol(car);
        const { vin } = car.identity as { readonly vin: string };
        const written = ` ${vin.slice(0, 3)} ${vin.slice(3).toLowerCase()}`;
        expect((await garage.find({ kind: 'vin', vin: written })).eventCount).to.equal(0);
    });

    it('changes nothing when the same comes again, in the same batch or later, and refuses other content', async () => {
        const car = existingCar({ reading: km(10), readingDay: '2024-01-01' });
        const other = { ...car, description: { ...car.description, model: 'Espace' } };
        expect(codes((await garage.enrol(car, car, other)).outcomes)).to.deep.equal([
            'recorded',
            'unchanged',
            'VEHICLE_PASSPORT_EXISTS',
        ]);
        const before = await garage.find(car.identity);
        expect(codes((await garage.enrol(car, other)).outcomes)).to.deep.equal([
            'unchanged',
            'VEHICLE_PASSPORT_EXISTS',
        ]);
        expect(await garage.find(car.identity)).to.deep.equal(before);
    });

    it('registers once what two organisations bring at the same time', async () => {
        const car = existingCar();
        const council = await vehicleOffice(network, 'council');
        const outcomes = await Promise.all([garage.enrol(car), garage.enrol(car), council.enrol(car)]);
        const seen = outcomes.flatMap((reply) => codes(reply.outcomes)).sort();
        expect(seen.filter((outcome) => outcome === 'recorded')).to.have.length(1);
    });

    it('refuses bad rows one by one, by their index, and records the others', async () => {
        const bad = (identity: string, description: object = {}): NewVehicle => ({
            identity: { kind: 'vin', vin: identity },
            description: { ...existingCar().description, ...description },
        });
        const { outcomes } = await garage.enrol(
            existingCar(),
            bad('VF1RT1PBE3000000'),
            bad('VF1RT1PBE3000000O'),
            bad('1M8GDM9A0KP042788'),
            bad('1M8GDM9AXKP042788'),
            existingCar({ description: { ...existingCar().description, firstRegistration: '2999-01-01' } }),
            existingCar({ reading: { status: 'read', value: -1, unit: 'km' } }),
            existingCar({ reading: { status: 'read', value: 1 } as never }),
            existingCar({ reading: { status: 'read', value: 1, unit: 'parsec' } as never }),
            existingCar({ reading: km(1_000_000) }),
            existingCar({ reading: km(1), readingDay: '2001-01-01' }),
        );
        expect(codes(outcomes)).to.deep.equal([
            'recorded',
            'VEHICLE_VIN_INVALID',
            'VEHICLE_VIN_INVALID',
            'VEHICLE_VIN_INVALID',
            'recorded',
            'VEHICLE_DAY_IN_FUTURE',
            'VEHICLE_READING_NEGATIVE',
            'VEHICLE_UNIT_MISSING',
            'VEHICLE_UNIT_UNKNOWN',
            'VEHICLE_READING_ABOVE_CAPACITY',
            'VEHICLE_DAY_BEFORE_VEHICLE',
        ]);
        expect(outcomes.map(({ index }) => index)).to.deep.equal(outcomes.map((_, index) => index));
    });

    it('takes 200 vehicles at once and no more', async () => {
        const fleet = Array.from({ length: 200 }, () => existingCar({ reading: km(1), readingDay: '2024-01-01' }));
        expect(new Set(codes((await garage.enrol(...fleet)).outcomes))).to.have.all.keys('recorded');
        expect(await codeOf(garage.enrol(...fleet, existingCar()))).to.equal('VEHICLE_BATCH_TOO_LARGE');
    });

    it('knows no vehicle that nobody registered', async () => {
        expect(await codeOf(garage.find(newVin()))).to.equal('VEHICLE_PASSPORT_UNKNOWN');
        expect(await codeOf(garage.passport('A'.repeat(22)))).to.equal('VEHICLE_PASSPORT_UNKNOWN');
    });

    it('lets nobody register births while no list of manufacturers is decided, nor find anything before the first', async () => {
        const young = officeOf(await network.area('maker', { chaincode: 'patient' }));
        expect(await codeOf(young.find(newVin()))).to.equal('VEHICLE_PASSPORT_UNKNOWN');
        expect(codes((await young.register(newCar())).outcomes)).to.deep.equal(['VEHICLE_MANUFACTURERS_UNDECIDED']);
    });
});
