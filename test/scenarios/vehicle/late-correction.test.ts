import { expect } from 'chai';

import { consortiumFile } from '../../support/area-network.js';
import { engines, startNetwork, type BackOffice, type RunningNetwork } from '../../support/programs.js';
import { bornCar, historyOf, shown } from '../../support/vehicle-story.js';

/** Two days after the window of seven in which an author corrects alone. */
const LATE_SECONDS = 9 * 86_400;

for (const engine of engines()) {
    describe(`A typing error that is found late (${engine})`, function () {
        this.timeout(240_000);
        let network: RunningNetwork;
        let garage: BackOffice;
        let lateGarage: BackOffice;
        let lateCouncil: BackOffice;
        let vin: string;

        before(async () => {
            network = await startNetwork(engine, consortiumFile('patient-vehicles'));
            garage = network.office('garage');
            lateGarage = garage.ahead(LATE_SECONDS);
            lateCouncil = network.office('council').ahead(LATE_SECONDS);
            vin = await bornCar(network);
            const service = `vehicle record ${vin} --kind service --unit km`;
            await garage.ask(`${service} --event G-1 --day 2022-05-02 --odometer 90000`);
            await garage.ask(`${service} --event G-2 --day 2024-05-02 --odometer 18000`);
        });
        after(() => network.remove());

        it('is no longer for its author alone to correct: the correction is proposed, the judgement stays', async () => {
            const correct = `vehicle correct ${vin} --event G-3 --corrects GarageMSP:G-2 --reason a-nought-was-missing`;
            const reply = await lateGarage.ask(`${correct} --odometer 180000 --unit km`);
            expect(reply).to.have.nested.property('event.standing', 'proposed');
            expect((await shown(network, vin)).judgement.outcome).to.equal('illogical');
        });

        it('is not confirmed by the author itself', async () => {
            expect(await lateGarage.refused(`vehicle confirm ${vin} --event G-4 --confirms GarageMSP:G-3`)).to.equal(
                'VEHICLE_OWN_CONFIRMATION',
            );
        });

        it('is cleared when a second organisation confirms, in a transaction of its own', async () => {
            await lateCouncil.ask(`vehicle confirm ${vin} --event C-1 --confirms GarageMSP:G-3`);
            const { judgement } = await shown(network, vin);
            expect(judgement).to.deep.include({ outcome: 'logical', pairs: [] });
            const told = (await historyOf(network, vin)).map(({ kind, author }) => `${kind} ${author}`);
            expect(told.slice(1)).to.deep.equal([
                'service GarageMSP',
                'service GarageMSP',
                'correction GarageMSP',
                'correction-confirmed CouncilMSP',
            ]);
        });
    });
}
