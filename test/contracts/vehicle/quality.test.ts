import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { expect } from 'chai';

import {
    defaultJudgementParameters,
    vehicleSubjects,
    type DataQuality,
    type QualityReply,
} from '@quartier/rules/vehicle';

import { dayFromToday } from '../../support/streets-network.js';
import { decide, decideManufacturers } from '../../support/vehicle-decisions.js';
import { startVehicleNetwork, type VehicleNetwork } from '../../support/vehicle-network.js';
import { existingCar, km, newCar, service, vehicleOffice, type VehicleOffice } from '../../support/vehicle-office.js';

/** A network of its own, for these are sums over everything. What each test leaves is what the next one finds. */
describe('what the vehicle area says as a whole', () => {
    let network: VehicleNetwork;
    let garage: VehicleOffice;
    let maker: VehicleOffice;
    let dataDir: string;
    const start = async (): Promise<void> => {
        network = await startVehicleNetwork({ dataDir });
        garage = await vehicleOffice(network, 'garage');
        maker = await vehicleOffice(network, 'maker');
    };
    before(async () => {
        dataDir = await mkdtemp(path.join(tmpdir(), 'quartier-vehicle-'));
        await start();
        await decideManufacturers(network);
    });
    after(async () => {
        await network.stop();
        await rm(dataDir, { recursive: true, force: true });
    });

    const month = dayFromToday(0).slice(0, 7);
    const quality = async (mspId: string): Promise<DataQuality | undefined> =>
        (await maker.ask<QualityReply>('dataQuality', { month })).organisations.find((row) => row.mspId === mspId);

    it('counts the readings of each organisation in a month, those below an earlier one, and corrections', async () => {
        const car = newCar();
        await maker.register(car);
        const { passport } = await maker.find(car.identity);
        await garage.record({ passport, event: service('1', '2022-01-01', 50_000) });
        await garage.record({ passport, event: service('2', '2023-01-01', 30_000) });
        const nothing = { month, readings: 0, discrepancies: 0, corrections: 0, dropsSeen: 0 };
        expect(await quality('MakerMSP')).to.deep.equal({ ...nothing, mspId: 'MakerMSP', readings: 1 });
        expect(await quality('GarageMSP')).to.deep.equal({
            ...nothing,
            mspId: 'GarageMSP',
            readings: 2,
            discrepancies: 1,
            dropsSeen: 1,
        });
        await garage.correct({ passport, event: 'c', corrects: 'GarageMSP:2', reason: 'A digit', reading: km(80_000) });
        expect(await quality('GarageMSP')).to.deep.include({ discrepancies: 0, corrections: 1, dropsSeen: 1 });
        const { organisations } = await maker.ask<QualityReply>('dataQuality', { month: '2020-01' });
        expect(organisations.map(({ readings }) => readings)).to.deep.equal(organisations.map(() => 0));
    });

    it('judges every passport anew when the organisations change the parameters, without a write', async () => {
        const car = newCar();
        await maker.register(car);
        const { passport } = await maker.find(car.identity);
        const visits = [service('1', '2022-01-01', 50_000), service('2', '2023-01-01', 49_950)];
        await garage.record(...visits.map((event) => ({ passport, event })));
        const before = await garage.passport(passport);
        expect(before.judgement.outcome).to.equal('logical');

        const stricter = { ...defaultJudgementParameters, toleranceM: 1_000 };
        await decide(network, vehicleSubjects.judgement, stricter, dayFromToday(0));
        const after = await garage.passport(passport);
        const { judgement } = after;
        expect(judgement).to.include({ outcome: 'illogical', reason: 'LOWER_READING' });
        expect({ ...after, judgement: before.judgement }).to.deep.equal(before);
        expect((await garage.find(car.identity)).judgement).to.deep.equal(judgement);
    });

    it('is the same after the network has been started again', async () => {
        const car = existingCar({ reading: km(5), readingDay: '2020-01-01' });
        await garage.enrol(car);
        const passport = await garage.find(car.identity);
        const sums = await quality('GarageMSP');
        await network.stop();
        await start();
        expect(await garage.find(car.identity)).to.deep.equal(passport);
        expect(await quality('GarageMSP')).to.deep.equal(sums);
        expect((await garage.enrol(car)).outcomes[0]).to.include({ outcome: 'unchanged' });
    });
});
