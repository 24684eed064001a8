import { expect } from 'chai';

import { entitledCents, judged } from '../../../support/incentives.js';

/** Cents for lengths, of these summands. */
function cents(sum: readonly object[], metres: readonly number[]): readonly number[] {
    return metres.map((length) => entitledCents({ amounts: [{ sum }] }, { metres: length }));
}

describe('the amount of a journey', () => {
    it('adds a flat amount and kilometres between two lengths', () => {
        const sum = [{ euro: '1.50' }, { euroPerKm: '0.10', afterMetres: 15_000, upToMetres: 30_000 }];
        expect(cents(sum, [2_000, 15_000, 20_000, 30_000, 55_000])).to.deep.equal([150, 150, 200, 300, 300]);
    });

    it('counts kilometres as the registry does (engine/helpers/per.ts, its unit cases)', () => {
        const perKm = (members: object): number => cents([{ euroPerKm: '0.20', ...members }], [10_000])[0] ?? -1;
        expect(perKm({})).to.equal(200);
        expect(perKm({ afterMetres: 3_000 })).to.equal(140);
        expect(perKm({ upToMetres: 2_000 })).to.equal(40);
        expect(perKm({ afterMetres: 1_000, upToMetres: 8_000 })).to.equal(140);
        expect(cents([{ euroPerKm: '0.20' }], [0])).to.deep.equal([0]);
    });

    it('replaces one slice by another where their lengths do not meet', () => {
        const sum = [
            { euro: '2.00', metres: { below: 20_000 } },
            { euroPerKm: '0.10', metres: { from: 20_000 } },
        ];
        expect(cents(sum, [19_999, 20_000, 25_000])).to.deep.equal([200, 200, 250]);
    });

    it('is taken for each seat, or once for the journey', () => {
        const sum = [{ euro: '1.00', each: 'journey' }, { euro: '1.50' }];
        expect(entitledCents({ amounts: [{ sum }] }, { seats: 2 })).to.equal(400);
    });

    it('bounds a summand before it is taken for each seat', () => {
        const sum = [{ euroPerKm: '0.10', leastEuro: '1.50', mostEuro: '3.00' }];
        expect(cents(sum, [5_000, 20_000, 55_000])).to.deep.equal([150, 200, 300]);
        expect(entitledCents({ amounts: [{ sum }] }, { metres: 55_000, seats: 3 })).to.equal(900);
    });

    it('counts kilometres exactly, to the nearest, started or completed', () => {
        const of = (kilometres: string): number => cents([{ euroPerKm: '0.10', kilometres }], [2_450])[0] ?? -1;
        expect([of('exact'), of('nearest'), of('started'), of('completed')]).to.deep.equal([25, 20, 30, 20]);
    });

    it('is rounded once, halves up', () => {
        // 0.5 + 0.5 cents: each alone would be rounded up to one.
        expect(cents([{ euro: '0.005' }, { euro: '0.005' }], [5_000])).to.deep.equal([1]);
        expect(cents([{ euro: '0.005' }], [5_000])).to.deep.equal([1]);
        expect(cents([{ euroPerKm: '0.125' }], [1_039, 1_040])).to.deep.equal([13, 13]);
    });

    it('is rounded to another unit where the policy says so', () => {
        const amounts = [{ sum: [{ euro: '1.23' }] }];
        const to = (mode: string): number => entitledCents({ amounts, rounding: { toEuro: '0.05', mode } });
        expect([to('nearest'), to('down'), to('up')]).to.deep.equal([125, 120, 125]);
    });

    it('is that of the first rule that fits', () => {
        const amounts = [
            { label: 'inside', when: { both: { aom: ['1'] } }, sum: [{ euro: '1.50' }] },
            { label: 'else', sum: [{ euro: '0.50' }] },
        ];
        const inside = { codes: { aom: '1' } };
        expect(judged({ amounts }, { start: inside, end: inside }).rule).to.equal('inside');
        expect(entitledCents({ amounts }, { start: inside, end: { codes: {} } })).to.equal(50);
    });

    it('is nothing where no rule fits, or where it would be below nothing', () => {
        expect(judged({ amounts: [{ when: { classes: ['A'] }, sum: [{ euro: '1.00' }] }] }).refusedBy).to.equal(
            'no amount',
        );
        const below = { amounts: [{ sum: [{ euro: '1.00' }, { of: 'contribution', times: '-1' }] }] };
        expect(judged(below, { contributionMicroEur: '2000000' }).refusedBy).to.equal('no amount');
    });

    it('tops up what the passenger pays', () => {
        const amounts = [
            {
                sum: [
                    { euro: '2.00', each: 'journey' },
                    { of: 'contribution', times: '-1' },
                ],
            },
        ];
        expect(entitledCents({ amounts }, { contributionMicroEur: '500000', seats: 2 })).to.equal(150);
    });

    it('is never less than the driver asked, where the ride is to be free', () => {
        const amounts = [{ sum: [{ euro: '2.00' }], least: { of: 'revenue' } }];
        expect(entitledCents({ amounts }, { revenueMicroEur: '3500000' })).to.equal(350);
        expect(entitledCents({ amounts }, { revenueMicroEur: '500000' })).to.equal(200);
    });

    it('is boosted once, by the first boost that fits, before the bounds of the policy', () => {
        const boosts = [
            { label: 'strike', when: { days: 'strikes' }, times: '1.5' },
            { label: 'Mondays', when: { weekdays: ['mon'] }, times: '3' },
        ];
        const policy = { amounts: [{ sum: [{ euro: '2.392' }] }], boosts, calendars: { strikes: ['2024-04-15'] } };
        expect(entitledCents(policy)).to.equal(359);
        expect(judged(policy).boost).to.equal('strike');
        expect(entitledCents({ ...policy, most: { euro: '3.00' } })).to.equal(300);
    });
});
