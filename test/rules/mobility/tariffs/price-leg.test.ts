import { intervalsCharged, priceLeg, type Charge, type Peak, type Usage } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { paris, utc } from '../../../support/paris.js';
import { refusalOf } from '../../../support/refused.js';
import { anHour, euro, every, everyKm, minutes, tariffOf } from '../../../support/tariffs.js';

const MONDAY_0800 = utc('2016-06-06T06:00:00');
const ride = (other: Partial<Usage> = {}): Usage => ({
    start: MONDAY_0800,
    durationSeconds: minutes(30),
    distanceMetres: 4_000,
    ...other,
});
const lines = (charge: Charge): readonly (readonly [string, string])[] =>
    charge.lines.map(({ dimension, amountMicroEur }) => [dimension, amountMicroEur]);

describe('intervals of a segment', () => {
    const segment = { start: 600, end: 1_200, interval: 300 };
    const table: readonly (readonly [number, number, number, number])[] = [
        [599, 0, 0, 0],
        [600, 1, 0, 0],
        [601, 1, 1, 0],
        [900, 2, 1, 1],
        [901, 2, 2, 1],
        [1_200, 2, 2, 2],
        [9_999, 2, 2, 2],
    ];
    for (const [usage, reached, started, completed] of table)
        it(`of 300 in [600, 1200) at ${String(usage)}: ${String(reached)} reached, ${String(started)} started, ${String(completed)} completed`, () => {
            expect(intervalsCharged(segment, usage, 'reached')).to.equal(reached);
            expect(intervalsCharged(segment, usage, 'started')).to.equal(started);
            expect(intervalsCharged(segment, usage, 'completed')).to.equal(completed);
        });
});

describe('tiers of a volume', () => {
    /** GSMA-CPAS BWRP-calculation-service, pkg/engine/charging, commit 8f8bba0: [from, to, fixed, linear]. */
    const vectors: readonly (readonly [
        readonly (readonly [number, number | null, number, number])[],
        number,
        number,
    ])[] = [
        [
            [
                [0, 1_000, 0, 2],
                [1_000, 1_500, 100, 0],
                [1_500, null, 100, 2],
            ],
            2_500,
            4_200,
        ],
        [[[0, 500, 0, 2]], 1_000, 1_000],
        [[[0, 500, 0, 2]], 400, 800],
        [[[1_500, 2_000, 0, 2]], 1_000, 0],
        [[[0, null, 0, 2]], 3_000, 6_000],
        [[[0, 1_500, 100, 2]], 1_000, 2_100],
        [[[500, 1_000, 0, 2]], 1_000, 1_000],
        [
            [
                [0, 1_500, 0, 5],
                [1_500, null, 0, 3],
            ],
            3_000,
            12_000,
        ],
    ];
    for (const [tiers, volume, expected] of vectors)
        it(`of ${JSON.stringify(tiers)} cost ${String(expected)} for ${String(volume)}`, () => {
            const distance = tiers.flatMap(([start, end, fixed, linear]) => {
                const span = end === null ? { start } : { start, end };
                return [
                    { ...span, interval: 0, rateMicroEur: euro(String(fixed)) },
                    { ...span, interval: 1, rateMicroEur: euro(String(linear)) },
                ];
            });
            const charge = priceLeg(tariffOf({ distance }), ride({ distanceMetres: volume }));
            expect(charge.totalMicroEur).to.equal(euro(String(expected)));
        });
});

describe('pauses, reservations and limits', () => {
    it('counts a pause as riding where the tariff has no price for pauses, and apart where it has', () => {
        const paused = ride({ pauseSeconds: minutes(10) });
        const alike = priceLeg(tariffOf({ time: [every(1, '0.20')] }), paused);
        expect(lines(alike)).to.deep.equal([['TIME', euro('6')]]);
        const apart = priceLeg(tariffOf({ time: [every(1, '0.20')], pause: [every(1, '0.05')] }), paused);
        expect(lines(apart)).to.deep.equal([
            ['TIME', euro('4')],
            ['PAUSE', euro('0.50')],
        ]);
        expect(lines(priceLeg(tariffOf({ time: [every(1, '0.20')], pause: [] }), paused))).to.deep.equal([
            ['TIME', euro('4')],
        ]);
    });

    it('charges a reservation only where there was one', () => {
        const tariff = tariffOf({ reservation: { flatMicroEur: euro('1'), segments: [every(1, '0.10')] } });
        expect(lines(priceLeg(tariff, ride()))).to.deep.equal([]);
        expect(lines(priceLeg(tariff, ride({ reservationSeconds: minutes(5) })))).to.deep.equal([
            ['RESERVATION', euro('1')],
            ['RESERVATION', euro('0.50')],
        ]);
    });

    it('lifts a ride to its minimum and cuts it at its maximum, each a line', () => {
        const tariff = tariffOf({
            time: [every(1, '0.20')],
            minimumMicroEur: euro('2'),
            maximumMicroEur: euro('5'),
        });
        expect(lines(priceLeg(tariff, ride({ durationSeconds: 60 })))).to.deep.equal([
            ['TIME', euro('0.20')],
            ['MINIMUM', euro('1.80')],
        ]);
        expect(lines(priceLeg(tariff, ride()))).to.deep.equal([
            ['TIME', euro('6')],
            ['MAXIMUM', euro('-1')],
        ]);
    });
});

