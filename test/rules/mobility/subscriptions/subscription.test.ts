import {
    billingPeriod,
    changeSubscription,
    planFees,
    planOfLeg,
    prorated,
    requireOnSale,
    spanAt,
    subscriptionCommand,
    subscriptionCommands,
    subscriptionStates,
    subscriptionTransitions,
    type Subscription,
    type SubscriptionCommand,
    type SubscriptionState,
} from '@quartier/rules/mobility';
import { expect } from 'chai';

import { paris, utc } from '../../../support/paris.js';
import { planOf } from '../../../support/plans.js';
import { refusalOf } from '../../../support/refused.js';
import { euro } from '../../../support/tariffs.js';

const district = { plan: 'district', version: 1 };
const bikes = { plan: 'bikes', version: 1 };
const JUNE = utc('2016-05-31T22:00:00');
const DAY = 86_400;

function inState(state: SubscriptionState): Subscription {
    return {
        seller: 'MetroMSP',
        subscription: 'subscription-1',
        rider: 'rider-1',
        history: [{ from: 0, state, plan: district }],
        expiresAt: null,
    };
}

function commandOf(command: SubscriptionCommand['command'], at = JUNE): SubscriptionCommand {
    return command === 'switch' ? { command, at, plan: bikes } : { command, at };
}

const after = (...commands: readonly SubscriptionCommand[]): Subscription =>
    commands.reduce(changeSubscription, inState('DRAFT'));

describe('a subscription', () => {
    for (const state of subscriptionStates)
        for (const command of subscriptionCommands) {
            const next = subscriptionTransitions[state][command];
            it(`that is ${state} and meets ${command} is ${next ?? 'not changed: refused'}`, () => {
                const change = (): Subscription => changeSubscription(inState(state), commandOf(command));
                if (next !== undefined) {
                    expect(spanAt(change(), JUNE).state).to.equal(next);
                    return;
                }
                expect(refusalOf(change)).to.deep.equal({
                    code: 'MOBILITY_SUBSCRIPTION_STATE',
                    details: { state, command },
                });
            });
        }

    it('switches with the next leg, and a late leg is ridden under what held when it started', () => {
        const switched = after(
            commandOf('activate'),
            commandOf('switch', JUNE + DAY),
            commandOf('ride', JUNE + 2 * DAY),
        );
        expect(planOfLeg(switched, JUNE + DAY - 1)).to.deep.equal(district);
        expect(planOfLeg(switched, JUNE + DAY)).to.deep.equal(bikes);
        expect(spanAt(switched, JUNE + DAY).state).to.equal('SWITCHING');
        expect(spanAt(switched, JUNE + 2 * DAY).state).to.equal('ACTIVE');
    });

    it('gives no right to ride before it is active, while it pauses and after it ends', () => {
        const paused = after(
            commandOf('activate'),
            commandOf('pause', JUNE + DAY),
            commandOf('cancel', JUNE + 2 * DAY),
        );
        const stateAt = (start: number): unknown => refusalOf(() => planOfLeg(paused, start)).details;
        expect(stateAt(JUNE - 1)).to.deep.equal({ state: 'DRAFT' });
        expect(stateAt(JUNE + DAY)).to.deep.equal({ state: 'PAUSED' });
        expect(stateAt(JUNE + 2 * DAY)).to.deep.equal({ state: 'CANCELLED' });
    });

    it('expires by itself, and nothing revives it', () => {
        const ending = after({ command: 'activate', at: JUNE, expiresAt: JUNE + DAY });
        expect(planOfLeg(ending, JUNE + DAY - 1)).to.deep.equal(district);
        expect(refusalOf(() => planOfLeg(ending, JUNE + DAY)).details).to.deep.equal({ state: 'EXPIRED' });
        expect(refusalOf(() => changeSubscription(ending, commandOf('switch', JUNE + DAY))).code).to.equal(
            'MOBILITY_SUBSCRIPTION_STATE',
        );
    });

    it('takes commands of these forms and no other', () => {
        const commands = [
            { command: 'activate', at: JUNE, expiresAt: JUNE + DAY },
            { command: 'switch', at: JUNE, plan: bikes },
            { command: 'cancel', at: JUNE },
        ];
        for (const command of commands) expect(subscriptionCommand(command, 'command')).to.deep.equal(command);
        for (const wrong of [
            { command: 'cancel' },
            { command: 'switch', at: JUNE },
            { command: 'melt', at: JUNE },
            null,
        ])
            expect(refusalOf(() => subscriptionCommand(wrong, 'command')).code).to.equal('REQUEST_MALFORMED');
    });

    it('is not changed behind its last change', () => {
        const active = after(commandOf('activate', JUNE + DAY));
        expect(refusalOf(() => changeSubscription(active, commandOf('pause'))).code).to.equal(
            'MOBILITY_SUBSCRIPTION_CHANGE_DATE',
        );
    });
});

