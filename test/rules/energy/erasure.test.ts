import { monthsToErase } from '@quartier/rules/energy';
import { expect } from 'chai';

describe('erasing what a meter delivered', () => {
    const months = (...values: number[]): readonly { values: number }[] => values.map((its) => ({ values: its }));

    it('is done in one transaction where it fits', () => {
        expect(monthsToErase(months(250, 250), 500)).to.deep.equal({
            months: months(250, 250),
            values: 500,
            more: false,
        });
        expect(monthsToErase([], 500)).to.deep.equal({ months: [], values: 0, more: false });
    });

    it('leaves to the next transaction what does not fit, also where there is room for a part of a month', () => {
        expect(monthsToErase(months(26, 460, 26, 1), 500)).to.deep.equal({
            months: months(26, 460),
            values: 486,
            more: true,
        });
    });
});
