import { apportion, mulDivFloor } from '@quartier/rules/units';
import { expect } from 'chai';

describe('apportionment', () => {
    it('rounds shares down and gives what is left to the largest remainders', () => {
        // Shares 3.5, 2.1 and 1.4.
        expect(apportion(7, [5, 3, 2], ['a', 'b', 'c'])).to.deep.equal([4, 2, 1]);
        // Shares 1.2, 1.2 and 0.6.
        expect(apportion(3, [2, 2, 1], ['a', 'b', 'c'])).to.deep.equal([1, 1, 1]);
    });

    it('gives a tie to the first id in UTF-8 order, wherever it stands', () => {
        expect(apportion(2, [1, 1, 1], ['a', 'b', 'c'])).to.deep.equal([1, 1, 0]);
        expect(apportion(2, [1, 1, 1], ['c', 'b', 'a'])).to.deep.equal([0, 1, 1]);
        // U+FF5E stands before U+1F600 in UTF-8, after it in UTF-16.
        expect(apportion(1, [1, 1], ['\u{1F600}', '\uFF5E'])).to.deep.equal([0, 1]);
    });

    it('gives nothing to a weight of nothing', () => {
        expect(apportion(5, [0, 2, 0], ['a', 'b', 'c'])).to.deep.equal([0, 5, 0]);
        expect(apportion(0, [0, 0], ['a', 'b'])).to.deep.equal([0, 0]);
        expect(apportion(0, [], [])).to.deep.equal([]);
    });

    it('shares nothing among nobody only where there is nothing', () => {
        expect(() => apportion(1, [0, 0], ['a', 'b'])).to.throw('Broken invariant');
    });

    it('stays exact where products pass 2^53', () => {
        const large = 2 ** 40;
        // Shares a quarter above 2^39, twice, and a little more than a half.
        expect(apportion(large + 1, [large, large, 1], ['a', 'b', 'c'])).to.deep.equal([2 ** 39, 2 ** 39, 1]);
        expect(mulDivFloor(2 ** 40 - 1, 2 ** 40 - 1, 2 ** 40)).to.equal(2 ** 40 - 2);
    });
});
