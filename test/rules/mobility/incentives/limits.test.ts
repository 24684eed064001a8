import { applyCounts, giveBack, pay, judge, payAll, type Cap } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { instant, journeyOf, paidCents, policyOf, refusedReason } from '../../../support/incentives.js';

const limits = (...caps: readonly Partial<Cap>[]): { readonly caps: readonly Partial<Cap>[] } => ({ caps });
const times = (count: number): readonly object[] => Array.from({ length: count }, () => ({}));
const at = (text: string): { readonly startsAt: number } => ({ startsAt: instant(text) });

describe('the limits of an incentive', () => {
    it('pay part of an amount when only part is left', () => {
        expect(paidCents({ budgetEuro: '2.50' }, times(4))).to.deep.equal([100, 100, 50, 0]);
    });

    it('pay nothing instead of a part where the limit says whole', () => {
        const policy = limits({ count: 'amount', of: 'everyone', per: 'campaign', mostEuro: '2.50', whole: true });
        expect(paidCents(policy, times(4))).to.deep.equal([100, 100, 0, 0]);
    });

    it('count a driver by the local day', () => {
        const policy = limits({ count: 'journeys', of: 'driver', per: 'day', most: 1 });
        const journeys = ['2024-04-15T21:00:00Z', '2024-04-15T21:30:00Z', '2024-04-15T22:00:00Z'].map(at);
        expect(paidCents(policy, journeys)).to.deep.equal([100, 0, 100]);
    });

    it('count weeks from Monday, months and years', () => {
        const paid = (per: Cap['per'], first: string, second: string): number =>
            paidCents(limits({ count: 'journeys', of: 'driver', per, most: 1 }), [at(first), at(second)])[1] ?? -1;
        expect(paid('week', '2024-04-15T10:00:00Z', '2024-04-21T10:00:00Z')).to.equal(0);
        expect(paid('week', '2024-04-21T10:00:00Z', '2024-04-22T10:00:00Z')).to.equal(100);
        expect(paid('month', '2024-04-30T10:00:00Z', '2024-04-30T22:00:00Z')).to.equal(100);
        expect(paid('year', '2024-04-30T10:00:00Z', '2024-12-31T10:00:00Z')).to.equal(0);
    });

    it('count each pair, each passenger, and a person in either role', () => {
        const second = { driver: 'passenger', passenger: 'driver' };
        const paid = (of: Cap['of']): number =>
            paidCents(limits({ count: 'journeys', of, per: 'day', most: 1 }), [{}, second])[1] ?? -1;
        expect([paid('driver'), paid('passenger'), paid('pair'), paid('person'), paid('operator')]).to.deep.equal([
            100, 100, 100, 0, 0,
        ]);
    });

    it('count a car trip once for all the journeys in it', () => {
        const policy = limits({ count: 'trips', of: 'driver', per: 'day', most: 2 });
        const journeys = ['a', 'a', 'a', 'b', 'c', 'a'].map((tripId, index) => ({ tripId, passenger: String(index) }));
        expect(paidCents(policy, journeys)).to.deep.equal([100, 100, 100, 100, 0, 100]);
    });

    it('pay the seats that are left in a car, in proportion', () => {
        const policy = limits({ count: 'seats', of: 'trip', per: 'day', most: 3 });
        const journeys = [2, 2, 1].map((seats) => ({ seats, tripId: 't' }));
        expect(paidCents(policy, journeys)).to.deep.equal([200, 100, 0]);
    });

    it('pass over a journey that does not say whose it is', () => {
        const policy = limits({ count: 'journeys', of: 'driver', per: 'day', most: 1 });
        const { driver: _, ...nobody } = journeyOf();
        const paid = payAll(policyOf(policy), [nobody, { ...nobody, id: 'j2' }]);
        expect(paid.map(({ payment }) => payment.paidMicroEur)).to.deep.equal([1_000_000n, 1_000_000n]);
    });

    it('go on with the same counter where they change on a date', () => {
        const month = { count: 'amount', of: 'driver', per: 'month' } as const;
        const policy = limits(
            { ...month, mostEuro: '1.00', when: { before: '2024-04-16' } },
            { ...month, mostEuro: '1.50', when: { from: '2024-04-16' } },
        );
        const journeys = [{}, {}, at('2024-04-16T10:00:00Z'), at('2024-04-16T11:00:00Z')];
        expect(paidCents(policy, journeys)).to.deep.equal([100, 0, 50, 0]);
    });

    it('need an id where they count the same under another condition', () => {
        const day = { count: 'journeys', of: 'driver', per: 'day', most: 1 } as const;
        const reason = refusedReason(() => policyOf(limits(day, { ...day, when: { classes: ['B'] } })));
        expect(reason).to.match(/^REQUEST_MALFORMED: policy\.caps\[1\]\.id is missing/u);
    });
});

