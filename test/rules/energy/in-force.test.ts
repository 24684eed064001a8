import {
    activeOn,
    isActiveOn,
    parametersOn,
    priceOn,
    publicTotals,
    requireKeysForRule,
    settleDay,
    spansOverlap,
    type PriceRecord,
} from '@quartier/rules/energy';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';

describe('membership', () => {
    it('includes its first day and excludes its last', () => {
        const span = { from: '2016-06-01', to: '2016-06-10' };
        expect(
            ['2016-05-31', '2016-06-01', '2016-06-09', '2016-06-10'].map((day) => isActiveOn(span, day)),
        ).to.deep.equal([false, true, true, false]);
        expect(isActiveOn({ from: '2016-06-01', to: null }, '2999-01-01')).to.equal(true);
    });

    it('overlaps another where they have a day in common', () => {
        const first = { from: '2016-06-01', to: '2016-06-10' };
        expect(spansOverlap(first, { from: '2016-06-10', to: null })).to.equal(false);
        expect(spansOverlap(first, { from: '2016-06-09', to: null })).to.equal(true);
        expect(spansOverlap({ from: '2016-01-01', to: null }, first)).to.equal(true);
        expect(spansOverlap({ from: '2016-01-01', to: '2016-06-01' }, first)).to.equal(false);
    });

    it('is at most one on a day', () => {
        const spans = [
            { from: '2016-06-01', to: '2016-06-10', member: 'first' },
            { from: '2016-06-10', to: null, member: 'second' },
        ];
        expect(activeOn(spans, '2016-06-10')?.member).to.equal('second');
        expect(activeOn(spans, '2016-05-10')).to.equal(undefined);
    });
});

describe('in force on a day', () => {
    it('are the parameters of the latest day that is not after it', () => {
        const parameters = [
            { from: '2016-06-15', stepMinutes: 30, rule: 'static' },
            { from: '2016-01-01', stepMinutes: 15, rule: 'prorata' },
        ] as const;
        expect(parametersOn(parameters, '2015-12-31')).to.equal(undefined);
        expect(parametersOn(parameters, '2016-06-14')?.stepMinutes).to.equal(15);
        expect(parametersOn(parameters, '2016-06-15')?.stepMinutes).to.equal(30);
    });

    it("is a producer's own price before the community's, the last correction before the others", () => {
        const prices: readonly PriceRecord[] = [
            { from: '2016-06-01', microEurPerKwh: '100000' },
            { from: '2016-06-10', microEurPerKwh: '90000', point: 'p1' },
            { from: '2016-06-10', microEurPerKwh: '91000', point: 'p1', correction: 'meant 0.091' },
            { from: '2016-06-20', microEurPerKwh: '80000' },
        ];
        expect(priceOn(prices, 'p1', '2016-05-31')).to.equal(undefined);
        expect(priceOn(prices, 'p1', '2016-06-09')).to.equal(100_000n);
        expect(priceOn(prices, 'p1', '2016-06-10')).to.equal(91_000n);
        expect(priceOn(prices, 'p1', '2016-06-25')).to.equal(91_000n);
        expect(priceOn(prices, 'p2', '2016-06-25')).to.equal(80_000n);
    });
});

describe('static keys', () => {
    it('come with the rule static and with no other', () => {
        expect(requireKeysForRule('prorata', undefined)).to.deep.equal([]);
        expect(requireKeysForRule('static', [{ meter: 'shop', keyPpm: 1_000_000 }])).to.have.length(1);
        expect(refusalOf(() => requireKeysForRule('static', [])).code).to.equal('ENERGY_KEYS_MISSING');
        expect(refusalOf(() => requireKeysForRule('prorata', [{ meter: 'shop', keyPpm: 1 }])).code).to.equal(
            'ENERGY_KEYS_MISSING',
        );
    });

    it('are one a meter and at most the whole', () => {
        const twice = [
            { meter: 'shop', keyPpm: 1 },
            { meter: 'shop', keyPpm: 1 },
        ];
        const tooMuch = [
            { meter: 'shop', keyPpm: 1_000_000 },
            { meter: 'home', keyPpm: 1 },
        ];
        for (const keys of [twice, tooMuch]) {
            expect(refusalOf(() => requireKeysForRule('static', keys)).code).to.equal('ENERGY_KEYS_INVALID');
        }
    });
});

describe('public totals', () => {
    const { totals } = settleDay({
        meters: [
            { id: 'home', role: 'consumer', values: [3] },
            { id: 'roof', role: 'producer', values: [5] },
        ],
        rule: 'prorata',
        steps: 1,
    });

    it('are withheld where fewer than three consumers or producers stand behind them', () => {
        expect(publicTotals({ totals, consumers: 2, producers: 9 })).to.equal(null);
        expect(publicTotals({ totals, consumers: 9, producers: 2 })).to.equal(null);
        expect(publicTotals({ totals, consumers: 3, producers: 3 })).to.deep.include({
            consumptionWh: '3',
            surplusWh: '2',
        });
    });
});
