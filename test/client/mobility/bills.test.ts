import {
    capLossRows,
    headroomOf,
    newBill,
    passRevenueRows,
    Refusal,
    type Bill,
    type ShareInput,
    type SoldLeg,
    type ToldHeadroom,
} from '@quartier/client';
import { soldLegsOf } from '@quartier/client/dist/mobility/billing/sold-legs.js';
import {
    capLossParts,
    creditOf,
    passRevenueParts,
    supplementOf,
    type LegFacts,
    type Plan,
    type Subscription,
} from '@quartier/rules/mobility';
import { expect } from 'chai';

import { utcZone } from '../../support/energy-community.js';
import { legOf, NOON } from '../../support/legs.js';
import { planOf } from '../../support/plans.js';
import { euro, tariffOf } from '../../support/tariffs.js';

const DAY = '2016-06-06';
const HOUR = 3_600;
const tariff = tariffOf({ baseMicroEur: euro('2') });
const plan = planOf({ priceMicroEur: euro('30'), vatPpm: 0, capDayMicroEur: euro('5') });
const subscription: Subscription = {
    seller: 'MetroMSP',
    subscription: 'subscription-1',
    rider: 'rider-1',
    history: [{ from: 0, state: 'ACTIVE', plan: { plan: plan.plan, version: plan.version } }],
    expiresAt: null,
};

/** Two euro each: the first of the shuttle, then a bike and a scooter. */
const rides: readonly SoldLeg[] = (
    [
        ['MetroMSP', 'w-1'],
        ['WheelsMSP', 'w-1'],
        ['CarsMSP', 'w-1'],
    ] as const
).map(([operator, window], index) => ({ record: ride(`leg-${String(index)}`, { operator }, index * HOUR), window }));

function ride(leg: string, other: Partial<LegFacts> = {}, after = 0): SoldLeg['record'] {
    const start = NOON + after;
    return legOf({ leg, start, end: start + 1_200, ...other }, tariff);
}

const input = (plans: readonly Plan[] = [plan], sold: readonly SoldLeg[] = rides): ShareInput => ({
    window: 'w-1',
    sold,
    subscriptions: [subscription],
    plans,
    zone: utcZone,
});
const billOf = (sold: readonly SoldLeg[], plans: readonly Plan[] = [plan]): Bill =>
    newBill({
        subscription,
        period: { from: '2016-06-01', to: '2016-06-30' },
        records: sold.map(({ record }) => record),
        plans,
        zone: utcZone,
    });

describe('A bill over all operators', () => {
    it('has the fee, what was ridden within its caps, and what no plan covers', () => {
        const leg = rides[1]?.record ?? ride('leg-1');
        const fine = supplementOf(leg, {
            leg: 'fine-1',
            kind: 'fine',
            category: 'FINE',
            reason: 'parked on a ramp',
            amountMicroEur: BigInt(euro('25')),
            vatPpm: 0,
        });
        const bill = billOf([...rides, { record: fine, window: 'w-1' }]);
        expect(bill.fees.map(({ feeMicroEur }) => feeMicroEur)).to.deep.equal([euro('30')]);
        expect(bill.usage.totals).to.include({ fullMicroEur: euro('6'), payableMicroEur: euro('5') });
        expect(bill.totalMicroEur).to.equal(euro('60'));
    });

    it('has nothing of a leg that was credited, nor of other riders, nor of another month', () => {
        const leg = rides[1]?.record ?? ride('leg-1');
        const credit = creditOf(leg, { leg: 'credit-1', reason: 'wrong' });
        const others = [ride('leg-8', { subscription: 'other' }), ride('leg-9', {}, 40 * 86_400)];
        const bill = billOf([...rides, ...[credit, ...others].map((record) => ({ record, window: 'w-1' }))]);
        expect(bill.usage.legs.map(({ leg: id }) => id)).to.deep.equal(['leg-0', 'leg-2']);
    });

    it('comes to the same for a month in parts: its cap and its allowance go on over them', () => {
        const monthly = planOf({
            priceMicroEur: euro('30'),
            vatPpm: 0,
            capMonthMicroEur: euro('3'),
            allowances: [{ modes: ['bike'], measure: 'rides', amount: 1, per: 'period' }],
        });
        const records = [0, 7, 14, 21].map((days) => ride(`leg-${String(days)}`, {}, days * 86_400));
        const between = (from: string, to: string): Bill =>
            newBill({ subscription, period: { from, to }, records, plans: [monthly], zone: utcZone });
        const paid = [
            between('2016-06-01', '2016-06-10'),
            between('2016-06-11', '2016-06-19'),
            between('2016-06-20', '2016-06-30'),
        ].map(({ usage }) => usage.paymentMicroEur);
        expect(paid).to.deep.equal(['0', euro('2'), euro('1')]);
        expect(between('2016-06-01', '2016-06-30').usage.paymentMicroEur).to.equal(euro('3'));
        expect(between('2016-05-01', '2016-06-30').usage.totals.includedMicroEur).to.equal(euro('2'));
    });

    it('names a leg that a cancellation dated before it leaves without a plan, and bills the others', () => {
        const cancelled: Subscription = {
            ...subscription,
            history: [
                ...subscription.history,
                { from: NOON + HOUR, state: 'CANCELLED', plan: { plan: plan.plan, version: plan.version } },
            ],
        };
        const bill = newBill({
            subscription: cancelled,
            period: { from: '2016-06-01', to: '2016-06-30' },
            records: rides.map(({ record }) => record),
            plans: [plan],
            zone: utcZone,
        });
        expect(bill.usage.legs.map(({ leg }) => leg)).to.deep.equal(['leg-0']);
        expect(bill.unbilled).to.deep.equal([
            { operator: 'WheelsMSP', leg: 'leg-1', state: 'CANCELLED', priceMicroEur: euro('2') },
            { operator: 'CarsMSP', leg: 'leg-2', state: 'CANCELLED', priceMicroEur: euro('2') },
        ]);
        expect(bill.usage.paymentMicroEur).to.equal(euro('2'));
        const known = { sold: rides, plans: [plan], zone: utcZone };
        expect(headroomOf(cancelled, known)?.leftMicroEur).to.equal(euro('3'));
        expect(capLossRows({ ...input(), subscriptions: [cancelled] })).to.deep.equal([]);
    });

    it('gives every period the allowance of its plan', () => {
        const weekly = planOf({
            period: { kind: 'days', days: 7 },
            priceMicroEur: euro('7'),
            allowances: [{ modes: ['bike'], measure: 'rides', amount: 1, per: 'period' }],
        });
        const records = [0, 1, 7, 8].map((days) => ride(`leg-${String(days)}`, {}, days * 86_400));
        const period = { from: '2016-06-01', to: '2016-06-30' };
        const begun = {
            ...subscription,
            history: subscription.history.map((span) => ({ ...span, from: NOON - 86_400 })),
        };
        const { usage, fees } = newBill({ subscription: begun, period, records, plans: [weekly], zone: utcZone });
        expect(usage.legs.map(({ payableMicroEur }) => payableMicroEur)).to.deep.equal([
            '0',
            euro('2'),
            '0',
            euro('2'),
        ]);
        expect(fees.map(({ daysUsed }) => daysUsed)).to.deep.equal([7, 7, 7, 5]);
    });
});

