import { hash } from 'node:crypto';

import { expect } from 'chai';

import type { EventInput, EventRow, NewVehicle, NotesReply, PassportRecord, RowOutcome } from '@quartier/rules/vehicle';
import { canonicalJson } from '@quartier/rules/wire';

import { sharedVehicleNetwork } from '../../support/shared-vehicle-network.js';
import type { VehicleNetwork } from '../../support/vehicle-network.js';
import {
    existingCar,
    km,
    newCar,
    newVin,
    service,
    vehicleOffice,
    type VehicleOffice,
} from '../../support/vehicle-office.js';

describe('events of a passport', () => {
    let network: VehicleNetwork;
    let garage: VehicleOffice;
    let maker: VehicleOffice;
    let council: VehicleOffice;
    before(async () => {
        network = await sharedVehicleNetwork();
        garage = await vehicleOffice(network, 'garage');
        maker = await vehicleOffice(network, 'maker');
        council = await vehicleOffice(network, 'council');
    });

    const codes = (outcomes: readonly RowOutcome[]): string[] => outcomes.map(({ outcome, code }) => code ?? outcome);
    const born = async (changes: Partial<NewVehicle> = {}): Promise<PassportRecord> => {
        const car = newCar(changes);
        await maker.register(car);
        return maker.find(car.identity);
    };
    let sent = 0;
    const record = async (office: VehicleOffice, passport: string, ...events: EventInput[]): Promise<string[]> =>
        codes((await office.record(...events.map((event) => ({ passport, event })))).outcomes);

    it('are recorded with their author, time and transaction, newest last, and judged', async () => {
        const { passport } = await born();
        expect(await record(garage, passport, service('1', '2021-03-01', 20_000))).to.deep.equal(['recorded']);
        expect(await record(maker, passport, service('1', '2022-03-01', 41_000))).to.deep.equal(['recorded']);
        const found = await garage.passport(passport);
        expect(found.events.map(({ event, author, kind }) => ({ event, author, kind }))).to.deep.equal([
            { event: 'MakerMSP:registration', author: 'MakerMSP', kind: 'reading' },
            { event: 'GarageMSP:1', author: 'GarageMSP', kind: 'service' },
            { event: 'MakerMSP:1', author: 'MakerMSP', kind: 'service' },
        ]);
        expect(found.events[1]?.transactionId).to.match(/^[0-9a-f]{64}$/u);
        expect(found.judgement).to.include({ outcome: 'logical', distanceM: '41000000', lastReadingM: '41000000' });
    });

    it('are linked by hashes that anyone can compute again', async () => {
        const { passport, root } = await born();
        await record(garage, passport, service('a', '2021-03-01', 1), service('b', '2021-03-02', 2));
        const { events, link } = await garage.passport(passport);
        expect(events).to.have.length(3);
        expect(linkOf(root, events)).to.equal(link);
        expect(linkOf(root, events.slice(1))).not.to.equal(link);
    });

    it('of a lower reading are recorded, never refused, and make the series illogical', async () => {
        const { passport } = await born();
        await record(garage, passport, service('sold', '2022-05-01', 180_000));
        expect(await record(maker, passport, service('after', '2022-09-01', 90_000))).to.deep.equal(['recorded']);
        const { judgement } = await garage.passport(passport);
        expect(judgement).to.include({ outcome: 'illogical', reason: 'LOWER_READING', rdwCode: '04' });
        expect(judgement.pairs).to.deep.equal([{ earlier: 'GarageMSP:sold', later: 'MakerMSP:after' }]);
    });

    it('are dated back as well, and everything is judged anew', async () => {
        const { passport } = await born();
        await record(garage, passport, service('1', '2023-01-01', 50_000));
        expect((await garage.passport(passport)).judgement.outcome).to.equal('logical');
        await record(garage, passport, service('2', '2022-01-01', 120_000), service('3', '2022-06-01', 125_000));
        expect((await garage.passport(passport)).judgement.outcome).to.equal('illogical');
    });

    it('of one vehicle in one batch apply in their order, those of several beside each other', async () => {
        const [one, two] = [await born(), await born()];
        const rows: EventRow[] = [
            { passport: one.passport, event: { event: 's', day: '2022-01-01', content: { kind: 'stolen' } } },
            {
                passport: one.passport,
                event: { event: 'p', day: '2022-01-02', content: { kind: 'pledged', pledge: 'x' } },
            },
            {
                passport: two.passport,
                event: { event: 'p', day: '2022-01-02', content: { kind: 'pledged', pledge: 'x' } },
            },
            { passport: one.passport, event: { event: 'f', day: '2022-01-03', content: { kind: 'found' } } },
            {
                passport: one.passport,
                event: { event: 'p', day: '2022-01-04', content: { kind: 'pledged', pledge: 'x' } },
            },
        ];
        expect(codes((await council.record(...rows)).outcomes)).to.deep.equal([
            'recorded',
            'VEHICLE_STATE_FORBIDS',
            'recorded',
            'recorded',
            'recorded',
        ]);
        expect(await garage.passport(one.passport)).to.deep.include({ state: 'in-use', pledges: ['x'], eventCount: 4 });
    });

    it('name their vehicle by what identifies it or by its passport', async () => {
        const car = existingCar();
        await garage.enrol(car);
        const { passport } = await garage.find(car.identity);
        const { outcomes } = await garage.record(
            { identity: car.identity, event: service('1', '2023-01-01', 1) },
            { passport, event: service('2', '2023-01-02', 2) },
            { identity: newVin(), event: service('3', '2023-01-02', 2) },
            { event: service('4', '2023-01-02', 2) },
            { passport, identity: car.identity, event: service('5', '2023-01-02', 2) },
        );
        expect(codes(outcomes)).to.deep.equal([
            'recorded',
            'recorded',
            'VEHICLE_PASSPORT_UNKNOWN',
            'REQUEST_MALFORMED',
            'REQUEST_MALFORMED',
        ]);
        expect(outcomes.map((row) => row.passport)).to.deep.equal([
            passport,
            passport,
            undefined,
            undefined,
            undefined,
        ]);
    });

    it('change nothing when they come again, and are refused with other content under the same id', async () => {
        const { passport } = await born();
        const first = service('1', '2022-01-01', 10_000);
        expect(await record(garage, passport, first, first)).to.deep.equal(['recorded', 'unchanged']);
        const stored = await garage.passport(passport);
        expect(await record(garage, passport, first, service('1', '2022-01-01', 10_001))).to.deep.equal([
            'unchanged',
            'VEHICLE_EVENT_EXISTS',
        ]);
        expect(await garage.passport(passport)).to.deep.equal(stored);
        expect(await record(maker, passport, service('1', '2022-01-01', 10_001))).to.deep.equal(['recorded']);
    });

    it('are refused one by one: by role, day, reading and state', async () => {
        const { passport } = await born();
        const at = (content: EventInput['content'], changes: Partial<EventInput> = {}): EventInput => {
            sent += 1;
            return { event: String(sent), day: '2022-01-01', content, ...changes };
        };
        expect(
            await record(
                garage,
                passport,
                at({ kind: 'stolen' }),
                at({ kind: 'reading', source: 'connected' }, { reading: km(1) }),
                service('future', '2999-01-01', 1),
                service('before', '2020-02-02', 1),
                at({ kind: 'service', work: [] }),
                service('capacity', '2022-01-01', 1_000_000),
                at({ kind: 'service', work: [] }, { reading: { status: 'read', value: -5, unit: 'km' } }),
                at({ kind: 'service', work: [] }, { reading: { status: 'unreadable' } }),
            ),
        ).to.deep.equal([
            'VEHICLE_ROLE_MISSING',
            'VEHICLE_ROLE_MISSING',
            'VEHICLE_DAY_IN_FUTURE',
            'VEHICLE_DAY_BEFORE_VEHICLE',
            'VEHICLE_READING_MISSING',
            'VEHICLE_READING_ABOVE_CAPACITY',
            'VEHICLE_READING_NEGATIVE',
            'recorded',
        ]);
        expect(await record(council, passport, at({ kind: 'scrapped' }, { day: '2024-01-01' }))).to.deep.equal([
            'recorded',
        ]);
        expect(await record(garage, passport, service('late', '2024-01-02', 5))).to.deep.equal(['VEHICLE_SCRAPPED']);
    });

    it('that correct, confirm or change the holder have transactions of their own', async () => {
        const { passport } = await born();
        const contents = [
            { kind: 'correction', corrects: 'GarageMSP:1', reason: 'typo', standing: 'in-force' },
            { kind: 'correction-confirmed', confirms: 'GarageMSP:1' },
            { kind: 'holder-claimed', holder: 'a'.repeat(64) },
        ] as const;
        const events = contents.map((content) => ({ event: content.kind, day: '2022-01-01', content }));
        expect(await record(garage, passport, ...events)).to.deep.equal(contents.map(() => 'REQUEST_MALFORMED'));
    });

    it('let a maker recall vehicles of its own make alone', async () => {
        const own = await born();
        const enrolled = existingCar();
        const foreign = existingCar({ identity: newVin('VF7') });
        await garage.enrol(enrolled, foreign);
        const recall: EventInput = {
            event: 'recall',
            day: '2024-02-01',
            content: { kind: 'recall-opened', campaign: 'R1', title: 'Airbag' },
        };
        const { outcomes } = await maker.record(
            { passport: own.passport, event: recall },
            { passport: (await garage.find(enrolled.identity)).passport, event: recall },
            { identity: foreign.identity, event: recall },
        );
        expect(codes(outcomes)).to.deep.equal(['recorded', 'recorded', 'VEHICLE_RECALL_NOT_OWN_MAKE']);
        expect((await garage.find(enrolled.identity)).openRecalls).to.deep.equal(['MakerMSP:R1']);
        const closed: EventInput = {
            event: 'done',
            day: '2024-03-01',
            content: { kind: 'recall-closed', campaign: 'R1' },
        };
        expect(await record(maker, own.passport, closed)).to.deep.equal(['recorded']);
        expect((await garage.passport(own.passport)).openRecalls).to.deep.equal([]);
    });

    it('keep workshops’ notes among the members', async () => {
        const { passport } = await born();
        const note = 'Owner says the belt squeals.\nPlate AB-123-CD.';
        const noted: EventRow = { passport, event: service('1', '2022-01-01', 10), note };
        expect(
            codes((await garage.record(noted, { ...noted, event: service('2', '2022-01-02', 20) })).outcomes),
        ).to.deep.equal(['recorded', 'recorded']);
        const reply = await maker.ask<NotesReply>('getNotes', { passport });
        expect(reply.notes).to.deep.equal([
            { event: 'GarageMSP:2', note },
            { event: 'GarageMSP:1', note },
        ]);
        expect(reply.identity?.kind).to.equal('vin');
        expect(JSON.stringify(await garage.passport(passport))).not.to.contain('squeals');

        const { outcomes } = await garage.record(noted, { ...noted, note: 'Something else.' });
        expect(codes(outcomes)).to.deep.equal(['unchanged', 'VEHICLE_EVENT_EXISTS']);
    });
});

function linkOf(root: string, events: readonly object[]): string {
    return events.reduce<string>((link, event) => hash('sha256', canonicalJson([link, event]), 'hex'), root);
}
