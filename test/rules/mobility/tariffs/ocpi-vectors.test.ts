import { priceLeg, type PriceModel, type Usage } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { paris, utc } from '../../../support/paris.js';
import { anHour, euro, everyKm, minutes, tariffOf } from '../../../support/tariffs.js';

const MONDAY_0930 = utc('2016-06-06T07:30:00');
const SATURDAY_1330 = utc('2016-06-11T11:30:00');
const OFFICE_HOURS = { weekdays: [1, 2, 3, 4, 5], from: 9 * 3_600, until: 18 * 3_600 };
const SATURDAY_HOURS = { weekdays: [6], from: 10 * 3_600, until: 17 * 3_600 };

interface Vector {
    readonly of: string;
    /** VAT of the tariff. */
    readonly vatPpm: number;
    readonly price: Partial<PriceModel>;
    readonly usage: Partial<Usage>;
    readonly beforeTax: string;
    /** Exact sum with tax, which a total in whole cents rounds. */
    readonly withTax: string;
}

const PER_UNIT = [everyKm('0.25', { interval: 1, per: 1_000, vatPpm: 100_000 })];
const FLAT = { baseMicroEur: euro('0.50'), baseVatPpm: 200_000 };

/**
 * OCPI 2.3.0 mod_tariffs and mod_cdrs at commit 3979887 (numbers alone). A vehicle has no energy dimension: rates a kWh are
 * checked as rates a kilometre, for a quantity is a quantity. Charging by current is not of mobility: the rate in force is taken.
 */
const vectors: readonly Vector[] = [
    {
        of: '0.25 a unit, 20 units',
        vatPpm: 100_000,
        price: { distance: PER_UNIT },
        usage: { distanceMetres: 20_000 },
        beforeTax: '5',
        withTax: '5.50',
    },
    {
        of: 'flat 0.50 at 20 % and 0.25 a unit at 10 %, 20 units',
        vatPpm: 100_000,
        price: { ...FLAT, distance: PER_UNIT },
        usage: { distanceMetres: 20_000 },
        beforeTax: '5.50',
        withTax: '6.10',
    },
    {
        of: 'minimum 0.50, not met by 20 units',
        vatPpm: 100_000,
        price: { distance: PER_UNIT, minimumMicroEur: euro('0.50') },
        usage: { distanceMetres: 20_000 },
        beforeTax: '5',
        withTax: '5.50',
    },
    {
        of: 'minimum 0.50, met by 1.9 units',
        vatPpm: 100_000,
        price: { distance: PER_UNIT, minimumMicroEur: euro('0.50') },
        usage: { distanceMetres: 1_900 },
        beforeTax: '0.50',
        withTax: '0.55',
    },
    {
        of: '40 min of parking at 2 an hour in steps of 900 s is 45 min',
        vatPpm: 200_000,
        price: { ...FLAT, distance: PER_UNIT, pause: [anHour('2', 900)] },
        usage: { distanceMetres: 20_000, durationSeconds: minutes(100), pauseSeconds: minutes(40) },
        beforeTax: '7',
        withTax: '7.90',
    },
    {
        of: 'maximum 10, passed by 50 units',
        vatPpm: 100_000,
        price: { ...FLAT, distance: PER_UNIT, maximumMicroEur: euro('10') },
        usage: { distanceMetres: 50_000 },
        beforeTax: '10',
        withTax: '11',
    },
    {
        of: 'maximum 10, not passed by 30 units',
        vatPpm: 100_000,
        price: { ...FLAT, distance: PER_UNIT, maximumMicroEur: euro('10') },
        usage: { distanceMetres: 30_000 },
        beforeTax: '8',
        withTax: '8.85',
    },
    {
        of: '2 an hour in steps of 60 s, 2.5 h',
        vatPpm: 100_000,
        price: { time: [anHour('2', 60)] },
        usage: { durationSeconds: minutes(150) },
        beforeTax: '5',
        withTax: '5.50',
    },
    {
        of: '3 an hour, and 42 min of parking at 5 an hour in steps of 300 s is 45 min',
        vatPpm: 100_000,
        price: { time: [anHour('3', 60)], pause: [anHour('5', 300, { vatPpm: 200_000 })] },
        usage: { durationSeconds: minutes(150 + 42), pauseSeconds: minutes(42) },
        beforeTax: '11.25',
        withTax: '12.75',
    },
    {
        of: 'parking in office hours, Monday 09:30, 165 min and 42 min of parking',
        vatPpm: 200_000,
        price: {
            baseMicroEur: euro('2.50'),
            baseVatPpm: 150_000,
            time: [anHour('1', 900)],
            pause: [anHour('5', 300, { vatPpm: 100_000, within: OFFICE_HOURS })],
        },
        usage: { start: MONDAY_0930, durationSeconds: minutes(165 + 42), pauseSeconds: minutes(42) },
        beforeTax: '9',
        withTax: '10.30',
    },
    {
        // The step of the time is not applied where parking follows, and its line of 2.28 is a rate of 1.20, not 1.25.
        of: 'parking on Saturday from 10 to 17, 13:30, 114 min and 71 min of parking billed as 75',
        vatPpm: 200_000,
        price: {
            baseMicroEur: euro('2.50'),
            baseVatPpm: 150_000,
            time: [anHour('1.20', 60)],
            pause: [anHour('6', 300, { vatPpm: 100_000, within: SATURDAY_HOURS })],
        },
        usage: { start: SATURDAY_1330, durationSeconds: minutes(114 + 71), pauseSeconds: minutes(71) },
        beforeTax: '12.28',
        withTax: '13.861',
    },
    {
        of: 'reserved 15 min at 5 an hour',
        vatPpm: 200_000,
        price: { ...FLAT, distance: PER_UNIT, reservation: { segments: [anHour('5', 60)] } },
        usage: { distanceMetres: 20_000, reservationSeconds: minutes(15) },
        beforeTax: '6.75',
        withTax: '7.60',
    },
    {
        of: '7,102 s at 2 an hour in steps of 300 s is 7,200 s',
        vatPpm: 100_000,
        price: { time: [anHour('2', 300)] },
        usage: { durationSeconds: 7_102 },
        beforeTax: '4',
        withTax: '4.40',
    },
];

