import {
    assertCapped,
    assertSharedWithin,
    rateRider,
    shareCapLoss,
    sharePassRevenue,
    shareWeights,
    shareWithin,
    type Allowance,
    type Claim,
    type Plan,
    type RiddenLeg,
    type RiderBill,
} from '@quartier/rules/mobility';
import { apportion, apportionExactly, monthOf } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';
import { expect } from 'chai';
import fc from 'fast-check';

import { paris, utc } from '../support/paris.js';
import { planOf } from '../support/plans.js';

const JUNE = utc('2016-05-31T22:00:00');
const operators = ['CarsMSP', 'MetroMSP', 'WheelsMSP'];
const modes = ['bike', 'car', 'shuttle'] as const;

const legs: fc.Arbitrary<readonly RiddenLeg[]> = fc
    .array(
        fc.record({
            operator: fc.constantFrom(...operators),
            mode: fc.constantFrom(...modes),
            start: fc.nat(4 * 86_400).map((seconds) => JUNE + seconds - (seconds % 600)),
            durationSeconds: fc.nat(7_200),
            distanceMetres: fc.nat(30_000),
            priceMicroEur: fc.nat(3_000).map((cents) => String(cents * 10_000)),
        }),
        { maxLength: 25 },
    )
    .map((rows) => rows.map((row, index) => ({ ...row, leg: `leg-${String(index)}` })));

const someModes = fc.uniqueArray(fc.constantFrom(...modes), { minLength: 1, maxLength: 3 });
const allowance: fc.Arbitrary<Allowance> = fc.oneof(
    fc.record({ modes: someModes, measure: fc.constant('unlimited' as const) }),
    fc.record({
        modes: someModes,
        measure: fc.constantFrom('seconds' as const, 'metres' as const, 'rides' as const),
        amount: fc.nat(10_000),
        per: fc.constantFrom('ride' as const, 'day' as const, 'period' as const),
    }),
);
const cents = (least: number, most: number): fc.Arbitrary<string> =>
    fc.integer({ min: least, max: most }).map((count) => String(count * 10_000));
const plan: fc.Arbitrary<Plan> = fc
    .record(
        {
            allowances: fc.array(allowance, { maxLength: 3 }),
            overage: fc.array(fc.record({ modes: someModes, sharePpm: fc.nat(1_000_000) }), { maxLength: 2 }),
            capDayMicroEur: cents(0, 2_000),
            capMonthMicroEur: cents(2_000, 6_000),
            fairRidesPerDay: fc.integer({ min: 1, max: 5 }),
        },
        { requiredKeys: ['allowances', 'overage'] },
    )
    .map(planOf);

const bill = (of: Plan, ridden: readonly RiddenLeg[]): RiderBill =>
    rateRider({ legs: ridden, planAt: () => of, zone: paris });

