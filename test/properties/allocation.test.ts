import {
    addSuppliesOfStep,
    allocateStep,
    assertMargins,
    assertSharesWhole,
    assertWithin,
    priceSupplies,
    settleDay,
    supplyPostings,
    type DayInput,
    type StepRule,
} from '@quartier/rules/energy';
import { assertBalanced, balances } from '@quartier/rules/accounts';
import { microEurPerKwh } from '@quartier/rules/units';
import { expect } from 'chai';
import fc from 'fast-check';

const reading = fc.oneof(
    { weight: 6, arbitrary: fc.nat(20) },
    { weight: 6, arbitrary: fc.nat(5_000) },
    { weight: 1, arbitrary: fc.nat({ max: 2 ** 31 - 1 }).map((value) => value * 512) },
);
const readings = fc.array(reading, { minLength: 1, maxLength: 12 });

/** Keys that add up to at most the whole, often exactly. */
function keysFor(consumers: number): fc.Arbitrary<readonly number[]> {
    return fc
        .tuple(fc.array(fc.nat(1_000_000), { minLength: consumers, maxLength: consumers }), fc.boolean())
        .map(([weights, all]) => {
            const sum = weights.reduce((total, weight) => total + weight, 0) || 1;
            const keys = weights.map((weight) => Math.floor((weight * 1_000_000) / sum));
            const rest = 1_000_000 - keys.reduce((total, key) => total + key, 0);
            return all ? [(keys[0] ?? 0) + rest, ...keys.slice(1)] : keys;
        });
}

interface Case {
    readonly consumptionWh: readonly number[];
    readonly productionWh: readonly number[];
    readonly rule: StepRule;
}

const prorata: fc.Arbitrary<StepRule> = fc.constant({ rule: 'prorata' });
const steps: fc.Arbitrary<Case> = readings.chain((consumptionWh) =>
    fc.record({
        consumptionWh: fc.constant(consumptionWh),
        productionWh: readings,
        rule: fc.oneof(
            prorata,
            keysFor(consumptionWh.length).map((keysPpm): StepRule => ({ rule: 'static', keysPpm })),
        ),
    }),
);

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe('allocation, whatever the readings', () => {
    it('adds up its parts to the whole and stays within what was metered', () => {
        fc.assert(
            fc.property(steps, ({ consumptionWh, productionWh, rule }) => {
                const { selfConsumedWh, sharedWh, totalWh } = allocateStep({ consumptionWh, productionWh }, rule);
                assertSharesWhole(selfConsumedWh, totalWh);
                assertSharesWhole(sharedWh, totalWh);
                assertWithin(selfConsumedWh, consumptionWh);
                assertWithin(sharedWh, productionWh);
                if (rule.rule === 'prorata') {
                    expect(totalWh).to.equal(Math.min(sum(consumptionWh), sum(productionWh)));
                }
            }),
        );
    });

    it('leaves as surplus at least what static keys do not name', () => {
        fc.assert(
            fc.property(steps, ({ consumptionWh, productionWh, rule }) => {
                if (rule.rule === 'prorata') return;
                const { totalWh } = allocateStep({ consumptionWh, productionWh }, rule);
                const named = BigInt(sum(Array.from(rule.keysPpm)));
                expect(BigInt(totalWh) * 1_000_000n <= named * BigInt(sum(productionWh))).to.equal(true);
            }),
        );
    });

    it('never self-consumes less for more sun, and costs no member more than 1 Wh', () => {
        fc.assert(
            fc.property(steps, fc.nat(50), fc.nat(11), ({ consumptionWh, productionWh, rule }, more, at) => {
                const sunnier = productionWh.map((value, index) =>
                    index === at % productionWh.length ? value + more : value,
                );
                const before = allocateStep({ consumptionWh, productionWh }, rule);
                const after = allocateStep({ consumptionWh, productionWh: sunnier }, rule);
                expect(after.totalWh).to.be.at.least(before.totalWh);
                before.selfConsumedWh.forEach((value, index) => {
                    expect(after.selfConsumedWh[index]).to.be.at.least(value - 1);
                });
            }),
            { numRuns: 500 },
        );
    });

    it('holds both margins of who supplied whom', () => {
        fc.assert(
            fc.property(steps, ({ consumptionWh, productionWh, rule }) => {
                const allocation = allocateStep({ consumptionWh, productionWh }, rule);
                const suppliedWh = new Float64Array(consumptionWh.length * productionWh.length);
                addSuppliesOfStep(suppliedWh, allocation);
                assertMargins({
                    suppliedWh,
                    receivedWh: allocation.selfConsumedWh,
                    givenWh: allocation.sharedWh,
                });
            }),
        );
    });
});

const days: fc.Arbitrary<DayInput> = fc.integer({ min: 1, max: 4 }).chain((length) =>
    fc
        .uniqueArray(
            fc.record({
                id: fc.string({ minLength: 1, maxLength: 4 }),
                role: fc.constantFrom('consumer' as const, 'producer' as const),
                values: fc.array(reading, { minLength: length, maxLength: length }),
                weight: fc.nat(50_000),
            }),
            { maxLength: 16, selector: ({ id }) => id },
        )
        .chain((meters) =>
            fc.constantFrom('prorata' as const, 'static' as const).map((rule) => ({
                meters,
                rule,
                keysPpm: new Map(meters.map(({ id, weight }) => [id, weight])),
                steps: length,
            })),
        ),
);

describe('settlement of a day, whatever the members', () => {
    it('does not depend on the order of the members', () => {
        fc.assert(
            fc.property(
                days.chain((day) =>
                    fc.tuple(fc.constant(day), fc.shuffledSubarray([...day.meters], { minLength: day.meters.length })),
                ),
                ([day, shuffled]) => {
                    expect(settleDay({ ...day, meters: shuffled })).to.deep.equal(settleDay(day));
                },
            ),
        );
    });

    it('balances its postings to the micro-euro', () => {
        fc.assert(
            fc.property(days, fc.array(fc.nat(1_000_000), { minLength: 16, maxLength: 16 }), (day, prices) => {
                const settled = settleDay(day);
                const priceOf = (producer: string): ReturnType<typeof microEurPerKwh> =>
                    microEurPerKwh(prices[settled.producers.findIndex(({ id }) => id === producer)] ?? 0);
                const supplies = priceSupplies('2016-06-01', settled, priceOf);
                const energyWh = supplies.reduce((total, supply) => total + supply.energyWh, 0n);
                expect(energyWh).to.equal(settled.totals.sharedWh);

                const postings = supplyPostings(supplies);
                assertBalanced(postings);
                const byMeter = balances(postings).get('microEur') ?? new Map<string, bigint>();
                for (const { id } of settled.consumers) {
                    const owed = supplies.filter(({ consumer }) => consumer === id);
                    expect(byMeter.get(id) ?? 0n).to.equal(owed.reduce((sum, its) => sum + its.amountMicroEur, 0n));
                }
                expect([...byMeter.values()].reduce((sum, balance) => sum + balance, 0n)).to.equal(0n);
            }),
        );
    });
});
