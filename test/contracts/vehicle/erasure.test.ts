import { expect } from 'chai';

import {
    vehicleLimits,
    type EraseVehicleReply,
    type EventRow,
    type NewVehicle,
    type NotesReply,
    type PassportId,
} from '@quartier/rules/vehicle';

import { codeOf } from '../../support/refusal.js';
import { sharedVehicleNetwork } from '../../support/shared-vehicle-network.js';
import { existingCar, service, vehicleOffice, type VehicleOffice } from '../../support/vehicle-office.js';

describe('the erasure of a vehicle', () => {
    let garage: VehicleOffice;
    let council: VehicleOffice;
    before(async () => {
        const network = await sharedVehicleNetwork();
        garage = await vehicleOffice(network, 'garage');
        council = await vehicleOffice(network, 'council');
    });

    const noted = (passport: PassportId, index: number): EventRow => ({
        passport,
        event: service(String(index), '2023-01-01', index),
        note: `note ${String(index)}`,
    });
    const notes = (passport: PassportId): Promise<NotesReply> => garage.ask('getNotes', { passport });
    const erase = (passport: PassportId): Promise<EraseVehicleReply> => council.submit('eraseVehicle', { passport });

    it('removes its identity and its notes, and leaves what is public', async () => {
        const car = existingCar();
        await garage.enrol(car);
        const { passport } = await garage.find(car.identity);
        await garage.record(noted(passport, 1), noted(passport, 2));
        const before = await garage.passport(passport);
        expect((await notes(passport)).identity).to.deep.equal(car.identity);

        expect(await erase(passport)).to.deep.equal({ purgedValues: 3, more: false });
        expect(await notes(passport)).to.deep.equal({ notes: [] });
        expect(await garage.passport(passport)).to.deep.equal(before);
        expect(await erase(passport)).to.deep.equal({ purgedValues: 0, more: false });
    });

    it('leaves the identities of the vehicles that are numbered next to it', async () => {
        const numbered = (vin: string): NewVehicle => existingCar({ identity: { kind: 'vin', vin } });
        const cars = [numbered('VF1RT1PBF30000010'), numbered('VF1RT1PBF30000011')];
        await garage.enrol(...cars);
        const [one, two] = await Promise.all(cars.map(async ({ identity }) => (await garage.find(identity)).passport));
        expect(one?.slice(0, 14)).to.equal(two?.slice(0, 14));
        await erase(one ?? '');
        expect(await notes(one ?? '')).to.deep.equal({ notes: [] });
        expect((await notes(two ?? '')).identity).to.deep.equal(cars[1]?.identity);
    });

    it('does not undo itself when an event with its note comes again, and lets others come after', async () => {
        const car = existingCar();
        await garage.enrol(car);
        const { passport } = await garage.find(car.identity);
        await garage.record(noted(passport, 1));
        await erase(passport);
        expect((await garage.record(noted(passport, 1))).outcomes[0]?.outcome).to.equal('unchanged');
        expect((await garage.enrol(car)).outcomes[0]?.outcome).to.equal('unchanged');
        expect(await notes(passport)).to.deep.equal({ notes: [] });

        await garage.record(noted(passport, 2));
        expect(await notes(passport)).to.deep.equal({ notes: [{ event: 'GarageMSP:2', note: 'note 2' }] });
        expect(await erase(passport)).to.deep.equal({ purgedValues: 1, more: false });
    });

    it('of more notes than a transaction may purge takes several', async function () {
        this.timeout(120_000);
        const car = existingCar();
        await garage.enrol(car);
        const { passport } = await garage.find(car.identity);
        const total = vehicleLimits.notesPurgedPerTransaction + 20;
        for (let from = 0; from < total; from += 100) {
            const rows = Array.from({ length: Math.min(100, total - from) }, (_, index) =>
                noted(passport, from + index),
            );
            await garage.record(...rows);
        }
        expect(await erase(passport)).to.deep.equal({ purgedValues: total - 20, more: true });
        expect((await notes(passport)).notes).to.have.length(20);
        expect(await erase(passport)).to.deep.equal({ purgedValues: 21, more: false });
        expect(await notes(passport)).to.deep.equal({ notes: [] });
    });

    it('of an unknown passport is refused', async () => {
        expect(await codeOf(erase('A'.repeat(22)))).to.equal('VEHICLE_PASSPORT_UNKNOWN');
    });
});
