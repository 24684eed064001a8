import {
    applyCounts,
    compareJourneys,
    giveBack,
    judge,
    pay,
    payAll,
    type Cap,
    type CompiledPolicy,
    type Journey,
    type PaidJourney,
} from '@quartier/rules/mobility';
import { simulate } from '@quartier/client';
import { expect } from 'chai';
import fc from 'fast-check';

import { instant, journeyOf, policyOf } from '../support/incentives.js';

const DAY = 86_400;
const START = instant('2024-04-28T10:00:00Z');

const cap: fc.Arbitrary<Partial<Cap>> = fc
    .record({
        count: fc.constantFrom('journeys', 'trips', 'seats', 'amount'),
        of: fc.constantFrom('driver', 'passenger', 'person', 'pair', 'trip', 'operator', 'everyone'),
        per: fc.constantFrom('day', 'week', 'month', 'year', 'campaign'),
        most: fc.nat(6),
        cents: fc.nat(2_000),
        whole: fc.boolean(),
    })
    .map(({ count, of, per, most, cents, whole }) =>
        count === 'amount'
            ? { count, of, per, whole, mostEuro: (cents / 100).toFixed(2) }
            : { count, of, per, whole, most },
    );

const policy: fc.Arbitrary<CompiledPolicy> = fc
    .uniqueArray(cap, {
        maxLength: 5,
        selector: ({ count, of, per }) => `${String(count)} ${String(of)} ${String(per)}`,
    })
    .map((caps) =>
        policyOf({
            requires: [{ that: { metres: { from: 2_000 } } }],
            amounts: [
                { when: { classes: ['B'] }, sum: [{ euro: '0.333' }] },
                { sum: [{ euro: '1.50' }, { euroPerKm: '0.10', afterMetres: 15_000, upToMetres: 30_000 }] },
            ],
            caps,
        }),
    );

const name = fc.constantFrom('ann', 'bob', 'cyd');
const journeys: fc.Arbitrary<readonly Journey[]> = fc
    .array(
        fc.record({
            driver: name,
            passenger: name,
            operator: fc.constantFrom('ONE', 'TWO'),
            tripId: fc.constantFrom('t1', 't2', 't3'),
            proofClass: fc.constantFrom<('B' | 'C')[]>('B', 'C'),
            startsAt: fc.constantFrom(0, 1, DAY, 2 * DAY, 4 * DAY).map((later) => START + later),
            metres: fc.constantFrom(1_000, 5_000, 20_333, 60_000),
            seats: fc.integer({ min: 1, max: 3 }),
        }),
        { maxLength: 25 },
    )
    .map((all) => all.map((members, index) => journeyOf({ ...members, id: `j${String(index)}` })));

/** What every counter of the policy's limits comes to when the payments are added up anew. */
function usedOf(compiled: CompiledPolicy, paid: readonly PaidJourney[]): ReadonlyMap<string, bigint> {
    const used = new Map<string, bigint>();
    for (const limit of compiled.caps) {
        const trips = new Set<string>();
        for (const { judgement, payment } of paid.filter((one) => one.payment.paidMicroEur > 0n)) {
            const { journey } = judgement.judged;
            for (const key of limit.keys(judgement.judged)) {
                const trip = `${key} ${journey.operator} ${String(journey.tripId)}`;
                const seats = payment.counts.find((count) => count.key === key)?.add ?? 0n;
                const tripAdds = trips.has(trip) ? 0n : 1n;
                trips.add(trip);
                const add = { amount: payment.paidMicroEur, journeys: 1n, seats, trips: tripAdds }[limit.count];
                used.set(key, (used.get(key) ?? 0n) + add);
            }
        }
    }
    return used;
}

const mostOf = (compiled: CompiledPolicy, key: string): bigint =>
    compiled.caps.find(({ count, of, per }) => key.startsWith(`${count}/${of}/${per}/`))?.most ?? -1n;

describe('incentives, whatever the journeys', () => {
    it('never pass a limit, in whatever order journeys are paid', () => {
        fc.assert(
            fc.property(policy, journeys, (compiled, all) => {
                const counters = new Map<string, bigint>();
                const paid = all.map((journey) => {
                    const judgement = judge(compiled, journey);
                    const payment = pay(compiled, judgement, counters);
                    applyCounts(counters, payment.counts);
                    return { judgement, payment };
                });
                for (const [key, used] of usedOf(compiled, paid)) {
                    expect(used <= mostOf(compiled, key), `${key} holds ${String(used)}`).to.be.true;
                }
            }),
        );
    });

    it('count what was paid, and nothing else', () => {
        fc.assert(
            fc.property(policy, journeys, (compiled, all) => {
                const counters = new Map<string, bigint>();
                const used = usedOf(compiled, payAll(compiled, all, counters));
                for (const [key, value] of used) expect(counters.get(key) ?? 0n).to.equal(value);
            }),
        );
    });

    it('pay whole cents between nothing and the amount, and say which limit kept the rest', () => {
        fc.assert(
            fc.property(policy, journeys, (compiled, all) => {
                for (const { judgement, payment } of payAll(compiled, all)) {
                    expect(payment.paidMicroEur % 10_000n).to.equal(0n);
                    expect(payment.paidMicroEur >= 0n && payment.paidMicroEur <= judgement.amountMicroEur).to.be.true;
                    expect(payment.cuts.length > 0).to.equal(payment.paidMicroEur < judgement.amountMicroEur);
                }
            }),
        );
    });

    it('leave no trace once every payment is given back, in whatever order', () => {
        fc.assert(
            fc.property(policy, journeys, fc.nat(), (compiled, all, seed) => {
                const counters = new Map<string, bigint>();
                const paid = payAll(compiled, all, counters);
                const order = paid.map((one, index) => ({ one, rank: (index * 7_919 + seed) % 101 }));
                for (const { one } of order.sort((a, b) => a.rank - b.rank))
                    applyCounts(counters, giveBack(one.payment));
                expect(counters.size).to.equal(0);
            }),
        );
    });

    it('pay the same again after one is given back and paid again', () => {
        fc.assert(
            fc.property(policy, journeys, (compiled, all) => {
                const counters = new Map<string, bigint>();
                const last = payAll(compiled, all, counters).at(-1);
                if (last === undefined) return;
                const before = new Map(counters);
                applyCounts(counters, giveBack(last.payment));
                const again = pay(compiled, last.judgement, counters);
                expect(again).to.deep.equal(last.payment);
                applyCounts(counters, again.counts);
                expect(counters).to.deep.equal(before);
            }),
        );
    });

    it('are the same in whatever order journeys are handed in: start, operator and id decide', () => {
        fc.assert(
            fc.property(policy, journeys, (compiled, all) => {
                const paid = (given: readonly Journey[]): readonly unknown[] =>
                    payAll(compiled, given).map(({ judgement, payment }) => [judgement.judged.journey.id, payment]);
                expect(paid([...all].reverse())).to.deep.equal(paid(all));
            }),
        );
    });

    it('are simulated as they are paid step by step', () => {
        fc.assert(
            fc.property(policy, journeys, (compiled, all) => {
                const rows = all.map((journey, index) => ({ line: index + 1, journey }));
                const simulated = simulate({ compiled, rows }).journeys;
                const counters = new Map<string, bigint>();
                for (const journey of [...all].sort(compareJourneys)) {
                    const payment = pay(compiled, judge(compiled, journey), counters);
                    applyCounts(counters, payment.counts);
                    const result = simulated.find(({ id }) => id === journey.id);
                    expect(result?.paidMicroEur).to.equal(payment.paidMicroEur.toString());
                }
            }),
        );
    });
});
