import { expect } from 'chai';

import type { AreaNetwork } from '../../support/area-network.js';
import {
    bikeTariff,
    Clearing,
    mspIds,
    operators,
    rideOf,
    subscriptionOf,
    terms,
} from '../../support/mobility-clearing.js';
import { startMobilityNetwork } from '../../support/mobility-network.js';

describe('A window in which two have no books with each other', function () {
    this.timeout(120_000);
    let network: AreaNetwork;

    before(async () => (network = await startMobilityNetwork()));
    after(() => network.stop());

    it('is stated, declared and netted: those two state that nothing is owed', async () => {
        const clearing = new Clearing(network);
        await clearing.decideTerms({ ...terms, settlement: { method: 'direct' } });
        for (const operator of operators) await clearing.declare(operator);
        const { tariff } = await clearing.publish('wheels', bikeTariff(mspIds.wheels));
        await clearing.grant(['wheels', 'metro'], '1000000000');
        await clearing.subscribe(['metro', 'wheels'], subscriptionOf('of-metro'));
        const window = await clearing.openWindow(3);
        await clearing.record(
            ['wheels', 'metro'],
            [rideOf(tariff, { seller: mspIds.metro, subscription: 'of-metro' })],
        );
        await clearing.close(window);

        for (const operator of operators) {
            await (await network.client(operator)).mobility.submitStatements(window.window);
        }
        for (const operator of operators) {
            const { mobility } = await network.client(operator);
            const outcomes = await mobility.submitStatements(window.window);
            expect(outcomes.map(({ agreed }) => agreed)).to.deep.equal([true, true]);
            await mobility.declareNet(window.window);
        }
        const { nets } = await (await network.client('council')).mobility.netWindow(window.window);
        expect(nets).to.deep.equal({ CarsMSP: '0', MetroMSP: '-2000000', WheelsMSP: '2000000' });
    });
});
