import { expect } from 'chai';

import type { Area } from '@quartier/client';

import { sharedEnergyNetwork } from '../support/shared-energy-network.js';

/** The contract API writes objects out through class-transformer, of which later versions break it: see the override. */
describe('a transaction that returns an object', () => {
    let area: Area;
    before(async () => {
        area = await (await sharedEnergyNetwork()).area('utility', { chaincode: 'typed-replies' });
    });

    const expected = {
        plain: { name: 'plain', list: [1, { two: 2 }] },
        instance: { wh: 1, next: { wh: 2, next: null } },
        list: [
            { wh: 1, next: null },
            { wh: 2, next: null },
        ],
        nothing: undefined,
    };

    for (const [transaction, reply] of Object.entries(expected)) {
        it(`gives it as JSON: ${transaction}`, async () => {
            expect(await area.evaluate({ transaction })).to.deep.equal(reply);
            expect(await area.submit({ transaction })).to.deep.equal(reply);
        });
    }
});
