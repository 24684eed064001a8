import { priceLeg, type Charge, type IntervalRule, type PriceModel } from '@quartier/rules/mobility';
import { expect } from 'chai';

import { euro, every, everyKm, minutes, tariffOf } from '../../../support/tariffs.js';

const DAY = 86_400;

/** GBFS 3.1 system_pricing_plans, examples 1 and 2, at commit 2d9ecb5. */
const halfHours: Partial<PriceModel> = {
    baseMicroEur: euro('2'),
    time: [
        { start: minutes(30), end: minutes(60), interval: 0, rateMicroEur: euro('3') },
        every(1, '0.10', { start: minutes(60) }),
    ],
};
const capped: Partial<PriceModel> = {
    baseMicroEur: euro('3'),
    time: [every(1, '0.50')],
    distance: [everyKm('0.25')],
    caps: [{ period: 'rolling', seconds: minutes(720), maximumMicroEur: euro('15') }],
};

function priceOf(
    price: Partial<PriceModel>,
    used: { readonly minutes: number; readonly km?: number },
    rule?: IntervalRule,
): Charge {
    const tariff = tariffOf(price, rule === undefined ? {} : { intervals: rule });
    return priceLeg(tariff, {
        start: 0,
        durationSeconds: minutes(used.minutes),
        distanceMetres: (used.km ?? 0) * 1_000,
    });
}

describe('pricing plans of GBFS 3.1', () => {
    const table: readonly (readonly [number, IntervalRule, string])[] = [
        [25, 'started', '2'],
        [25, 'reached', '2'],
        [25, 'completed', '2'],
        [45, 'started', '5'],
        [45, 'reached', '5'],
        [45, 'completed', '5'],
        [65, 'started', '5.50'],
        [65, 'completed', '5.50'],
        [65, 'reached', '5.60'],
    ];
    for (const [used, rule, expected] of table) {
        it(`first half-hour 2, second 3, then 0.10 a minute: ${String(used)} min, intervals ${rule}: ${expected}`, () => {
            expect(priceOf(halfHours, { minutes: used }, rule).totalMicroEur).to.equal(euro(expected));
        });
    }

    it('does not pin what minute 64:30 costs: five started, four completed', () => {
        expect(priceOf(halfHours, { minutes: 64.5 }, 'started').totalMicroEur).to.equal(euro('5.50'));
        expect(priceOf(halfHours, { minutes: 64.5 }, 'reached').totalMicroEur).to.equal(euro('5.50'));
        expect(priceOf(halfHours, { minutes: 64.5 }, 'completed').totalMicroEur).to.equal(euro('5.40'));
    });

    it('charges 20 min and 5 km below the cap: 14.25', () => {
        expect(priceOf(capped, { minutes: 20, km: 5 }).totalMicroEur).to.equal(euro('14.25'));
        expect(priceOf(capped, { minutes: 20, km: 5 }, 'completed').totalMicroEur).to.equal(euro('14.25'));
    });

    it('charges 40 min and 5 km as the cap of 12 hours: 15', () => {
        const charge = priceOf(capped, { minutes: 40, km: 5 });
        expect(charge.totalMicroEur).to.equal(euro('15'));
        expect(charge.lines.find(({ dimension }) => dimension === 'CAP_ADJUSTMENT')?.amountMicroEur).to.equal(
            euro('-9.25'),
        );
    });

    it('caps each 12 hours of a long rental', () => {
        expect(priceOf(capped, { minutes: 1_800, km: 5 }).charged).to.deep.equal([
            { at: 0, amountMicroEur: euro('15') },
            { at: minutes(720), amountMicroEur: euro('15') },
            { at: minutes(1_440), amountMicroEur: euro('15') },
        ]);
    });

    it('counts what other legs were charged in the same 12 hours', () => {
        const tariff = tariffOf(capped);
        const first = priceLeg(tariff, { start: 0, durationSeconds: minutes(20), distanceMetres: 5_000 });
        const second = { start: minutes(719), durationSeconds: minutes(10), distanceMetres: 0 };
        expect(priceLeg(tariff, second, { charged: first.charged }).totalMicroEur).to.equal(euro('0.75'));
        const later = { ...second, start: minutes(720) };
        expect(priceLeg(tariff, later, { charged: first.charged }).totalMicroEur).to.equal(euro('8'));
    });

    it('gives a negative rate as a discount, down to nothing', () => {
        const price = { baseMicroEur: euro('1'), distance: [{ ...everyKm('-0.60'), start: 1_000 }] };
        expect(priceOf(price, { minutes: 1, km: 1 }).totalMicroEur).to.equal(euro('1'));
        expect(priceOf(price, { minutes: 1, km: 2 }).totalMicroEur).to.equal(euro('0.40'));
        expect(priceOf(price, { minutes: 1, km: 5 }).totalMicroEur).to.equal('0');
    });

    it('adds up segments that overlap', () => {
        const price = { time: [every(60, '2'), { start: 0, interval: DAY, rateMicroEur: euro('1') }] };
        expect(priceOf(price, { minutes: 90 }).totalMicroEur).to.equal(euro('5'));
    });
});
