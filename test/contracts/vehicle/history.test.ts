import { expect } from 'chai';

import {
    vehicleLimits,
    type EventInput,
    type HistoryReply,
    type PassportEvent,
    type PassportId,
} from '@quartier/rules/vehicle';
import { dayNumber, dayOfNumber } from '@quartier/rules/units';

import { codeOf } from '../../support/refusal.js';
import { sharedVehicleNetwork } from '../../support/shared-vehicle-network.js';
import { codesOf } from '../../support/vehicle-codes.js';
import { existingCar, km, service, vehicleOffice, type VehicleOffice } from '../../support/vehicle-office.js';

const EVENTS = 2_000;
const { eventsPerPage, eventsPerBatch } = vehicleLimits;

/** One vehicle that is in a workshop every other day for eleven years. */
describe('a long history', function () {
    this.timeout(180_000);
    let garage: VehicleOffice;
    let passport: PassportId;
    const visit = (index: number): EventInput =>
        service(String(index), dayOfNumber(dayNumber('2012-01-01') + 2 * index), 100 * index);

    before(async () => {
        const network = await sharedVehicleNetwork();
        garage = await vehicleOffice(network, 'garage');
        const car = existingCar();
        await garage.enrol(car);
        ({ passport } = await garage.find(car.identity));
        for (let from = 0; from < EVENTS; from += eventsPerBatch) {
            const batch = Array.from({ length: eventsPerBatch }, (_, index) => ({
                passport,
                event: visit(from + index),
            }));
            expect(new Set(codesOf(await garage.record(...batch)))).to.have.all.keys('recorded');
        }
    });

    it('stands in pages, the newest events in the head, none lost and none twice', async () => {
        const head = await garage.passport(passport);
        expect(head).to.include({ eventCount: EVENTS });
        const events: PassportEvent[] = [];
        for (let page = 0; page < head.pages.length; page += 1) {
            const reply = await garage.ask<HistoryReply>('getHistory', { passport, page });
            expect(reply.pages).to.equal(head.pages.length);
            expect(reply.events).to.have.length(eventsPerPage);
            events.push(...reply.events);
        }
        events.push(...head.events);
        expect(events.map(({ event }) => event)).to.deep.equal(
            Array.from({ length: EVENTS }, (_, index) => `GarageMSP:${String(index)}`),
        );
        const { length } = head.pages;
        expect(await codeOf(garage.ask('getHistory', { passport, page: length }))).to.equal('VEHICLE_PAGE_UNKNOWN');
    });

    it('knows an event of its first page again, and refuses other content under its id', async () => {
        expect(
            codesOf(
                await garage.record(
                    { passport, event: visit(3) },
                    { passport, event: { ...visit(3), reading: km(301) } },
                    { passport, event: visit(EVENTS - 1) },
                ),
            ),
        ).to.deep.equal(['unchanged', 'VEHICLE_EVENT_EXISTS', 'unchanged']);
    });

    it('lets an event of its first page be corrected', async () => {
        const { event } = await garage.correct({
            passport,
            event: 'correction',
            corrects: 'GarageMSP:3',
            reason: 'Read again',
            reading: km(310),
        });
        expect(event).to.include({ kind: 'correction', standing: 'in-force' });
        const { readings, judgement } = await garage.passport(passport);
        expect(readings.filter(({ voidedBy }) => voidedBy !== undefined).map((its) => its.event)).to.deep.equal([
            'GarageMSP:3',
        ]);
        expect(judgement.pairs).to.deep.equal([]);
    });
});
