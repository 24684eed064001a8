import { expect } from 'chai';

import { consortiumTransactions, type ConsortiumRecord, type Founding } from '@quartier/rules/consortium';
import { energyTransactions } from '@quartier/rules/energy';

import type { EnergyNetwork } from '../../support/energy-network.js';
import { codeOf, refusalOfCall } from '../../support/refusal.js';
import { sharedEnergyNetwork } from '../../support/shared-energy-network.js';

const founding: Founding = {
    area: 'young',
    organisations: { HousingMSP: ['organiser'], UtilityMSP: ['metering', 'organiser', 'settlement'] },
    collections: { meteredData: ['HousingMSP', 'UtilityMSP'] },
    clockToleranceSeconds: 300,
};

/** One area through its founding: what each test leaves is what the next one finds. */
describe('an area that is not founded yet', () => {
    let network: EnergyNetwork;
    before(async () => {
        network = await sharedEnergyNetwork();
    });

    async function ratify(organisation: string, content: object = founding, user = 'Admin'): Promise<ConsortiumRecord> {
        const area = await network.area(organisation, { user, chaincode: 'young' });
        return (await area.submit({
            transaction: consortiumTransactions.ratify,
            request: content,
        })) as ConsortiumRecord;
    }
    async function evaluate(organisation: string, transaction: string, request?: object): Promise<unknown> {
        const area = await network.area(organisation, { chaincode: 'young' });
        return area.evaluate({ transaction, ...(request === undefined ? {} : { request }) });
    }
    const describeArea = (organisation: string): Promise<unknown> =>
        evaluate(organisation, consortiumTransactions.describe);
    const consult = (organisation: string): Promise<unknown> =>
        evaluate(organisation, energyTransactions.listCommunities, {});

    it('describes nothing and allows nothing', async () => {
        const refusal = { code: 'CONSORTIUM_NOT_FOUNDED', details: { ratifiedBy: [] } };
        expect(await refusalOfCall(describeArea('council'))).to.deep.equal(refusal);
        expect(await refusalOfCall(consult('utility'))).to.deep.equal(refusal);
    });

    it('refuses a founding that is none', async () => {
        const invalid: readonly object[] = [
            { ...founding, organisations: { UtilityMSP: [] }, collections: {} },
            { ...founding, collections: { meteredData: ['UtilityMSP'] } },
            { ...founding, collections: { meteredData: ['UtilityMSP', 'UtilityMSP'] } },
            { ...founding, collections: { meteredData: ['UtilityMSP', 'CouncilMSP'] } },
        ];
        for (const content of invalid) {
            expect(await codeOf(ratify('utility', content))).to.equal('CONSORTIUM_FOUNDING_INVALID');
        }
        const { area: _area, ...withoutArea } = founding;
        for (const content of [withoutArea, { ...founding, more: 1 }, { ...founding, clockToleranceSeconds: 0 }]) {
            expect(await codeOf(ratify('utility', content))).to.equal('REQUEST_MALFORMED');
        }
    });

    it('is founded by administrators of its organisations alone', async () => {
        expect(await refusalOfCall(ratify('utility', founding, 'backoffice'))).to.deep.equal({
            code: 'CONSORTIUM_ADMIN_REQUIRED',
            details: { mspId: 'UtilityMSP' },
        });
        expect(await refusalOfCall(ratify('council'))).to.deep.equal({
            code: 'CONSORTIUM_STRANGER',
            details: { mspId: 'CouncilMSP' },
        });
    });

    it('is not in force by the word of one', async () => {
        const record = { ...founding, ratifiedBy: ['UtilityMSP'], inForce: false };
        expect(await ratify('utility')).to.deep.equal(record);
        expect(await ratify('utility')).to.deep.equal(record);
        expect(await describeArea('housing')).to.deep.equal(record);
        expect(await refusalOfCall(consult('utility'))).to.deep.equal({
            code: 'CONSORTIUM_NOT_FOUNDED',
            details: { ratifiedBy: ['UtilityMSP'] },
        });
    });

    it('lets the only one that has ratified change its mind', async () => {
        const other = { ...founding, clockToleranceSeconds: 600 };
        expect(await ratify('utility', other)).to.deep.equal({ ...other, ratifiedBy: ['UtilityMSP'], inForce: false });
        expect(await codeOf(ratify('housing', founding))).to.equal('CONSORTIUM_FOUNDING_DIFFERS');
        await ratify('utility', founding);
    });

    it('is in force once every organisation has ratified the same', async () => {
        const record = { ...founding, ratifiedBy: ['HousingMSP', 'UtilityMSP'], inForce: true };
        expect(await ratify('housing')).to.deep.equal(record);
        expect(await describeArea('council')).to.deep.equal(record);
        expect(await consult('utility')).to.deep.equal({ communities: [] });
    });

    it('is founded for good: the same again changes nothing, other content is refused', async () => {
        const record = { ...founding, ratifiedBy: ['HousingMSP', 'UtilityMSP'], inForce: true };
        expect(await ratify('utility')).to.deep.equal(record);
        for (const organisation of ['utility', 'housing']) {
            const other = { ...founding, clockToleranceSeconds: 600 };
            expect(await codeOf(ratify(organisation, other))).to.equal('CONSORTIUM_FOUNDING_DIFFERS');
        }
        expect(await describeArea('housing')).to.deep.equal(record);
    });

    it('is closed to an organisation of the channel that it does not name', async () => {
        expect(await refusalOfCall(consult('council'))).to.deep.equal({
            code: 'CONSORTIUM_STRANGER',
            details: { mspId: 'CouncilMSP' },
        });
    });
});