describe('peak hours and surge', () => {
    const rush: Peak = { window: { weekdays: [1, 2, 3, 4, 5], from: 7 * 3_600, until: 9 * 3_600 }, ratePpm: 250_000 };
    const tariff = tariffOf({ baseMicroEur: euro('1'), time: [every(1, '0.10')], peaks: [rush] });
    const priceAt = (start: number): string => priceLeg(tariff, ride({ start }), { zone: paris }).totalMicroEur;

    it('go by the local time and weekday of the start', () => {
        expect(priceAt(MONDAY_0800)).to.equal(euro('5'));
        expect(priceAt(utc('2016-06-06T06:59:59'))).to.equal(euro('5'));
        expect(priceAt(utc('2016-06-06T07:00:00'))).to.equal(euro('4'));
        expect(priceAt(utc('2016-06-05T06:00:00'))).to.equal(euro('4'));
        expect(priceAt(utc('2016-01-04T06:00:00'))).to.equal(euro('5'));
        expect(priceAt(utc('2016-01-04T08:00:00'))).to.equal(euro('4'));
    });

    it('hold on their dates alone', () => {
        const dated = { ...rush, window: { ...rush.window, firstDay: '2016-06-07', lastDay: '2016-06-07' } };
        const summer = tariffOf({ baseMicroEur: euro('1'), peaks: [dated] });
        const onDay = (day: string): string =>
            priceLeg(summer, ride({ start: utc(`${day}T06:00:00`) }), { zone: paris }).totalMicroEur;
        expect([onDay('2016-06-06'), onDay('2016-06-07'), onDay('2016-06-08')]).to.deep.equal([
            euro('1'),
            euro('1.25'),
            euro('1'),
        ]);
    });

    it('add up and may be a rebate, of the ride without its reservation', () => {
        const rebate: Peak = { ...rush, ratePpm: -100_000, flatMicroEur: euro('-0.50') };
        const both = tariffOf({
            baseMicroEur: euro('10'),
            reservation: { flatMicroEur: euro('1') },
            peaks: [rush, rebate],
        });
        expect(lines(priceLeg(both, ride({ reservationSeconds: 60 }), { zone: paris }))).to.deep.equal([
            ['FIXED', euro('10')],
            ['RESERVATION', euro('1')],
            ['SURGE', euro('2.50')],
            ['DISCOUNT', euro('-1')],
            ['DISCOUNT', euro('-0.50')],
        ]);
    });

    it('need a time zone table that covers the start', () => {
        const outside = ride({ start: utc('2020-06-01T06:00:00') });
        expect(refusalOf(() => priceLeg(tariff, outside, { zone: paris })).code).to.equal(
            'MOBILITY_OUTSIDE_ZONE_TABLE',
        );
        expect(refusalOf(() => priceLeg(tariff, ride())).code).to.equal('MOBILITY_OUTSIDE_ZONE_TABLE');
    });

    it('let demand add no more than the tariff allows', () => {
        const busy = tariffOf({ baseMicroEur: euro('2'), surgeMaximumPpm: 500_000 });
        expect(lines(priceLeg(busy, ride({ surgePpm: 500_000 })))).to.deep.equal([
            ['FIXED', euro('2')],
            ['SURGE', euro('1')],
        ]);
        expect(refusalOf(() => priceLeg(busy, ride({ surgePpm: 500_001 })))).to.deep.equal({
            code: 'MOBILITY_SURGE_ABOVE_TARIFF',
            details: { surgePpm: 500_001, most: 500_000 },
        });
    });
});

