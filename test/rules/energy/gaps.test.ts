import { fillGaps, missingRuns, type GapPolicy } from '@quartier/rules/energy';
import { dayBounds } from '@quartier/rules/units';
import { expect } from 'chai';

import { paris } from '../../support/paris.js';

function boundsOf(day: string): { readonly start: number; readonly end: number } {
    const bounds = dayBounds(paris, day);
    if (bounds === undefined) throw new Error(`${day} is outside the table`);
    return bounds;
}

/** Hourly days from the first one on; the settled one is `day`. */
function fill(policy: GapPolicy, day: string, first: string, values: (number | null)[]): ReturnType<typeof fillGaps> {
    const window = { start: boundsOf(first).start, values };
    return fillGaps({ policy, zone: paris, stepMinutes: 60, day: boundsOf(day), window });
}

const flat = (value: number | null, steps = 24): (number | null)[] => new Array<number | null>(steps).fill(value);
const withGap = (values: (number | null)[], first: number, steps: number): (number | null)[] =>
    values.map((value, step) => (step >= first && step < first + steps ? null : value));

describe('gaps', () => {
    it('are runs of steps without a reading', () => {
        expect(missingRuns([null, 1, null, null, 2, null])).to.deep.equal([
            [0, 1],
            [2, 2],
            [5, 1],
        ]);
        expect(missingRuns([1, 0])).to.deep.equal([]);
    });

    it('stop a day that refuses them', () => {
        const result = fill('refuse', '2016-06-01', '2016-06-01', withGap(flat(5), 3, 4));
        expect(result).to.deep.equal({ outcome: 'missing', steps: 4 });
    });

    it('leave a day without one as it is', () => {
        expect(fill('refuse', '2016-06-01', '2016-06-01', flat(5))).to.deep.equal({
            outcome: 'filled',
            values: flat(5),
            filled: [],
            filledSteps: 0,
        });
    });

    it('are nothing where the settlement says zero, and marked', () => {
        const result = fill('zero', '2016-06-01', '2016-06-01', withGap(flat(5), 22, 2));
        expect(result).to.deep.include({ outcome: 'filled', filled: [[22, 2]], filledSteps: 2 });
        expect(result)
            .to.have.property('values')
            .that.deep.equals([...flat(5, 22), 0, 0]);
    });

    it('of two hours between two readings are the straight line, halves up', () => {
        const values = flat(10);
        values.splice(4, 4, 10, null, null, 21);
        const result = fill('estimate', '2016-06-01', '2016-06-01', values);
        // 10 + 11/3 and 10 + 22/3.
        expect(result)
            .to.have.property('values')
            .that.deep.equals([...flat(10, 5), 14, 17, 21, ...flat(10, 16)]);
        const half = fill('estimate', '2016-06-01', '2016-06-01', withGap([...flat(1, 12), ...flat(2, 12)], 12, 1));
        expect(half).to.have.property('values').with.property('12', 2);
    });

    it('are measured across midnight', () => {
        const twoDays = withGap([...flat(10), ...flat(40)], 23, 2);
        const result = fill('estimate', '2016-06-02', '2016-06-01', twoDays);
        expect(result).to.have.property('values').with.property('0', 30);
        const threeHours = withGap([...flat(10), ...flat(40)], 22, 3);
        expect(fill('estimate', '2016-06-02', '2016-06-01', threeHours))
            .to.have.property('values')
            .with.property('0', 10);
    });

    it('that are longer are the mean of the same time of the other days, halves up', () => {
        const values = [...flat(10), ...withGap(flat(99), 8, 5), ...flat(11), ...withGap(flat(90), 8, 5)];
        const result = fill('estimate', '2016-06-02', '2016-06-01', values);
        expect(result).to.deep.include({ outcome: 'filled', filled: [[8, 5]], filledSteps: 5 });
        expect(result).to.have.property('values').with.property('8', 11);
    });

    it('compare by local time where summer time begins between the days', () => {
        const saturday = Array.from({ length: 24 }, (_, hour) => hour * 100);
        const sunday = flat(null, 23);
        const result = fill('estimate', '2016-03-27', '2016-03-26', [...saturday, ...sunday]);
        // 02:00 does not exist on the Sunday.
        expect(result)
            .to.have.property('values')
            .that.deep.equals(saturday.filter((value) => value !== 200));
    });

    it('with nothing to go by cannot be estimated', () => {
        const result = fill('estimate', '2016-06-01', '2016-06-01', withGap(flat(5), 3, 4));
        expect(result).to.deep.equal({ outcome: 'not-estimable', steps: 4 });
    });
});