describe('the bill of a rider, whatever was ridden', () => {
    it('never passes the cap of a day or of a month', () => {
        fc.assert(
            fc.property(plan, legs, (of, ridden) => {
                const { days } = bill(of, ridden);
                const paidIn = (holds: (day: string) => boolean): bigint =>
                    days.reduce((sum, row) => (holds(row.day) ? sum + BigInt(row.payableMicroEur) : sum), 0n);
                for (const { day } of days)
                    assertCapped(of, {
                        dayMicroEur: paidIn((other) => other === day),
                        monthMicroEur: paidIn((other) => monthOf(other) === monthOf(day)),
                    });
            }),
        );
    });

    it('does not change with the order in which legs arrive', () => {
        fc.assert(
            fc.property(
                plan,
                legs.chain((ridden) =>
                    fc.tuple(fc.constant(ridden), fc.shuffledSubarray([...ridden], { minLength: ridden.length })),
                ),
                (of, [ridden, shuffled]) => {
                    expect(bill(of, shuffled)).to.deep.equal(bill(of, ridden));
                },
            ),
        );
    });

    it('accounts for every micro-euro that the operators charge', () => {
        fc.assert(
            fc.property(plan, legs, (of, ridden) => {
                const { totals, days } = bill(of, ridden);
                const full = ridden.reduce((sum, { priceMicroEur }) => sum + BigInt(priceMicroEur), 0n);
                expect(BigInt(totals.fullMicroEur)).to.equal(full);
                expect(BigInt(totals.includedMicroEur) + BigInt(totals.dueMicroEur)).to.equal(full);
                expect(BigInt(totals.payableMicroEur) + BigInt(totals.capLossMicroEur)).to.equal(
                    BigInt(totals.dueMicroEur),
                );
                for (const { dueMicroEur, due } of days)
                    expect(due.reduce((sum, { amountMicroEur }) => sum + BigInt(amountMicroEur), 0n)).to.equal(
                        BigInt(dueMicroEur),
                    );
            }),
        );
    });

    it('shares each day’s cap loss and the pass among its operators, exactly', () => {
        fc.assert(
            fc.property(plan, legs, fc.constantFrom(...shareWeights), fc.nat(1e9), (of, ridden, weight, revenue) => {
                const { days, included } = bill(of, ridden);
                const sum = (shares: readonly { readonly amountMicroEur: string }[]): bigint =>
                    shares.reduce((total, { amountMicroEur }) => total + BigInt(amountMicroEur), 0n);
                for (const { capLossMicroEur, due } of days) {
                    const loss = BigInt(capLossMicroEur);
                    expect(sum(shareCapLoss(loss, due, weight))).to.equal(loss);
                }
                const defaults = [{ operator: 'MetroMSP', weight: 1 }];
                expect(sum(sharePassRevenue(BigInt(revenue), included, { weight, defaults }))).to.equal(
                    BigInt(revenue),
                );
            }),
        );
    });
});

const claims: fc.Arbitrary<readonly Claim[]> = fc.uniqueArray(
    fc
        .record({
            id: fc.string({ minLength: 1, maxLength: 4 }),
            weight: fc.nat(1_000),
            floor: fc.option(fc.nat(300), { nil: undefined }),
            room: fc.option(fc.nat(500), { nil: undefined }),
        })
        .map(({ id, weight, floor, room }) => ({
            id,
            weight: BigInt(weight),
            ...(floor === undefined ? {} : { floor: BigInt(floor) }),
            ...(room === undefined ? {} : { ceiling: BigInt((floor ?? 0) + room) }),
        })),
    { minLength: 1, maxLength: 8, selector: ({ id }) => id },
);

/** Whether floors leave enough and those who may take more can take all. */
function isPossible(total: bigint, rows: readonly Claim[]): boolean {
    const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, amount) => all + amount, 0n);
    if (sum(rows.map(({ floor = 0n }) => floor)) > total) return false;
    if (rows.some(({ weight, ceiling }) => weight > 0n && ceiling === undefined)) return true;
    return sum(rows.map(({ weight, floor = 0n, ceiling = 0n }) => (weight > 0n ? ceiling : floor))) >= total;
}

describe('a share between floors and ceilings', () => {
    it('is exact, within its limits and the same in any order; what is impossible is refused', () => {
        const inAnyOrder = claims.chain((rows) =>
            fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows], { minLength: rows.length })),
        );
        fc.assert(
            fc.property(fc.nat(5_000).map(BigInt), inAnyOrder, (total, [rows, shuffled]) => {
                if (!isPossible(total, rows)) {
                    expect(() => shareWithin(total, rows)).to.throw(Refused);
                    return;
                }
                const parts = shareWithin(total, rows);
                assertSharedWithin(total, rows, parts);
                expect(shareWithin(total, shuffled)).to.deep.equal(parts);
            }),
            { numRuns: 500 },
        );
    });

    it('is what smaller numbers are shared as', () => {
        fc.assert(
            fc.property(fc.nat(1e6), fc.array(fc.nat(1_000), { minLength: 1, maxLength: 9 }), (total, weights) => {
                fc.pre(weights.some((weight) => weight > 0));
                const ids = weights.map((_, index) => `o${String(index)}`);
                expect(apportionExactly(BigInt(total), weights.map(BigInt), ids).map(Number)).to.deep.equal([
                    ...apportion(total, weights, ids),
                ]);
            }),
        );
    });
});
