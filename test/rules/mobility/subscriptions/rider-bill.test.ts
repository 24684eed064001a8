import {
    capLeft,
    creditOf,
    planDecoder,
    rateRider,
    riddenLegs,
    supplementOf,
    type Plan,
    type RiddenLeg,
    type RiderBill,
} from '@quartier/rules/mobility';
import { expect } from 'chai';

import { legOf, NOON } from '../../../support/legs.js';
import { paris, utc } from '../../../support/paris.js';
import { planOf, riddenOf } from '../../../support/plans.js';
import { refusalOf } from '../../../support/refused.js';
import { euro, every } from '../../../support/tariffs.js';

const bill = (plan: Plan, legs: readonly RiddenLeg[]): RiderBill =>
    rateRider({ legs, planAt: () => plan, zone: paris });
const payable = (plan: Plan, legs: readonly RiddenLeg[]): readonly string[] =>
    bill(plan, legs).legs.map((leg) => leg.payableMicroEur);

const at = (time: string): number => utc(`2016-06-01T${time}:00`);
const three = [
    riddenOf({ leg: 'w-1', start: at('08:00') }),
    riddenOf({ leg: 'c-1', start: at('12:00'), operator: 'CarsMSP', mode: 'car', priceMicroEur: euro('9') }),
    riddenOf({ leg: 'w-2', start: at('18:00') }),
];

