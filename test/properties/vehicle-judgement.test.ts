import {
    defaultJudgementParameters,
    judge,
    type Judgement,
    type ReadingUnit,
    type StoredReading,
} from '@quartier/rules/vehicle';
import { dayOfNumber } from '@quartier/rules/units';
import { expect } from 'chai';
import fc from 'fast-check';

import { car } from '../rules/vehicle/readings-of.js';

const FIRST_DAY = 17_000;
const TOLERANCE_KM = 100;

const kinds: readonly StoredReading['kind'][] = [
    'service',
    'service',
    'service',
    'odometer-replaced',
    'odometer-rolled-over',
];

const reading = fc.record({
    day: fc.nat(3_000),
    value: fc.oneof(fc.nat(999_999), fc.nat(400_000), fc.nat(3_000)),
    unit: fc.constantFrom<ReadingUnit>('km', 'km', 'mi', 'h'),
    author: fc.constantFrom('GarageMSP', 'MakerMSP', 'CouncilMSP'),
    kind: fc.constantFrom(...kinds),
    before: fc.option(fc.nat(400_000), { nil: undefined }),
    placed: fc.option(fc.integer({ min: -900, max: 900 }), { nil: undefined }),
    voided: fc.boolean(),
});
type Drawn = typeof reading extends fc.Arbitrary<infer T> ? T : never;

function stored(drawn: Drawn, index: number): StoredReading {
    const { day, value, unit, author, kind, before, placed, voided } = drawn;
    return {
        event: `${author}:${String(index)}`,
        number: index + 1,
        day: dayOfNumber(FIRST_DAY + day),
        value,
        unit,
        author,
        kind,
        ...(kind === 'odometer-replaced' && before !== undefined && { before }),
        ...(placed !== undefined && { place: { latitudeTenths: placed, longitudeTenths: placed * 2 } }),
        ...(voided && value % 5 === 0 && { voidedBy: 'c' }),
    };
}

const anySeries = fc.array(reading, { maxLength: 30 }).map((drawn) => drawn.map(stored));

const judged = (readings: readonly StoredReading[]): Judgement =>
    judge({ readings, description: car, origin: 'birth', noOdometer: false }, defaultJudgementParameters);

const service = (index: number, day: number, value: number): StoredReading =>
    stored(
        {
            day,
            value,
            unit: 'km',
            author: 'GarageMSP',
            kind: 'service',
            before: undefined,
            placed: undefined,
            voided: false,
        },
        index,
    );

/** A life: a reading every few months, at a pace that can be driven, here and there a slip or a spell on the low side. */
const life = fc
    .array(
        fc.record({
            days: fc.integer({ min: 0, max: 300 }),
            perDay: fc.nat(150),
            slip: fc.oneof(
                { weight: 8, arbitrary: fc.constant(0) },
                { weight: 1, arbitrary: fc.integer({ min: -90, max: 900 }) },
            ),
        }),
        { minLength: 2, maxLength: 15 },
    )
    .map((steps) => {
        let [day, kilometres] = [0, 0];
        return steps.map(({ days, perDay, slip }, index) => {
            day += days;
            kilometres += days * perDay;
            return service(index, day, Math.min(999_999, Math.max(0, kilometres + slip * 1_000)));
        });
    });

const worse: Readonly<Record<Judgement['outcome'], number>> = { logical: 0, 'no-opinion': 1, illogical: 2 };

describe('the judgement of a mileage, whatever the readings', () => {
    it('does not depend on the order in which they came', () => {
        fc.assert(
            fc.property(
                anySeries.chain((series) =>
                    fc.tuple(fc.constant(series), fc.shuffledSubarray([...series], { minLength: series.length })),
                ),
                ([series, shuffled]) => {
                    expect(judged(shuffled)).to.deep.equal(judged(series));
                },
            ),
            { numRuns: 500 },
        );
    });

    it('is never made worse by a reading that goes with all of the others', () => {
        let improved = 0;
        fc.assert(
            fc.property(life, fc.nat(4_500), fc.nat(1_000_000), (series, day, part) => {
                const others = judged(series);
                const slips = new Set(
                    others.flags
                        .filter(({ kind }) => kind === 'SPIKE' || kind === 'DIP')
                        .flatMap(({ events }) => events),
                );
                const good = series.filter(({ event }) => !slips.has(event));
                const date = dayOfNumber(FIRST_DAY + day);
                const low = Math.max(0, ...good.filter((one) => one.day <= date).map(({ value }) => value));
                const high = Math.min(999_999, ...good.filter((one) => one.day >= date).map(({ value }) => value));
                fc.pre(low <= high);
                const value = low + Math.floor(((Math.min(high, low + 100_000) - low) * part) / 1_000_000);
                const longer = judged([...series, service(series.length, day, value)]);
                expect(worse[longer.outcome]).to.be.at.most(worse[others.outcome]);
                if (worse[longer.outcome] < worse[others.outcome]) improved += 1;
            }),
            { numRuns: 3_000 },
        );
        expect(improved).to.be.greaterThan(0);
    });

    it('is illogical after every fall that lasts, by how much the tolerance or more', () => {
        fc.assert(
            fc.property(
                fc.integer({ min: TOLERANCE_KM, max: 150_000 }),
                fc.integer({ min: TOLERANCE_KM, max: 150_000 }),
                fc.nat(50_000),
                (driven, rolledBack, after) => {
                    fc.pre(rolledBack <= driven && after < rolledBack - TOLERANCE_KM);
                    const low = driven - rolledBack;
                    const series = [
                        service(0, 0, 0),
                        service(1, 1_500, driven),
                        service(2, 1_600, low),
                        service(3, 2_000, low + after),
                    ];
                    expect(judged(series).pairs).to.deep.equal([{ earlier: 'GarageMSP:1', later: 'GarageMSP:2' }]);
                },
            ),
        );
    });

    it('says after a correction what it would have said without the mistake', () => {
        fc.assert(
            fc.property(life, fc.nat(20), fc.nat(999_999), (series, at, mistaken) => {
                const index = at % series.length;
                const right = series[index]!;
                const wrong = { ...right, value: mistaken, voidedBy: 'GarageMSP:c' };
                const corrected = { ...right, event: 'GarageMSP:c' };
                const history = series.flatMap((one) => (one === right ? [wrong, corrected] : [one]));
                const renamed = series.map((one) => (one === right ? corrected : one));
                expect(judged(history)).to.deep.equal(judged(renamed));
            }),
        );
    });

    it('never tells a distance below nothing, nor one that a fall makes doubtful', () => {
        fc.assert(
            fc.property(anySeries, (series) => {
                const { distanceM, outcome, pairs } = judged(series);
                if (distanceM !== undefined) expect(BigInt(distanceM) >= 0n).to.equal(true);
                expect(outcome === 'illogical').to.equal(pairs.length > 0);
            }),
            { numRuns: 500 },
        );
    });

    it('takes hundreds of readings in its stride, also where each falls', () => {
        const saw = Array.from({ length: 5_000 }, (_, index) =>
            service(index, Math.floor(index / 2), index % 2 === 0 ? index : 999_999 - index),
        );
        expect(judged(saw).outcome).to.equal('illogical');
    });
});