/** The two cases that the registry's own tests pin wrong: each limit there counts before the next one cuts. */
describe('what limits count', () => {
    const month = { count: 'amount', of: 'driver', per: 'month', mostEuro: '150.00' } as const;
    const year = { count: 'amount', of: 'driver', per: 'year', mostEuro: '1008.00' } as const;
    const usualDay = { sum: [{ euro: '1.50' }] };

    it('is what was paid, once, where the budget cuts a journey: 50 cents, not the 150 of Île-de-France', () => {
        const compiled = policyOf({ amounts: [usualDay], ...limits(month), budgetEuro: '0.50' });
        const counters = new Map<string, bigint>();
        payAll(compiled, [journeyOf()], counters);
        expect(Object.fromEntries(counters)).to.deep.equal({
            'amount/driver/month//2024-04/driver': 500_000n,
            'amount/everyone/campaign/budget/': 500_000n,
        });
    });

    it('is what was paid where the month cuts: the year of Nantes holds 84.00, not 84.75', () => {
        const amounts = [{ sum: [{ euro: '0.75' }] }];
        const compiled = policyOf({ amounts, ...limits({ ...month, mostEuro: '84.00' }, year) });
        const counters = new Map<string, bigint>();
        const journeys = Array.from({ length: 113 }, (_, index) => journeyOf({ id: `j${String(index)}` }));
        payAll(compiled, journeys, counters);
        expect(counters.get('amount/driver/month//2024-04/driver')).to.equal(84_000_000n);
        expect(counters.get('amount/driver/year//2024/driver')).to.equal(84_000_000n);
    });

    it('is nothing for a journey that was paid nothing: the day keeps its place for another', () => {
        const day = { count: 'journeys', of: 'driver', per: 'day', most: 2 } as const;
        const trip = { count: 'seats', of: 'trip', per: 'day', most: 1 } as const;
        const journeys = ['a', 'a', 'b'].map((tripId) => ({ tripId }));
        expect(paidCents(limits(day, trip), journeys)).to.deep.equal([100, 0, 100]);
    });

    it('names every limit that cut and what was left of it', () => {
        const compiled = policyOf({ budgetEuro: '0.40', ...limits({ ...month, mostEuro: '0.70' }) });
        const payment = pay(compiled, judge(compiled, journeyOf()), new Map());
        expect(payment.paidMicroEur).to.equal(400_000n);
        expect(payment.cuts).to.deep.equal([
            { label: 'amount of driver per month', headroom: 700_000n },
            { label: 'budget', headroom: 400_000n },
        ]);
    });

    it('is given back when a journey is cancelled, so that the next one is paid', () => {
        const compiled = policyOf(limits({ count: 'trips', of: 'driver', per: 'day', most: 1 }));
        const counters = new Map<string, bigint>();
        const [first, second] = payAll(compiled, [journeyOf(), journeyOf({ id: 'j2' })], counters);
        expect([first?.payment.paidMicroEur, second?.payment.paidMicroEur]).to.deep.equal([1_000_000n, 0n]);
        applyCounts(counters, giveBack(first!.payment));
        expect(counters.size).to.equal(0);
        expect(pay(compiled, second!.judgement, counters).paidMicroEur).to.equal(1_000_000n);
    });
});
