import { settleDay, type DayMeter } from '@quartier/rules/energy';
import { expect } from 'chai';

const meters: readonly DayMeter[] = [
    { id: 'shop', role: 'consumer', values: [300, 0] },
    { id: 'home', role: 'consumer', values: [100, 50] },
    { id: 'roof-2', role: 'producer', values: [300, 0] },
    { id: 'roof-1', role: 'producer', values: [500, 20] },
];

describe('settlement of a day', () => {
    it('adds up its steps meter by meter, in the order of the ids', () => {
        const { consumers, producers, totals } = settleDay({ meters, rule: 'prorata', steps: 2 });
        expect(consumers).to.deep.equal([
            { id: 'home', consumptionWh: 150, selfConsumedWh: 120 },
            { id: 'shop', consumptionWh: 300, selfConsumedWh: 300 },
        ]);
        expect(producers).to.deep.equal([
            { id: 'roof-1', productionWh: 520, sharedWh: 270 },
            { id: 'roof-2', productionWh: 300, sharedWh: 150 },
        ]);
        expect(totals).to.deep.equal({
            consumptionWh: 450n,
            productionWh: 820n,
            selfConsumedWh: 420n,
            complementWh: 30n,
            sharedWh: 420n,
            surplusWh: 400n,
        });
    });

    it('tells who supplied whom, step by step', () => {
        const { suppliedWh } = settleDay({ meters, rule: 'prorata', steps: 2 });
        // First step: home 100 and shop 300 of 250 and 150. Exact shares 62.5, 37.5, 187.5, 112.5; floors leave one
        // watt-hour a consumer and one a producer, matched from the north-west corner. Second step: home 20 of roof-1.
        expect([...suppliedWh]).to.deep.equal([63 + 20, 37, 187, 113]);
    });

    it('shares by keys, and gives nothing to a consumer without one', () => {
        const { consumers } = settleDay({
            meters,
            rule: 'static',
            keysPpm: new Map([
                ['home', 100_000],
                ['who left', 900_000],
            ]),
            steps: 2,
        });
        expect(consumers.map(({ selfConsumedWh }) => selfConsumedWh)).to.deep.equal([82, 0]);
    });

    it('holds readings to one a step, whole and one meter each', () => {
        const bad = (changed: DayMeter): (() => unknown) => {
            return () => settleDay({ meters: [...meters, changed], rule: 'prorata', steps: 2 });
        };
        expect(bad({ id: 'x', role: 'consumer', values: [1] })).to.throw('one reading a step');
        expect(bad({ id: 'x', role: 'consumer', values: [1, 0.5] })).to.throw('whole number');
        expect(bad({ id: 'x', role: 'consumer', values: [1, -1] })).to.throw('whole number');
        expect(bad({ id: 'home', role: 'producer', values: [1, 1] })).to.throw('once a day');
    });
});
