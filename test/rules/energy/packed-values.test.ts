import { packSums, packValues, unpackSums, unpackValues } from '@quartier/rules/energy';
import { expect } from 'chai';

import { refusalOf } from '../../support/refused.js';

describe('packed values', () => {
    it('are base64 quantities as in source maps, with a full stop for a gap', () => {
        expect(packValues([0, 1, 31, 32, 1_023, 1_024, null])).to.equal('ABfgB/fggB.');
        expect(unpackValues('ABfgB/fggB.')).to.deep.equal([0, 1, 31, 32, 1_023, 1_024, null]);
    });

    it('hold readings up to 2^40 Wh', () => {
        expect(unpackValues(packValues([2 ** 40, 2 ** 40 - 1]))).to.deep.equal([2 ** 40, 2 ** 40 - 1]);
        expect(refusalOf(() => packValues([2 ** 40 + 1])).code).to.equal('ENERGY_CURVE_INVALID');
    });

    it('hold sums up to 2^53 - 1', () => {
        expect(unpackSums(packSums([Number.MAX_SAFE_INTEGER, 0]))).to.deep.equal([Number.MAX_SAFE_INTEGER, 0]);
        expect(refusalOf(() => unpackValues(packSums([2 ** 41]))).code).to.equal('ENERGY_CURVE_INVALID');
    });

    for (const value of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        it(`refuse ${String(value)}`, () => {
            expect(refusalOf(() => packValues([0, value])).details)
                .to.have.property('reason')
                .that.includes('step 1');
        });
    }

    for (const [text, why] of [
        ['A B', 'a space'],
        ['Aé', 'a letter outside the alphabet'],
        ['g', 'a value that does not end'],
        ['g.', 'a gap inside a value'],
        ['gA', 'a second spelling of 0'],
        ['gggggggggB', 'a value of ten digits'],
        ['gggggggghC', 'a value above 2^40'],
    ] as const) {
        it(`refuse ${why}`, () => {
            expect(refusalOf(() => unpackValues(text)).code).to.equal('ENERGY_CURVE_INVALID');
        });
    }
});