describe('tariff vectors of OCPI 2.3.0', () => {
    for (const { of, vatPpm, price, usage, beforeTax, withTax } of vectors) {
        it(`${of}: ${beforeTax} EUR, ${withTax} EUR with tax`, () => {
            const tariff = tariffOf(price, { vatPpm, taxIncluded: false });
            const charge = priceLeg(
                tariff,
                { start: MONDAY_0930, durationSeconds: 0, distanceMetres: 0, ...usage },
                { zone: paris },
            );
            expect(charge.priceMicroEur).to.equal(euro(beforeTax));
            expect(BigInt(charge.priceMicroEur) + BigInt(charge.taxMicroEur)).to.equal(BigInt(euro(withTax)));
        });
    }

    it('rounds 13.861 once to 13.86, and the difference is a line', () => {
        const vector = vectors.find(({ withTax }) => withTax === '13.861');
        const tariff = tariffOf(vector?.price ?? {}, { vatPpm: 200_000, taxIncluded: false });
        const charge = priceLeg(
            tariff,
            { start: SATURDAY_1330, distanceMetres: 0, durationSeconds: minutes(185), pauseSeconds: minutes(71) },
            { zone: paris },
        );
        expect(charge.totalMicroEur).to.equal(euro('13.86'));
        expect(charge.lines.at(-1)).to.deep.equal({
            dimension: 'ROUNDING',
            quantity: 1,
            unitPriceMicroEur: '-1000',
            per: 1,
            amountMicroEur: '-1000',
        });
    });
});
