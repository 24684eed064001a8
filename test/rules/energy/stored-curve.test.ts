import { packValues, storedCurve } from '@quartier/rules/energy';
import { expect } from 'chai';

describe('a stored curve', () => {
    it('runs from the first to the last reading that is new, with the qualities of those', () => {
        const stored = storedCurve(
            {
                meter: 'shop',
                start: 0,
                stepMinutes: 15,
                values: packValues([1, 2, 3, 4, 5]),
                qualities: [
                    [0, 2, 'estimated'],
                    [3, 2, 'corrected'],
                ],
            },
            [null, 2, null, 4, null],
        );
        expect(stored).to.deep.equal({
            meter: 'shop',
            start: 900,
            stepMinutes: 15,
            values: packValues([2, null, 4]),
            qualities: [
                [0, 1, 'estimated'],
                [2, 1, 'corrected'],
            ],
        });
    });
});
