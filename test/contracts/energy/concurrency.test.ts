import { expect } from 'chai';

import { energyTransactions, METERED_DATA, type CurveOutcome } from '@quartier/rules/energy';

import { dayOf, newCommunity, utcZone } from '../../support/energy-community.js';
import type { EnergyNetwork } from '../../support/energy-network.js';
import { codeOf } from '../../support/refusal.js';
import { sharedEnergyNetwork } from '../../support/shared-energy-network.js';

const DAY = '2016-06-01';

describe('at the same time', () => {
    let network: EnergyNetwork;
    before(async () => {
        network = await sharedEnergyNetwork();
    });

    const outcomesOf = (outcomes: readonly CurveOutcome[]): string[] => outcomes.map(({ outcome }) => outcome);

    it('two runs settle a day once: one settles it, the other is told whose it is', async () => {
        const { settle, utility, id } = await newCommunity(network, { members: { a: 'consumer' } });
        const days = await Promise.all(['one', 'two'].map((runId) => settle(DAY, { gaps: 'zero', runId })));
        const [day] = await utility.listDays(id, '2016-06');
        const loser = day?.runId === 'one' ? 'two' : 'one';
        expect(
            Object.fromEntries([
                ['one', days[0]?.[0]],
                ['two', days[1]?.[0]],
            ]),
        ).to.deep.equal({
            [day?.runId ?? '']: { day: DAY, outcome: 'settled' },
            [loser]: {
                day: DAY,
                outcome: 'refused',
                code: 'ENERGY_DAY_ALREADY_SETTLED',
                details: { day: DAY, runId: day?.runId },
            },
        });
    });

    it('one run sent twice settles a day once and is told so twice', async () => {
        const { settle, statement } = await newCommunity(network, { members: { a: 'consumer' } });
        const days = await Promise.all([settle(DAY, { gaps: 'zero' }), settle(DAY, { gaps: 'zero' })]);
        expect(days.flat().map(({ outcome }) => outcome)).to.deep.equal(['settled', 'settled']);
        expect((await statement('2016-06')).settledDays).to.equal(1);
    });

    it('runs of different days all settle', async () => {
        const { settle, statement } = await newCommunity(network, { members: { a: 'consumer' } });
        const days = ['2016-06-01', '2016-06-02', '2016-06-03', '2016-06-04'];
        await Promise.all(days.map((day) => settle(day, { gaps: 'zero', runId: day })));
        expect((await statement('2016-06')).settledDays).to.equal(4);
    });

    it('equal deliveries are stored once, the others unchanged', async () => {
        const { deliver, utility, id } = await newCommunity(network, { members: { a: 'consumer' } });
        const deliveries = await Promise.all([1, 2, 3].map(() => deliver(DAY, { a: dayOf([1]) })));
        expect(deliveries.flatMap(outcomesOf).sort()).to.deep.equal(['stored', 'unchanged', 'unchanged']);
        expect(await utility.listDeliveries(id, 0, '2016-06')).to.have.length(1);
    });

    it('different deliveries of a step: one is stored, the other refused', async () => {
        const { deliver } = await newCommunity(network, { members: { a: 'consumer' } });
        const deliveries = await Promise.all([deliver(DAY, { a: [1] }), deliver(DAY, { a: [2] })]);
        expect(deliveries.flatMap(outcomesOf).sort()).to.deep.equal(['refused', 'stored']);
    });

    it('deliveries of one page and month are all stored, by conflict and retry', async () => {
        const { deliver, settle, statement } = await newCommunity(network, {
            members: { a: 'consumer', b: 'consumer', c: 'consumer', d: 'consumer' },
        });
        const meters = ['a', 'b', 'c', 'd'];
        const deliveries = await Promise.all(meters.map((meter) => deliver(DAY, { [meter]: dayOf([1]) })));
        expect(deliveries.flatMap(outcomesOf)).to.deep.equal(['stored', 'stored', 'stored', 'stored']);
        await settle(DAY);
        expect((await statement('2016-06')).totals.consumptionWh).to.equal('4');
    });

    it('a delivery and a settlement: the reading is of the settled day or it is refused', async () => {
        const { deliver, settle, statement } = await newCommunity(network, { members: { a: 'consumer' } });
        await deliver(DAY, { a: dayOf([null]) });
        const [[delivered]] = await Promise.all([deliver(DAY, { a: [9] }), settle(DAY, { gaps: 'zero' })]);
        const consumed = (await statement('2016-06')).totals.consumptionWh;
        expect(delivered?.outcome).to.equal(consumed === '9' ? 'stored' : 'refused');
    });

    it('admissions of one meter in two communities: one is admitted, the other refused', async () => {
        const first = await newCommunity(network);
        const second = await newCommunity(network);
        const row = { meter: first.meter('a'), member: 'A', role: 'consumer', from: DAY, to: null } as const;
        const outcomes = await Promise.all([first, second].map(({ utility, id }) => utility.addMembers(id, [row])));
        expect(
            outcomes
                .flat()
                .map(({ outcome }) => outcome)
                .sort(),
        ).to.deep.equal(['done', 'refused']);
    });

    it('creations of one community by two organisers: one is the organiser, the other refused', async () => {
        const creations = await Promise.all(
            ['utility', 'housing']
                .map(async (organisation) => {
                    const { energy } = await network.client(organisation);
                    const parameters = { from: DAY, stepMinutes: 60, rule: 'prorata' } as const;
                    return energy
                        .createCommunity({ community: 'contested', metering: 'UtilityMSP', zone: utcZone, parameters })
                        .then(() => energy.mspId);
                })
                .map(async (creation) => creation.catch(() => codeOf(creation))),
        );
        const { organiser } = await (await network.client('council')).energy.getCommunity('contested');
        expect(creations).to.have.members([organiser, 'ENERGY_COMMUNITY_EXISTS']);
    });

    it('a statement is issued once, by one entry of its payments', async () => {
        const { id, admit, settle } = await newCommunity(network);
        await admit({ a: { to: '2016-06-02' } });
        await settle(DAY, { gaps: 'zero' });
        const area = await network.area('utility');
        const request = { community: id, month: '2016-06' };
        const issue = (): Promise<unknown> =>
            area.submit({ transaction: energyTransactions.issueStatement, request, collection: METERED_DATA });
        const [first, second] = await Promise.all([issue(), issue()]);
        expect(first).to.deep.equal(second);
    });
});
