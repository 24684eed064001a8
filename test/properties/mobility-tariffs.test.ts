import {
    assertCancels,
    creditOf,
    intervalRules,
    packLegs,
    priceLeg,
    repriced,
    requireLeg,
    requireWithinPaid,
    sumOfLines,
    supplementOf,
    unpackLegs,
    type DatedAmount,
    type LegRecord,
    type PeriodCap,
    type PriceModel,
    type Segment,
    type Usage,
} from '@quartier/rules/mobility';
import { dayOfInstant } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';
import { expect } from 'chai';
import fc from 'fast-check';

import { legOf, NOON } from '../support/legs.js';
import { paris, utc } from '../support/paris.js';
import { tariffOf } from '../support/tariffs.js';

const JUNE = utc('2016-06-01T00:00:00');
const amount = fc.nat(20_000_000).map(String);

function segment(unit: number): fc.Arbitrary<Segment> {
    return fc
        .record({
            start: fc.nat(120).map((count) => count * unit),
            length: fc.option(fc.integer({ min: 1, max: 600 }), { nil: undefined }),
            interval: fc.oneof(
                fc.constant(0),
                fc.integer({ min: 1, max: 60 }).map((count) => count * unit),
            ),
            rateMicroEur: amount,
        })
        .map(({ start, length, interval, rateMicroEur }) => ({
            start,
            interval,
            rateMicroEur,
            ...(length === undefined ? {} : { end: start + length * unit }),
        }));
}

const segments = (unit: number): fc.Arbitrary<readonly Segment[]> => fc.array(segment(unit), { maxLength: 4 });
const price: fc.Arbitrary<Partial<PriceModel>> = fc.record(
    {
        baseMicroEur: amount,
        time: segments(60),
        distance: segments(1_000),
        minimumMicroEur: fc.nat(3_000_000).map(String),
        maximumMicroEur: fc.integer({ min: 3_000_000, max: 300_000_000 }).map(String),
    },
    { requiredKeys: [] },
);
const tariff = fc
    .record({
        price,
        intervals: fc.constantFrom(...intervalRules),
        vatPpm: fc.constantFrom(0, 55_000, 100_000, 200_000),
        taxIncluded: fc.boolean(),
    })
    .map(({ price: of, ...other }) => tariffOf(of, other));
const usage: fc.Arbitrary<Usage> = fc.record({
    start: fc.nat(20 * 86_400).map((seconds) => JUNE + seconds),
    durationSeconds: fc.oneof(fc.nat(7_200), fc.nat(4 * 86_400)),
    distanceMetres: fc.nat(200_000),
});

const caps: fc.Arbitrary<readonly PeriodCap[]> = fc.uniqueArray(
    fc.oneof(
        fc.record({
            period: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
            maximumMicroEur: amount,
        }),
        fc.record({
            period: fc.constant('rolling' as const),
            seconds: fc.integer({ min: 3_600, max: 3 * 86_400 }),
            maximumMicroEur: amount,
        }),
    ),
    { maxLength: 3, selector: ({ period }) => period },
);

function mostIn(charged: readonly DatedAmount[], cap: PeriodCap): bigint {
    const sum = (holds: (at: number) => boolean): bigint =>
        charged.reduce((total, part) => (holds(part.at) ? total + BigInt(part.amountMicroEur) : total), 0n);
    const sums = charged.map(({ at: end }) => {
        if (cap.period === 'rolling') return sum((at) => at > end - cap.seconds && at <= end);
        const day = (at: number): string => dayOfInstant(paris, at) ?? '';
        const week = (at: number): number => Math.floor((Date.parse(day(at)) / 86_400_000 + 3) / 7);
        if (cap.period === 'week') return sum((at) => week(at) === week(end));
        const length = cap.period === 'month' ? 7 : 10;
        return sum((at) => day(at).slice(0, length) === day(end).slice(0, length));
    });
    return sums.reduce((most, found) => (found > most ? found : most), 0n);
}

