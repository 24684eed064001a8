import { firstSettledIn, firstUnsettledIn, isSettled, withSettled } from '@quartier/rules/energy';
import { expect } from 'chai';

const ranges = [
    ['2016-06-01', '2016-06-10'],
    ['2016-06-20', '2016-06-20'],
] as const;

describe('settled days', () => {
    it('are kept as ranges with both ends included', () => {
        expect(withSettled([], ['2016-06-02', '2016-06-01', '2016-06-04'])).to.deep.equal([
            ['2016-06-01', '2016-06-02'],
            ['2016-06-04', '2016-06-04'],
        ]);
        expect(withSettled(ranges, ['2016-06-11', '2016-06-19'])).to.deep.equal([
            ['2016-06-01', '2016-06-11'],
            ['2016-06-19', '2016-06-20'],
        ]);
        expect(withSettled(ranges, ['2016-06-05'])).to.deep.equal(ranges);
    });

    it('join across the end of a month', () => {
        expect(withSettled([['2016-05-31', '2016-05-31']], ['2016-06-01'])).to.deep.equal([
            ['2016-05-31', '2016-06-01'],
        ]);
    });

    it('are found one by one', () => {
        const days = ['2016-05-31', '2016-06-01', '2016-06-10', '2016-06-11', '2016-06-20'];
        expect(days.map((day) => isSettled(ranges, day))).to.deep.equal([false, true, true, false, true]);
    });

    it('are found first in a span that excludes its end', () => {
        expect(firstSettledIn(ranges, '2016-06-05', null)).to.equal('2016-06-05');
        expect(firstSettledIn(ranges, '2016-06-11', '2016-06-20')).to.equal(undefined);
        expect(firstSettledIn(ranges, '2016-06-11', '2016-06-21')).to.equal('2016-06-20');
        expect(firstSettledIn(ranges, '2016-05-01', '2016-06-01')).to.equal(undefined);
        expect(firstSettledIn(ranges, '2016-06-21', null)).to.equal(undefined);
    });

    it('leave a first day of a span that is not settled', () => {
        expect(firstUnsettledIn(ranges, '2016-05-31', '2016-06-05')).to.equal('2016-05-31');
        expect(firstUnsettledIn(ranges, '2016-06-01', '2016-06-11')).to.equal(undefined);
        expect(firstUnsettledIn(ranges, '2016-06-05', '2016-06-12')).to.equal('2016-06-11');
        expect(firstUnsettledIn(ranges, '2016-06-20', '2016-06-21')).to.equal(undefined);
        expect(firstUnsettledIn([], '2016-06-20', '2016-06-21')).to.equal('2016-06-20');
    });
});