describe('a plan that is sold', () => {
    it('is one that its seller publishes, while it is on sale', () => {
        const plans = [planOf({ from: 1_000, to: 2_000 }), planOf({ version: 2, from: 2_000 })];
        requireOnSale(plans, [
            { ...district, at: 1_000 },
            { ...district, version: 2, at: 5_000 },
        ]);
        for (const sale of [
            { ...district, at: 999 },
            { ...district, at: 2_000 },
            { ...district, version: 3, at: 5_000 },
            { ...bikes, at: 1_500 },
        ])
            expect(
                refusalOf(() => {
                    requireOnSale(plans, [sale]);
                }).code,
            ).to.equal('MOBILITY_PLAN_INVALID');
    });
});

describe('the fee of a plan', () => {
    const june = { from: '2016-06-01', to: '2016-06-30' };
    const plans = [planOf(), planOf({ plan: 'bikes', priceMicroEur: euro('10') })];

    it('is shared over days in whole cents that add up to it', () => {
        expect(prorated(10_000_000n, [10, 10, 10])).to.deep.equal([3_340_000n, 3_330_000n, 3_330_000n]);
    });

    it('is of each plan for the days it was used, the day of a switch for the new one', () => {
        const switched = after(commandOf('activate'), commandOf('switch', JUNE + 10 * DAY + 3_600));
        expect(planFees(switched, plans, { period: june, zone: paris })).to.deep.equal([
            { plan: 'district', version: 1, daysUsed: 10, daysInPeriod: 30, feeMicroEur: euro('9.67') },
            { plan: 'bikes', version: 1, daysUsed: 20, daysInPeriod: 30, feeMicroEur: euro('6.67') },
        ]);
    });

    it('is whole where every day was used, and nothing for pauses', () => {
        expect(planFees(after(commandOf('activate')), plans, { period: june, zone: paris })).to.deep.equal([
            { plan: 'district', version: 1, daysUsed: 30, daysInPeriod: 30, feeMicroEur: euro('29') },
        ]);
        const paused = after(commandOf('activate'), commandOf('pause', JUNE));
        expect(planFees(paused, plans, { period: june, zone: paris })).to.deep.equal([]);
    });

    it('is paid once by ranges that cut a month, and for each month by one that has several', () => {
        const active = after(commandOf('activate'));
        const feesOf = (from: string, to: string): readonly (readonly [number, number, string])[] =>
            planFees(active, plans, { period: { from, to }, zone: paris }).map(
                ({ daysUsed, daysInPeriod, feeMicroEur }) => [daysUsed, daysInPeriod, feeMicroEur] as const,
            );
        expect(feesOf('2016-06-01', '2016-06-07')).to.deep.equal([[7, 30, euro('6.77')]]);
        expect(feesOf('2016-06-08', '2016-06-14')).to.deep.equal([[7, 30, euro('6.76')]]);
        expect(feesOf('2016-06-15', '2016-06-30')).to.deep.equal([[16, 30, euro('15.47')]]);
        expect(feesOf('2016-06-15', '2016-07-14')).to.deep.equal([[30, 30, euro('29')]]);
        expect(feesOf('2016-06-01', '2016-08-01')).to.deep.equal([
            [30, 30, euro('29')],
            [31, 31, euro('29')],
            [1, 31, euro('0.94')],
        ]);
    });

    it('is of each period of a plan of days, counted since the subscription began', () => {
        const weekly = [planOf({ period: { kind: 'days', days: 7 }, priceMicroEur: euro('7') })];
        const fees = planFees(after(commandOf('activate', JUNE + 2 * DAY)), weekly, { period: june, zone: paris });
        expect(fees.map(({ daysUsed, feeMicroEur }) => [daysUsed, feeMicroEur])).to.deep.equal([
            [7, euro('7')],
            [7, euro('7')],
            [7, euro('7')],
            [7, euro('7')],
        ]);
    });

    it('has periods from the day of the first, that end early where a month lacks that day', () => {
        const month = { kind: 'month' } as const;
        expect(billingPeriod('2016-01-31', month, '2016-02-10')).to.deep.equal({
            from: '2016-01-31',
            to: '2016-02-28',
        });
        expect(billingPeriod('2016-01-31', month, '2016-02-29')).to.deep.equal({
            from: '2016-02-29',
            to: '2016-03-30',
        });
        expect(billingPeriod('2016-06-15', month, '2016-06-15')).to.deep.equal({
            from: '2016-06-15',
            to: '2016-07-14',
        });
        expect(billingPeriod('2016-06-15', month, '2016-03-20')).to.deep.equal({
            from: '2016-03-15',
            to: '2016-04-14',
        });
        expect(billingPeriod('2016-06-01', { kind: 'days', days: 7 }, '2016-06-15')).to.deep.equal({
            from: '2016-06-15',
            to: '2016-06-21',
        });
    });
});
