import { balances } from '@quartier/rules/accounts';
import { costOf, priceSupplies, supplyPostings, type SuppliedDay } from '@quartier/rules/energy';
import { microEurPerKwh } from '@quartier/rules/units';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';

const day: SuppliedDay = {
    consumers: [{ id: 'home' }, { id: 'shop' }],
    producers: [{ id: 'roof-1' }, { id: 'roof-2' }],
    suppliedWh: [1_500, 0, 3, 7],
};
const prices: Readonly<Record<string, bigint>> = { 'roof-1': 100_500n, 'roof-2': 80_000n };
const priceOf = (producer: string): ReturnType<typeof microEurPerKwh> | undefined => {
    const price = prices[producer];
    return price === undefined ? undefined : microEurPerKwh(price);
};

describe('energy at cost price', () => {
    it('costs the price of its producer, rounded once to micro-euro, halves up', () => {
        expect(costOf(1_500n, microEurPerKwh(100_500))).to.equal(150_750n);
        expect(costOf(3n, microEurPerKwh(100_500))).to.equal(302n);
        expect(costOf(1n, microEurPerKwh(499))).to.equal(0n);
        expect(costOf(1n, microEurPerKwh(500))).to.equal(1n);
    });

    it('is one supply a pair that shared energy', () => {
        expect(priceSupplies('2016-06-01', day, priceOf)).to.deep.equal([
            { consumer: 'home', producer: 'roof-1', energyWh: 1_500n, amountMicroEur: 150_750n },
            { consumer: 'shop', producer: 'roof-1', energyWh: 3n, amountMicroEur: 302n },
            { consumer: 'shop', producer: 'roof-2', energyWh: 7n, amountMicroEur: 560n },
        ]);
    });

    it('charges consumers what producers are paid', () => {
        const supplies = priceSupplies('2016-06-01', day, priceOf);
        expect([...(balances(supplyPostings(supplies)).get('microEur') ?? [])]).to.deep.equal([
            ['home', 150_750n],
            ['roof-1', -151_052n],
            ['shop', 862n],
            ['roof-2', -560n],
        ]);
        expect(supplyPostings(supplies)[0]).to.deep.equal({
            debit: 'home',
            credit: 'roof-1',
            asset: 'microEur',
            amount: 150_750n,
        });
    });

    it('posts nothing for what costs nothing', () => {
        const free = priceSupplies('2016-06-01', day, () => microEurPerKwh(0));
        expect(free).to.have.length(3);
        expect(supplyPostings(free)).to.deep.equal([]);
    });

    it('needs a price of every producer that supplied, and of no other', () => {
        expect(refusalOf(() => priceSupplies('2016-06-01', day, () => undefined))).to.deep.equal({
            code: 'ENERGY_PRICE_MISSING',
            details: { day: '2016-06-01', producers: 2 },
        });
        const idle = { ...day, suppliedWh: [1, 0, 0, 0] };
        const onlyFirst = (producer: string): ReturnType<typeof priceOf> =>
            producer === 'roof-1' ? priceOf(producer) : undefined;
        expect(priceSupplies('2016-06-01', idle, onlyFirst)).to.have.length(1);
    });
});
