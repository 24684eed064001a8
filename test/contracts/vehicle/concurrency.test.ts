import { expect } from 'chai';

import { sharedVehicleNetwork } from '../../support/shared-vehicle-network.js';
import { codesOf } from '../../support/vehicle-codes.js';
import { existingCar, service, vehicleOffice, type VehicleOffice } from '../../support/vehicle-office.js';

describe('at the same time', () => {
    let garage: VehicleOffice;
    let maker: VehicleOffice;
    before(async () => {
        const network = await sharedVehicleNetwork();
        garage = await vehicleOffice(network, 'garage');
        maker = await vehicleOffice(network, 'maker');
    });

    async function enrolled(): Promise<string> {
        const car = existingCar();
        await garage.enrol(car);
        return (await garage.find(car.identity)).passport;
    }

    it('two workshops record on one vehicle: both stand, by conflict and retry', async () => {
        const passport = await enrolled();
        const visits = Array.from({ length: 3 }, (_, index) => service(String(index), '2023-01-01', 100 + index));
        const replies = await Promise.all(
            [garage, maker].flatMap((office) => visits.map((event) => office.record({ passport, event }))),
        );
        expect(replies.flatMap(codesOf)).to.deep.equal(replies.map(() => 'recorded'));
        const { events, eventCount } = await garage.passport(passport);
        expect(eventCount).to.equal(6);
        expect(new Set(events.map(({ event }) => event)).size).to.equal(6);
    });

    it('the same event sent three times is recorded once', async () => {
        const passport = await enrolled();
        const event = service('1', '2023-01-01', 100);
        const replies = await Promise.all([1, 2, 3].map(() => garage.record({ passport, event })));
        expect(replies.flatMap(codesOf).sort()).to.deep.equal(['recorded', 'unchanged', 'unchanged']);
        expect((await garage.passport(passport)).eventCount).to.equal(1);
    });

    it('vehicles numbered one after the other are all registered, by conflict and retry', async () => {
        const cars = Array.from({ length: 6 }, (_, index) =>
            existingCar({ identity: { kind: 'vin', vin: `VF1RT1PBG3000000${String(index)}` } }),
        );
        const replies = await Promise.all(cars.map((car) => garage.enrol(car)));
        expect(replies.flatMap(codesOf)).to.deep.equal(cars.map(() => 'recorded'));
        const passports = await Promise.all(cars.map(({ identity }) => maker.find(identity)));
        expect(new Set(passports.map(({ passport }) => passport)).size).to.equal(6);
    });

    it('workshops that record on different vehicles never meet', async () => {
        const passports = await Promise.all(Array.from({ length: 10 }, enrolled));
        const replies = await Promise.all(
            passports.map((passport) => garage.record({ passport, event: service('1', '2023-01-01', 100) })),
        );
        expect(replies.flatMap(codesOf)).to.deep.equal(passports.map(() => 'recorded'));
    });
});
