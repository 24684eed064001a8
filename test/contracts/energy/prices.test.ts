import { expect } from 'chai';

import { energyTransactions, METERED_DATA, type PriceRecord } from '@quartier/rules/energy';

import { newCommunity, type Community } from '../../support/energy-community.js';
import type { EnergyNetwork } from '../../support/energy-network.js';
import { codeOf, refusalOfCall } from '../../support/refusal.js';
import { sharedEnergyNetwork } from '../../support/shared-energy-network.js';

describe('cost prices', () => {
    let network: EnergyNetwork;
    before(async () => {
        network = await sharedEnergyNetwork();
    });

    interface Price {
        readonly from: string;
        readonly price: string;
        readonly producer?: string;
        readonly correction?: string;
    }
    async function set({ id, meter }: Community, { from, price, producer, correction }: Price): Promise<PriceRecord> {
        const area = await network.area('utility');
        return (await area.submit({
            transaction: energyTransactions.setPrice,
            collection: METERED_DATA,
            request: {
                community: id,
                from,
                microEurPerKwh: price,
                ...(correction === undefined ? {} : { correction }),
            },
            privatePart: producer === undefined ? {} : { producer: meter(producer) },
        })) as PriceRecord;
    }
    const empty = (): Promise<Community> => newCommunity(network, { microEurPerKwh: null });

    it('are public, the producer that one is of only a pseudonym', async () => {
        const community = await newCommunity(network, { microEurPerKwh: null, members: { p: 'producer' } });
        await set(community, { from: '2016-06-01', price: '100000' });
        await set(community, { from: '2016-06-10', price: '80000', producer: 'p' });
        const council = (await network.client('council')).energy;
        const prices = await council.listPrices(community.id);
        expect(prices.map(({ from, microEurPerKwh }) => [from, microEurPerKwh])).to.deep.equal([
            ['2016-06-01', '100000'],
            ['2016-06-10', '80000'],
        ]);
        expect(prices[0]).not.to.have.property('point');
        expect(prices[1]?.point).to.match(/^[A-Za-z0-9_-]{22}$/u);
    });

    it('that are set again change nothing', async () => {
        const community = await empty();
        await set(community, { from: '2016-06-01', price: '100000' });
        await set(community, { from: '2016-06-01', price: '100000' });
        await set(community, { from: '2016-06-01', price: '100000', correction: 'typing error' });
        expect(await community.utility.listPrices(community.id)).to.have.length(1);
    });

    it('that differ from one of the same day are refused, unless they correct it and say why', async () => {
        const community = await empty();
        await set(community, { from: '2016-06-01', price: '100000' });
        expect(await refusalOfCall(set(community, { from: '2016-06-01', price: '90000' }))).to.deep.equal({
            code: 'ENERGY_PRICE_EXISTS',
            details: { from: '2016-06-01', microEurPerKwh: '100000' },
        });
        await set(community, { from: '2016-06-01', price: '90000', correction: 'typing error' });
        await set(community, { from: '2016-06-01', price: '90000', correction: 'typing error' });
        expect(await community.utility.listPrices(community.id)).to.deep.equal([
            { from: '2016-06-01', microEurPerKwh: '100000' },
            { from: '2016-06-01', microEurPerKwh: '90000', correction: 'typing error' },
        ]);
    });

    it('of a producer and of the community do not meet', async () => {
        const community = await newCommunity(network, {
            microEurPerKwh: null,
            members: { p: 'producer', q: 'producer' },
        });
        await set(community, { from: '2016-06-01', price: '100000' });
        await set(community, { from: '2016-06-01', price: '80000', producer: 'p' });
        await set(community, { from: '2016-06-01', price: '70000', producer: 'q' });
        expect(await community.utility.listPrices(community.id)).to.have.length(3);
    });

    it('of a meter that produces nothing here are refused', async () => {
        const community = await newCommunity(network, { members: { a: 'consumer' } });
        for (const producer of ['a', 'nobody']) {
            expect(await codeOf(set(community, { from: '2016-06-01', price: '1', producer }))).to.equal(
                'ENERGY_PRODUCER_UNKNOWN',
            );
        }
    });

    it('never change a settled day', async () => {
        const community = await newCommunity(network, { microEurPerKwh: null, members: { p: 'producer' } });
        await set(community, { from: '2016-06-01', price: '100000' });
        await set(community, { from: '2016-06-20', price: '110000' });
        await community.settle('2016-06-15', { gaps: 'zero' });
        const closed = { code: 'ENERGY_CHANGE_AFTER_CLOSE', details: { day: '2016-06-15' } };
        for (const from of ['2016-06-01', '2016-06-15', '2016-05-01']) {
            const price = { from, price: '90000', correction: 'late' };
            if (from === '2016-05-01') await set(community, price);
            else expect(await refusalOfCall(set(community, price))).to.deep.equal(closed);
        }
        expect(await refusalOfCall(set(community, { from: '2016-06-10', price: '1', producer: 'p' }))).to.deep.equal(
            closed,
        );
        await set(community, { from: '2016-06-16', price: '90000' });
        await set(community, { from: '2016-06-20', price: '120000', correction: 'late' });
    });

    it('are whole micro-euro, not negative, at most a million euro', async () => {
        const community = await empty();
        for (const price of ['-1', '0.5', '01', '', '1000000000000']) {
            expect(await codeOf(set(community, { from: '2016-06-01', price }))).to.equal('REQUEST_MALFORMED');
        }
        await set(community, { from: '2016-06-01', price: '0' });
    });

    it('and members are changed by the organiser alone', async () => {
        const { id, utility } = await newCommunity(network, { organiser: 'housing' });
        expect(
            await refusalOfCall(utility.setPrice({ community: id, from: '2016-06-01', microEurPerKwh: '1' })),
        ).to.deep.equal({
            code: 'ENERGY_NOT_THE_ORGANISER',
            details: { community: id, organiser: 'HousingMSP', mspId: 'UtilityMSP' },
        });
    });
});