describe('Legs that a seller has to bill', () => {
    const windowOf = {
        window: 'w-1',
        pairs: [
            ['CarsMSP', 'MetroMSP'],
            ['MetroMSP', 'WheelsMSP'],
        ],
    } as const;
    const [, { record }] = rides as readonly [SoldLeg, SoldLeg];
    const listed = { record, window: 'w-1', recordedAt: NOON, digest: '', disputed: false, late: false };

    it('are those of the partners that it has books with', async () => {
        const source = {
            // eslint-disable-next-line @typescript-eslint/require-await -- a page of a ledger, without one
            async *listLegs(of: { readonly with: string }) {
                if (of.with === 'CarsMSP') throw new Refusal('MOBILITY_PAIR_NOT_OPEN', {}, {});
                yield listed;
            },
        };
        expect(await soldLegsOf(source, 'MetroMSP', windowOf)).to.deep.equal([{ record, window: 'w-1' }]);
    });
});

describe('What caps leave', () => {
    it('is told of the day of the last leg', () => {
        const told = (sold: readonly SoldLeg[]): ToldHeadroom | undefined =>
            headroomOf(subscription, { sold, plans: [plan], zone: utcZone });
        expect(told([])).to.equal(undefined);
        expect(told(rides.slice(0, 2))).to.deep.equal({
            subscription: 'subscription-1',
            day: DAY,
            leftMicroEur: euro('1'),
        });
        expect(told(rides)?.leftMicroEur).to.equal('0');
    });

    it('is null where a plan has no cap', () => {
        const { capDayMicroEur: _, ...open } = plan;
        expect(headroomOf(subscription, { sold: rides, plans: [open], zone: utcZone })?.leftMicroEur).to.equal(null);
    });
});

describe('What is shared of a window', () => {
    it('is what caps cut, by rider and day, without place, time or leg', () => {
        const [row, ...more] = capLossRows(input());
        expect(more).to.have.length(0);
        expect(row).to.include({ rider: 'rider-1', day: DAY, amountMicroEur: euro('1') });
        expect(
            row?.uses.map(({ full, counted }) => [full.operator, full.amountMicroEur, counted.amountMicroEur]),
        ).to.deep.equal([
            ['CarsMSP', euro('2'), euro('2')],
            ['MetroMSP', euro('2'), euro('2')],
            ['WheelsMSP', euro('2'), euro('2')],
        ]);
        const parts = capLossParts(capLossRows(input()), 'amount');
        expect(parts.reduce((sum, { adjustmentMicroEur }) => sum + BigInt(adjustmentMicroEur), 0n)).to.equal(
            -1_000_000n,
        );
    });

    it('counts what other windows of the month used of a cap, and shares none of it', () => {
        const elsewhere = rides.map((leg, index) => (index === 0 ? { ...leg, window: 'w-0' } : leg));
        const [row] = capLossRows(input([plan], elsewhere));
        expect(row?.amountMicroEur).to.equal(euro('1'));
        expect(row?.uses.map(({ full }) => full.operator)).to.deep.equal(['CarsMSP', 'WheelsMSP']);
    });

    it('is nothing where no cap cut anything', () => {
        expect(capLossRows(input([plan], rides.slice(0, 2)))).to.deep.equal([]);
    });

    it('is what plans brought in, by what they included', () => {
        const pass = planOf({
            priceMicroEur: euro('30'),
            vatPpm: 0,
            allowances: [{ modes: ['bike'], measure: 'unlimited' }],
        });
        const rows = passRevenueRows({
            ...input([pass]),
            period: { from: '2016-06-01', to: '2016-06-30' },
            commissionPpm: 100_000,
        });
        expect(rows.map(({ amountMicroEur }) => amountMicroEur)).to.deep.equal([euro('27')]);
        const parts = passRevenueParts(rows, { weight: 'rides' });
        expect(parts.map(({ shareMicroEur }) => shareMicroEur)).to.deep.equal([euro('9'), euro('9'), euro('9')]);
    });
});
