import { expect } from 'chai';

import { defaultJudgementParameters, type EventReply, type PassportRecord } from '@quartier/rules/vehicle';

import { codeOf } from '../../support/refusal.js';
import { sharedVehicleNetwork } from '../../support/shared-vehicle-network.js';
import { dayFromToday } from '../../support/streets-network.js';
import type { VehicleNetwork } from '../../support/vehicle-network.js';
import {
    COLLECTION_KEY,
    existingCar,
    km,
    newCar,
    officeOf,
    service,
    vehicleOffice,
    type VehicleOffice,
} from '../../support/vehicle-office.js';
import { submitOnDay } from '../../support/vehicle-time.js';

const { correctionDays } = defaultJudgementParameters;

describe('corrections', () => {
    let network: VehicleNetwork;
    let garage: VehicleOffice;
    let maker: VehicleOffice;
    before(async () => {
        network = await sharedVehicleNetwork();
        garage = await vehicleOffice(network, 'garage');
        maker = await vehicleOffice(network, 'maker');
    });

    /** A typing error among honest readings. */
    async function mistyped(): Promise<PassportRecord> {
        const car = newCar();
        await maker.register(car);
        const { passport } = await maker.find(car.identity);
        const rows = [
            service('1', '2021-03-01', 20_000),
            service('2', '2022-03-01', 410_000),
            service('3', '2023-03-01', 60_000),
        ];
        await garage.record(...rows.map((event) => ({ passport, event })), {
            passport,
            event: service('4', '2024-03-01', 80_000),
        });
        return garage.passport(passport);
    }

    it('by the author within the window are in force at once, clear the judgement and leave the error visible', async () => {
        const { passport } = await mistyped();
        const correction = {
            passport,
            event: 'c',
            corrects: 'GarageMSP:2',
            reason: 'A digit too many',
            reading: km(41_000),
        };
        const { event, judgement } = await garage.correct(correction);
        expect(event).to.include({ kind: 'correction', standing: 'in-force', corrects: 'GarageMSP:2' });
        expect(judgement).to.deep.include({ outcome: 'logical', pairs: [], lastReadingM: '80000000' });
        const found = await maker.passport(passport);
        expect(found.events.map((its) => its.event)).to.include.members(['GarageMSP:2', 'GarageMSP:c']);
        const [wrong] = found.readings.filter((reading) => reading.event === 'GarageMSP:2');
        expect(wrong).to.include({ value: 410_000, voidedBy: 'GarageMSP:c' });
        expect((await garage.correct(correction)).event).to.deep.equal(event);
    });

    it('are the author’s alone', async () => {
        const { passport } = await mistyped();
        const correction = { passport, event: 'c', corrects: 'GarageMSP:2', reason: 'No', reading: km(1) };
        expect(await codeOf(maker.correct(correction))).to.equal('VEHICLE_NOT_THE_AUTHOR');
        expect(await codeOf(garage.correct({ ...correction, corrects: 'GarageMSP:9' }))).to.equal(
            'VEHICLE_EVENT_UNKNOWN',
        );
        await garage.correct(correction);
        expect(await codeOf(garage.correct({ ...correction, event: 'd', corrects: 'GarageMSP:c' }))).to.equal(
            'VEHICLE_CORRECTION_OF_CORRECTION',
        );
        expect(await codeOf(maker.confirm({ passport, event: 'k', confirms: 'GarageMSP:c' }))).to.equal(
            'VEHICLE_CORRECTION_NOT_PROPOSED',
        );
    });

    it('after the window are proposed, and in force when another organisation confirms', async () => {
        const [late, other] = await Promise.all(
            ['garage', 'maker'].map(async (name) => officeOf(await network.area(name, { chaincode: 'patient' }))),
        );
        if (late === undefined || other === undefined) throw new Error('two offices');
        const car = existingCar({ reading: km(100_000), readingDay: '2020-01-01' });
        const days = -correctionDays - 1;
        const enrolment = { vehicles: [car], collectionKey: COLLECTION_KEY };
        const enrolled = { organisation: 'garage', days, transaction: 'enrolVehicles', request: {} } as const;
        await submitOnDay(network, { ...enrolled, privatePart: enrolment });
        const { passport } = await late.find(car.identity);
        const wrong = service('1', dayFromToday(days), 90_000);
        await submitOnDay(network, {
            organisation: 'garage',
            days,
            transaction: 'recordEvents',
            request: {},
            privatePart: { events: [{ passport, event: wrong }] },
        });
        expect((await late.passport(passport)).judgement.outcome).to.equal('illogical');

        const request = { passport, event: 'c', corrects: 'GarageMSP:1', reason: 'Read again', reading: km(190_000) };
        const proposed = await late.correct(request);
        expect(proposed.event).to.include({ standing: 'proposed' });
        expect(proposed.judgement.outcome).to.equal('illogical');

        const confirmation = { passport, event: 'k', confirms: 'GarageMSP:c' };
        expect(await codeOf(late.confirm(confirmation))).to.equal('VEHICLE_OWN_CONFIRMATION');
        const confirmed: EventReply = await other.confirm(confirmation);
        expect(confirmed.judgement.outcome).to.equal('no-opinion');
        const [correction] = (await late.passport(passport)).corrections;
        expect(correction).to.include({ event: 'GarageMSP:c', corrects: 'GarageMSP:1', standing: 'in-force' });
        expect((await other.confirm(confirmation)).event).to.deep.equal(confirmed.event);
    });

    it('on the last day of the window need nobody else', async () => {
        const car = existingCar();
        const days = -correctionDays;
        const call = { organisation: 'garage', days, request: {} } as const;
        const privatePart = { vehicles: [car], collectionKey: COLLECTION_KEY };
        await submitOnDay(network, { ...call, transaction: 'enrolVehicles', privatePart });
        const late = officeOf(await network.area('garage', { chaincode: 'patient' }));
        const { passport } = await late.find(car.identity);
        const events = [{ passport, event: service('1', dayFromToday(days), 90_000) }];
        await submitOnDay(network, { ...call, transaction: 'recordEvents', privatePart: { events } });
        const correction = { passport, event: 'c', corrects: 'GarageMSP:1', reason: 'Void' };
        expect((await late.correct(correction)).event).to.include({ standing: 'in-force' });
    });
});