describe('a rider under one subscription over all operators', () => {
    it('pays what the operators charge where nothing is included', () => {
        expect(payable(planOf(), three)).to.deep.equal([euro('2'), euro('9'), euro('2')]);
    });

    it('pays no more than the cap of a day, and the loss of each day is known by operator', () => {
        const capped = bill(planOf({ capDayMicroEur: euro('10') }), three);
        expect(capped.legs.map((leg) => leg.payableMicroEur)).to.deep.equal([euro('2'), euro('8'), '0']);
        expect(capped.days).to.have.length(1);
        expect(capped.days[0]?.capLossMicroEur).to.equal(euro('3'));
        expect(capped.days[0]?.due).to.deep.equal([
            { operator: 'CarsMSP', amountMicroEur: euro('9'), durationSeconds: 1_200, distanceMetres: 5_000, rides: 1 },
            {
                operator: 'WheelsMSP',
                amountMicroEur: euro('4'),
                durationSeconds: 2_400,
                distanceMetres: 10_000,
                rides: 2,
            },
        ]);
    });

    it('counts a leg after local midnight for the next day', () => {
        const late = [...three, riddenOf({ leg: 'w-3', start: at('22:00') })];
        expect(payable(planOf({ capDayMicroEur: euro('10') }), late).at(-1)).to.equal(euro('2'));
    });

    it('pays no more than the cap of a month, with what another period of that month was paid', () => {
        const plan = planOf({ capDayMicroEur: euro('10'), capMonthMicroEur: euro('60') });
        const paidBefore = [{ day: '2016-06-30', amountMicroEur: euro('55') }];
        const { totals } = rateRider({ legs: three, planAt: () => plan, zone: paris, paidBefore });
        expect(totals.payableMicroEur).to.equal(euro('5'));
        expect(capLeft(plan, paidBefore, '2016-06-01')).to.equal(BigInt(euro('5')));
        expect(capLeft(planOf(), paidBefore, '2016-06-01')).to.equal(undefined);
    });

    it('draws on included minutes in the order of starts, and pays the rest in proportion', () => {
        const plan = planOf({
            allowances: [{ modes: ['bike'], measure: 'seconds', amount: 1_800, per: 'period' }],
        });
        const legs = [...three].reverse();
        expect(payable(plan, legs)).to.deep.equal(['0', euro('9'), euro('1')]);
        expect(bill(plan, legs).included).to.deep.equal([
            {
                operator: 'WheelsMSP',
                amountMicroEur: euro('3'),
                durationSeconds: 2_400,
                distanceMetres: 10_000,
                rides: 2,
            },
        ]);
    });

    it('gives the first half-hour of every ride, minutes that come back every day, or rides without limit', () => {
        const long = riddenOf({ durationSeconds: 3_600, priceMicroEur: euro('4') });
        const halfHour = planOf({ allowances: [{ modes: ['bike'], measure: 'seconds', amount: 1_800, per: 'ride' }] });
        expect(payable(halfHour, [long, { ...long, leg: 'w-2' }])).to.deep.equal([euro('2'), euro('2')]);
        const daily = planOf({ allowances: [{ modes: ['bike'], measure: 'seconds', amount: 1_800, per: 'day' }] });
        const tomorrow = { ...long, leg: 'w-2', start: long.start + 86_400 };
        expect(payable(daily, [long, { ...long, leg: 'w-1b' }, tomorrow])).to.deep.equal([
            euro('2'),
            euro('4'),
            euro('2'),
        ]);
        const unlimited = planOf({ allowances: [{ modes: ['bike'], measure: 'unlimited' }] });
        expect(payable(unlimited, [long, ...three])).to.deep.equal(['0', '0', euro('9'), '0']);
    });

    it('includes rides and kilometres, and no more rides a day than fair use', () => {
        const rides = planOf({ allowances: [{ modes: ['bike', 'car'], measure: 'rides', amount: 2, per: 'period' }] });
        expect(payable(rides, three)).to.deep.equal(['0', '0', euro('2')]);
        const km = planOf({ allowances: [{ modes: ['car'], measure: 'metres', amount: 2_000, per: 'period' }] });
        expect(payable(km, three)).to.deep.equal([euro('2'), euro('5.4'), euro('2')]);
        const fair = planOf({ allowances: [{ modes: ['bike'], measure: 'unlimited' }], fairRidesPerDay: 1 });
        expect(payable(fair, three)).to.deep.equal(['0', euro('9'), euro('2')]);
    });

    it('prices the rest as a share of the operator’s price, or by its own', () => {
        const half = planOf({ overage: [{ modes: ['car'], sharePpm: 500_000 }] });
        expect(payable(half, three)).to.deep.equal([euro('2'), euro('4.5'), euro('2')]);
        const own = planOf({
            overage: [
                {
                    modes: ['bike'],
                    intervals: 'started',
                    price: { baseMicroEur: '0', time: [every(1, '0.07')] },
                },
            ],
        });
        const dearer = bill(own, three.slice(0, 1));
        expect(dearer.totals).to.deep.equal({
            fullMicroEur: euro('2'),
            includedMicroEur: euro('0.60'),
            dueMicroEur: euro('1.40'),
            payableMicroEur: euro('1.40'),
            capLossMicroEur: '0',
        });
    });

    it('goes by the plan in force when a leg starts', () => {
        const before = planOf();
        const after = planOf({ plan: 'bikes', allowances: [{ modes: ['bike'], measure: 'unlimited' }] });
        const switched = rateRider({
            legs: three,
            planAt: (start) => (start < at('12:00') ? before : after),
            zone: paris,
        });
        expect(switched.legs.map((leg) => leg.payableMicroEur)).to.deep.equal([euro('2'), euro('9'), '0']);
    });

    it('rounds what is paid once to whole cents', () => {
        const third = planOf({ overage: [{ modes: ['bike'], sharePpm: 333_333 }] });
        const { paymentMicroEur, roundingMicroEur, totals } = bill(third, [riddenOf()]);
        expect([totals.payableMicroEur, paymentMicroEur, roundingMicroEur]).to.deep.equal([
            '666666',
            '670000',
            '-3334',
        ]);
    });

    it('forgets a credited leg, and keeps fines and refunds apart', () => {
        const original = legOf();
        const fine = supplementOf(original, {
            leg: 'fine-1',
            kind: 'fine',
            category: 'FINE',
            reason: 'parked on the pavement',
            amountMicroEur: 35_000_000n,
            vatPpm: 0,
        });
        const credit = creditOf(original, { leg: 'credit-1', reason: 'wrong end' });
        const other = legOf({ leg: 'leg-2', start: NOON + 3_600, end: NOON + 4_800 });
        const { legs, others } = riddenLegs([original, fine, credit, other]);
        expect(legs.map(({ leg }) => leg)).to.deep.equal(['leg-2']);
        expect(others.map(({ leg, amountMicroEur }) => [leg, amountMicroEur])).to.deep.equal([['fine-1', euro('35')]]);
    });

    it('is refused for a plan that contradicts itself', () => {
        const reasonOf = (other: object): unknown =>
            refusalOf(() => planDecoder({ ...planOf(), ...other }, 'plan')).details;
        expect(reasonOf({ priceMicroEur: '1' })).to.deep.equal({ reason: 'its price is not in whole cents' });
        expect(reasonOf({ capDayMicroEur: euro('9'), capMonthMicroEur: euro('8') })).to.deep.equal({
            reason: 'the cap of a day is more than that of a month',
        });
        expect(reasonOf({ allowances: [{ modes: [], measure: 'unlimited' }] })).to.deep.equal({
            reason: 'an allowance or an overage names no mode',
        });
        expect(planDecoder(planOf(), 'plan')).to.deep.equal(planOf());
    });
});