describe('the price of a leg, whatever the tariff', () => {
    it('is the sum of its lines, in whole cents, at most half a cent from exact', () => {
        fc.assert(
            fc.property(tariff, usage, (of, used) => {
                const charge = priceLeg(of, used);
                const total = BigInt(charge.totalMicroEur);
                expect(sumOfLines(charge.lines)).to.equal(total);
                expect(total % 10_000n).to.equal(0n);
                const tax = of.taxIncluded ? 0n : BigInt(charge.taxMicroEur);
                const off = total - BigInt(charge.priceMicroEur) - tax;
                expect(off >= -5_000n && off <= 5_000n).to.equal(true);
            }),
        );
    });

    it('never falls as time and distance grow', () => {
        fc.assert(
            fc.property(tariff, usage, fc.nat(7_200), fc.nat(20_000), (of, used, seconds, metres) => {
                const more = {
                    ...used,
                    durationSeconds: used.durationSeconds + seconds,
                    distanceMetres: used.distanceMetres + metres,
                };
                const before = BigInt(priceLeg(of, used).totalMicroEur);
                expect(BigInt(priceLeg(of, more).totalMicroEur) >= before).to.equal(true);
            }),
        );
    });

    it('never passes a cap of any period, in whatever order the legs of a rider are priced', () => {
        fc.assert(
            fc.property(tariff, caps, fc.array(usage, { maxLength: 8 }), ({ price: of, ...other }, capped, legs) => {
                const withCaps = tariffOf({ ...of, caps: capped }, other);
                const charged: DatedAmount[] = [];
                for (const leg of legs) {
                    const charge = priceLeg(withCaps, leg, { zone: paris, charged });
                    expect(BigInt(charge.totalMicroEur) >= 0n).to.equal(true);
                    charged.push(...charge.charged);
                }
                for (const cap of capped) expect(mostIn(charged, cap) <= BigInt(cap.maximumMicroEur)).to.equal(true);
            }),
        );
    });
});

const record: fc.Arbitrary<LegRecord> = fc
    .tuple(tariff, usage, fc.option(fc.stringMatching(/^[0-9a-f]{1,12}$/u), { nil: undefined }))
    .map(([of, { durationSeconds, distanceMetres, start }, vehicle]) =>
        legOf(
            {
                start,
                end: start + durationSeconds,
                durationSeconds,
                distanceMetres,
                ...(vehicle === undefined ? {} : { vehicle }),
            },
            of,
        ),
    );

describe('a record of a leg, whatever was ridden', () => {
    it('and its credit add up to nothing, line by line', () => {
        fc.assert(
            fc.property(record, (original) => {
                const credit = creditOf(original, { leg: 'credit-1', reason: 'wrong end' });
                assertCancels(credit, original);
                requireLeg(credit, NOON + 1e9);
                expect(sumOfLines([...credit.lines, ...original.lines])).to.equal(0n);
            }),
        );
    });

    it('is the same after a batch is packed and read', () => {
        fc.assert(
            fc.property(fc.array(record, { maxLength: 5 }), (records) => {
                expect(unpackLegs(packLegs(records))).to.deep.equal(records);
            }),
        );
    });

    it('agrees with the tariff that priced it', () => {
        fc.assert(
            fc.property(tariff, usage, (of, { start, durationSeconds, distanceMetres }) => {
                const leg = legOf({ start, end: start + durationSeconds, durationSeconds, distanceMetres }, of);
                expect(repriced(leg, of).agrees).to.equal(true);
            }),
        );
    });

    it('is never refunded above what was paid, in any number of refunds', () => {
        fc.assert(
            fc.property(record, fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 10 }), (original, cents) => {
                const refunds: LegRecord[] = [];
                cents.forEach((count, index) => {
                    const refund = supplementOf(original, {
                        leg: `refund-${String(index)}`,
                        kind: 'refund',
                        category: 'REFUND',
                        reason: 'late',
                        amountMicroEur: BigInt(count) * 10_000n,
                        vatPpm: 100_000,
                    });
                    try {
                        requireWithinPaid(refund, original, refunds);
                        refunds.push(refund);
                    } catch (error) {
                        if (!(error instanceof Refused)) throw error;
                    }
                });
                const left = [original, ...refunds].reduce((sum, leg) => sum + BigInt(leg.totalMicroEur), 0n);
                expect(left >= 0n).to.equal(true);
            }),
        );
    });
});
