import { mergeCurve, packValues, unpackValues } from '@quartier/rules/energy';
import { apportion, compareUtf8, dayBounds, dayOfInstant, mulDivFloor, nextDay } from '@quartier/rules/units';
import { Refused } from '@quartier/rules/wire';
import { expect } from 'chai';
import fc from 'fast-check';

import { paris } from '../support/paris.js';

const weight = fc.oneof(
    fc.nat(100),
    fc.nat({ max: 2 ** 31 - 1 }).map((value) => value * 512),
);

describe('apportionment, whatever the weights', () => {
    it('gives every share rounded down or up, and all of the whole', () => {
        fc.assert(
            fc.property(
                fc.array(weight, { minLength: 1, maxLength: 20 }),
                fc.nat({ max: 2 ** 31 - 1 }),
                (weights, total) => {
                    const all = weights.reduce((sum, its) => sum + its, 0);
                    fc.pre(all > 0);
                    const parts = apportion(
                        total,
                        weights,
                        weights.map((_, index) => `m${String(index)}`),
                    );
                    expect(parts.reduce((sum, part) => sum + part, 0)).to.equal(total);
                    parts.forEach((part, index) => {
                        const floor = Number((BigInt(total) * BigInt(weights[index] ?? 0)) / BigInt(all));
                        expect(part - floor).to.be.within(0, 1);
                    });
                },
            ),
        );
    });

    it('divides products exactly', () => {
        const most = fc.maxSafeNat().map((value) => Math.floor(value / 2 ** 10));
        fc.assert(
            fc.property(most, most, most, (value, factor, divisor) => {
                fc.pre(divisor >= value && divisor > 0);
                const exact = Number((BigInt(value) * BigInt(factor)) / BigInt(divisor));
                expect(mulDivFloor(value, factor, divisor)).to.equal(exact);
            }),
        );
        fc.assert(
            fc.property(fc.nat(94_906_265), fc.nat(94_906_265), fc.integer({ min: 1 }), (value, factor, divisor) => {
                const exact = Number((BigInt(value) * BigInt(factor)) / BigInt(divisor));
                expect(mulDivFloor(value, factor, divisor)).to.equal(exact);
            }),
        );
    });
});

describe('order of ids', () => {
    it('is that of their UTF-8 bytes', () => {
        const id = fc.string({ unit: 'grapheme', maxLength: 6 });
        fc.assert(
            fc.property(id, id, (left, right) => {
                const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right));
                expect(Math.sign(compareUtf8(left, right))).to.equal(bytes);
            }),
        );
    });
});

describe('calendar, whatever the instant', () => {
    it('gives it the day whose bounds it lies in, next to the following day', () => {
        fc.assert(
            fc.property(fc.integer({ min: paris.from, max: paris.until - 1 }), (instant) => {
                const day = dayOfInstant(paris, instant) ?? '';
                const bounds = dayBounds(paris, day);
                expect(instant).to.be.within(bounds?.start ?? Infinity, (bounds?.end ?? -Infinity) - 1);
                const next = dayBounds(paris, nextDay(day));
                if (next !== undefined) expect(next.start).to.equal(bounds?.end);
            }),
        );
    });
});

const value = fc.option(
    fc.oneof(
        fc.nat(40),
        fc.nat(5_000),
        fc.maxSafeNat().map((its) => its % (2 ** 40 + 1)),
    ),
);

describe('packed values, whatever the readings', () => {
    it('are read as they were written', () => {
        fc.assert(
            fc.property(fc.array(value, { maxLength: 200 }), (values) => {
                expect(unpackValues(packValues(values))).to.deep.equal(values);
            }),
        );
    });

    it('are the only text of them', () => {
        const letters = fc.string({ unit: fc.constantFrom('A', 'g', 'B', 'h', '/', '+', '.', '9'), maxLength: 12 });
        fc.assert(
            fc.property(letters, (text) => {
                let values: (number | null)[];
                try {
                    values = unpackValues(text);
                } catch (error) {
                    expect(error).to.be.instanceOf(Refused);
                    return;
                }
                expect(packValues(values)).to.equal(text);
            }),
        );
    });
});

describe('delivering curves, whatever they hold', () => {
    it('stores a curve once, however often and in whatever pieces it is sent', () => {
        const curve = fc.array(fc.option(fc.nat(9)), { minLength: 1, maxLength: 12 });
        fc.assert(
            fc.property(curve, fc.nat(11), (values, cut) => {
                const base = { stepMinutes: 15, settled: () => false, correction: false } as const;
                const piece = { start: 0, values: values.slice(0, cut) };
                const first = mergeCurve({ ...base, stored: [], incoming: piece });
                const earlier = first.toStore === null ? [] : [{ start: 0, values: first.toStore }];
                const second = mergeCurve({ ...base, stored: earlier, incoming: { start: 0, values } });
                const given = values.filter((its) => its !== null).length;
                expect(first.storedSteps + second.storedSteps).to.equal(given);
                expect(second.unchangedSteps).to.equal(first.storedSteps);

                const all = second.toStore === null ? earlier : [...earlier, { start: 0, values: second.toStore }];
                const again = mergeCurve({ ...base, stored: all, incoming: { start: 0, values } });
                expect(again).to.deep.equal({ toStore: null, storedSteps: 0, unchangedSteps: given, refused: [] });
            }),
        );
    });
});