describe('caps of a period', () => {
    const daily = tariffOf({ time: [anHour('5', 3_600)], caps: [{ period: 'day', maximumMicroEur: euro('20') }] });

    it('cap each local day of a long rental', () => {
        const weekend = ride({ start: utc('2016-06-03T18:00:00'), durationSeconds: 48 * 3_600 });
        const charge = priceLeg(daily, weekend, { zone: paris });
        expect(charge.charged).to.deep.equal([
            { at: utc('2016-06-03T18:00:00'), amountMicroEur: euro('20') },
            { at: utc('2016-06-03T22:00:00'), amountMicroEur: euro('20') },
            { at: utc('2016-06-04T22:00:00'), amountMicroEur: euro('20') },
        ]);
        expect(lines(charge).at(-1)).to.deep.equal(['CAP_ADJUSTMENT', euro('-180')]);
    });

    it('cap the week from Monday and the month, with no headroom used up by what another cap cut', () => {
        const tariff = tariffOf({
            baseMicroEur: euro('8'),
            caps: [
                { period: 'day', maximumMicroEur: euro('10') },
                { period: 'week', maximumMicroEur: euro('25') },
                { period: 'month', maximumMicroEur: euro('30') },
            ],
        });
        const starts = ['06T08', '06T12', '07T08', '08T08', '12T08', '13T08', '14T08'];
        const charged: Charge['charged'][number][] = [];
        const paid = starts.map((start) => {
            const charge = priceLeg(tariff, ride({ start: utc(`2016-06-${start}:00:00`) }), { zone: paris, charged });
            charged.push(...charge.charged);
            return charge.totalMicroEur;
        });
        expect(paid).to.deep.equal([euro('8'), euro('2'), euro('8'), euro('7'), '0', euro('5'), '0']);
    });

    it('cap a span of hours that slides, also where a later leg was priced first', () => {
        const tariff = tariffOf({
            baseMicroEur: euro('8'),
            caps: [{ period: 'rolling', seconds: 86_400, maximumMicroEur: euro('10') }],
        });
        const later = { at: MONDAY_0800 + 86_399, amountMicroEur: euro('8') };
        expect(priceLeg(tariff, ride(), { charged: [later] }).totalMicroEur).to.equal(euro('2'));
        const nextDay = { ...later, at: MONDAY_0800 + 86_400 };
        expect(priceLeg(tariff, ride(), { charged: [nextDay] }).totalMicroEur).to.equal(euro('8'));
    });
});

describe('a cap of a few minutes', () => {
    const tariff = tariffOf({
        baseMicroEur: euro('0'),
        time: [every(1, '0.20')],
        caps: [{ period: 'rolling', seconds: 600, maximumMicroEur: euro('1') }],
    });

    it('holds in each of the spans that a leg goes on in', () => {
        const { totalMicroEur, charged } = priceLeg(tariff, ride({ durationSeconds: 1_800 }));
        expect(totalMicroEur).to.equal(euro('3'));
        expect(charged.map(({ amountMicroEur }) => amountMicroEur)).to.deep.equal([euro('1'), euro('1'), euro('1')]);
    });

    it('refuses a leg that goes on in more spans than a record can count it in', () => {
        expect(priceLeg(tariff, ride({ durationSeconds: 760 * 600 })).charged).to.have.length(760);
        expect(refusalOf(() => priceLeg(tariff, ride({ durationSeconds: 761 * 600 })))).to.deep.equal({
            code: 'MOBILITY_LEG_INVALID',
            details: { reason: 'it lasts for too many periods of the caps of its tariff' },
        });
    });
});

describe('tax', () => {
    const price = { baseMicroEur: euro('1'), distance: [everyKm('0.333333')] };

    it('is contained in the price, or added to it by a line', () => {
        const contained = priceLeg(tariffOf(price, { vatPpm: 100_000, taxIncluded: true }), ride());
        expect([contained.totalMicroEur, contained.priceMicroEur, contained.taxMicroEur]).to.deep.equal([
            euro('2.33'),
            '2333332',
            '212121',
        ]);
        const added = priceLeg(tariffOf(price, { vatPpm: 100_000, taxIncluded: false }), ride());
        expect(lines(added)).to.deep.equal([
            ['FIXED', euro('1')],
            ['DISTANCE', '1333332'],
            ['TAX', '233333'],
            ['ROUNDING', '3335'],
        ]);
        expect(added.totalMicroEur).to.equal(euro('2.57'));
    });
});
