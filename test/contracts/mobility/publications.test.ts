import { expect } from 'chai';

import {
    mobilityTransactions as t,
    type Authorisation,
    type ListPlansReply,
    type ListSubscriptionsReply,
    type ListTariffsReply,
    type PublishedPlan,
} from '@quartier/rules/mobility';

import {
    bikeTariff,
    codeOf,
    newId,
    now,
    subscriptionOf,
    type PreparedClearing,
} from '../../support/mobility-clearing.js';
import { planOf } from '../../support/plans.js';
import { sha256 } from '../../support/sha256.js';
import { sharedClearing } from '../../support/shared-clearing.js';

describe('what operators and sellers publish and share', function () {
    this.timeout(60_000);
    let its: PreparedClearing;
    before(async () => {
        its = await sharedClearing();
    });

    it('are tariffs, fixed by their hash, versions one after the other', async () => {
        const { clearing } = its;
        const tariff = bikeTariff('WheelsMSP', { tariff: newId('tariff') });
        const published = await clearing.publish('wheels', tariff);
        expect(await clearing.publish('wheels', tariff)).to.deep.equal(published);
        expect(published.hash).to.match(/^[0-9a-f]{64}$/u);
        expect(await codeOf(clearing.publish('wheels', { ...tariff, vatPpm: 200_000 }))).to.equal(
            'MOBILITY_TARIFF_EXISTS',
        );
        expect(await codeOf(clearing.publish('wheels', { ...tariff, version: 3 }))).to.equal(
            'MOBILITY_TARIFF_VERSION_ORDER',
        );
        const from = now() + 900;
        await clearing.publish('wheels', { ...tariff, version: 2, from });
        const { tariffs } = await clearing.evaluate<ListTariffsReply>('cars', t.listTariffs, {
            operator: 'WheelsMSP',
            tariff: tariff.tariff,
        });
        expect(tariffs.map(({ tariff: { version }, until }) => [version, until])).to.deep.equal([
            [1, from],
            [2, null],
        ]);
        const taxi = bikeTariff('WheelsMSP', { tariff: newId('tariff'), mode: 'taxi' });
        expect(await codeOf(clearing.publish('wheels', taxi))).to.equal('MOBILITY_MODE_NOT_OFFERED');
    });

    it('are plans, whose versions never change behind a subscription', async () => {
        const { clearing } = its;
        const plan = planOf({ plan: newId('plan') });
        const publish = (of: typeof plan): Promise<unknown> => clearing.submit('metro', t.publishPlan, { plan: of });
        const published = (await publish(plan)) as PublishedPlan;
        expect(await publish(plan)).to.deep.equal(published);
        expect(await codeOf(publish({ ...plan, vatPpm: 1 }))).to.equal('MOBILITY_PLAN_EXISTS');
        expect(await codeOf(publish({ ...plan, version: 3 }))).to.equal('MOBILITY_PLAN_VERSION_ORDER');
        expect(await codeOf(publish({ ...plan, version: 2, from: 10 }))).to.equal('MOBILITY_VERSION_BACKDATED');
        await publish({ ...plan, version: 2, from: now() + 900 });
        const { plans } = await clearing.evaluate<ListPlansReply>('wheels', t.listPlans, {
            seller: 'MetroMSP',
            plan: plan.plan,
        });
        expect(plans).to.have.lengthOf(2);
    });

    it('are subscriptions, whose told history stays, in as many buckets as they need', async () => {
        const { clearing } = its;
        const ids = Array.from({ length: 1_250 }, () => newId('many'));
        for (let from = 0; from < ids.length; from += 250)
            await clearing.subscribe(
                ['cars', 'wheels'],
                ...ids.slice(from, from + 250).map((id) => subscriptionOf(id)),
            );
        const listed = new Set<string>();
        for (let cursor: string | undefined = ''; cursor !== undefined;) {
            const page: ListSubscriptionsReply = await clearing.evaluate('wheels', t.listSubscriptions, {
                with: 'CarsMSP',
                seller: 'CarsMSP',
                ...(cursor === '' ? {} : { cursor }),
            });
            for (const { subscription } of page.subscriptions) listed.add(subscription);
            cursor = page.next;
        }
        expect(ids.filter((id) => !listed.has(id))).to.deep.equal([]);

        const [id = ''] = ids;
        const { history, ...rest } = subscriptionOf(id);
        const tell = (spans: typeof history): Promise<void> =>
            clearing.subscribe(['cars', 'wheels'], { ...rest, history: spans });
        const paused = { ...history[1], from: 50, state: 'PAUSED' } as (typeof history)[number];
        expect(await codeOf(tell([...history, paused]))).to.equal('allowed');
        expect(await codeOf(tell(history))).to.equal('MOBILITY_SUBSCRIPTION_HISTORY');
        expect(await codeOf(tell([paused, ...history]))).to.equal('MOBILITY_SUBSCRIPTION_HISTORY');
    });

    it('are authorisations, given at unlock with what the seller told of the caps', async () => {
        const { clearing } = its;
        const subscription = await its.subscriber(['metro', 'wheels']);
        const authorisation = newId('unlock');
        const unlock = (of = subscription, id = authorisation): Promise<unknown> =>
            clearing.between(['wheels', 'metro'], t.authorise, {
                privatePart: { authorisation: id, subscription: of, mode: 'bike' },
            });
        await clearing.between(['metro', 'wheels'], t.tellHeadrooms, {
            privatePart: { headrooms: [{ subscription, day: '2026-01-31', leftMicroEur: '2500000' }] },
        });
        expect(await unlock()).to.deep.equal({ done: true });
        expect(await unlock()).to.deep.equal({ done: true });
        const found = await clearing.evaluate<Authorisation>('wheels', t.getAuthorisation, {
            with: 'MetroMSP',
            operator: 'WheelsMSP',
            authorisation,
        });
        expect(found).to.include({ subscription, rider: `rider of ${subscription}`, mode: 'bike' });
        expect(found.headroom).to.include({ leftMicroEur: '2500000' });
        expect(await codeOf(unlock('unknown', newId('unlock')))).to.equal('MOBILITY_SUBSCRIPTION_UNKNOWN');
        expect(await codeOf(unlock('unknown'))).to.equal('MOBILITY_AUTHORISATION_EXISTS');
        expect(sha256('')).to.have.lengthOf(64);
    });
});
