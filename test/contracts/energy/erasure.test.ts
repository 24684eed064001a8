import { expect } from 'chai';

import { dayOf, newCommunity, type Community } from '../../support/energy-community.js';
import type { EnergyNetwork } from '../../support/energy-network.js';
import { utc } from '../../support/paris.js';
import { codeOf } from '../../support/refusal.js';
import { sharedEnergyNetwork } from '../../support/shared-energy-network.js';

const DAY = '2016-06-01';
const NEXT = '2016-06-02';

describe('erasing a member', () => {
    let network: EnergyNetwork;
    before(async () => {
        network = await sharedEnergyNetwork();
    });

    /** How many values were purged. */
    const erase = ({ id, utility, meter }: Community, name: string): Promise<number> =>
        utility.eraseMember({ community: id, meter: meter(name) });

    /** One consumer and one producer, both members of one day. */
    async function oneDay(): Promise<Community> {
        const community = await newCommunity(network);
        await community.admit({ a: { to: NEXT }, p: { role: 'producer', to: NEXT } });
        await community.deliver(DAY, { a: dayOf([100, 100]), p: dayOf([60]) });
        return community;
    }

    it('leaves nothing readable of it but settled sums under a pseudonym', async () => {
        const community = await oneDay();
        const { id, utility, meter, settle, statement } = community;
        await settle(DAY);
        const before = await statement('2016-06');
        expect(await erase(community, 'a')).to.equal(2);

        const members = [];
        for await (const member of utility.listMembers(id)) members.push(member.meter);
        expect(members).to.deep.equal([meter('p')]);
        const deliveries = await utility.listDeliveries(id, 0, '2016-06');
        expect(deliveries).to.have.length(1);
        expect(await codeOf(community.supplies('a', DAY))).to.equal('ENERGY_METER_UNKNOWN');

        const after = await statement('2016-06');
        expect(JSON.stringify(after)).not.to.contain(meter('a')).and.not.to.contain('member a');
        expect(after.totals).to.deep.equal(before.totals);
        const erased = after.members.find(({ role }) => role === 'consumer');
        expect(erased).to.deep.include({ consumptionWh: '200', selfConsumedWh: '60', amountMicroEur: '6000' });
        expect(erased?.meter).to.equal(erased?.member);
    });

    it('of whom nothing is stored is refused', async () => {
        const community = await oneDay();
        expect(await codeOf(erase(community, 'nobody'))).to.equal('ENERGY_METER_UNKNOWN');
        await community.settle(DAY);
        await erase(community, 'a');
        expect(await codeOf(erase(community, 'a'))).to.equal('ENERGY_METER_UNKNOWN');
    });

    it('who is a member still, or has a day that is not settled, is refused', async () => {
        const community = await newCommunity(network);
        await community.admit({ a: {}, b: { to: '2016-06-03' }, c: { to: '2029-01-01' } });
        await community.settle(DAY, { gaps: 'zero' });
        for (const name of ['a', 'b', 'c'])
            expect(await codeOf(erase(community, name))).to.equal('ENERGY_MEMBERSHIP_OPEN');
        await community.settle(NEXT, { gaps: 'zero' });
        expect(await erase(community, 'b')).to.equal(1);
    });

    it('whose membership began before the first parameters waits for no day before them', async () => {
        const community = await newCommunity(network);
        await community.admit({ a: { from: '2016-05-01', to: NEXT } });
        await community.settle(DAY, { gaps: 'zero' });
        expect(await erase(community, 'a')).to.equal(1);
    });

    it('erases corrections, and every month and community too', async () => {
        const community = await newCommunity(network);
        await community.admit({ a: { from: '2016-06-30', to: '2016-07-02' } });
        await community.deliver('2016-06-30', { a: dayOf([1]) });
        await community.deliver('2016-06-30', { a: [2] }, { correction: 'read again' });
        await community.deliver('2016-07-01', { a: dayOf([3]) });
        await community.settle('2016-06-30', { to: '2016-07-01' });
        const next = await newCommunity(network);
        const row = { member: 'A', role: 'consumer', from: '2016-07-02', to: '2016-07-03' } as const;
        await next.utility.addMembers(next.id, [{ ...row, meter: community.meter('a') }]);
        await next.settle('2016-07-02', { gaps: 'zero' });
        const curve = { meter: community.meter('a'), start: utc('2016-07-02T00:00:00'), stepMinutes: 60 } as const;
        const july = { community: next.id, page: 0, month: '2016-07' };
        await next.utility.deliverCurves(july, { curves: [{ ...curve, start: curve.start + 86_400, values: 'A' }] });

        expect(await erase(community, 'a')).to.equal(5);
        expect(await next.utility.listDeliveries(next.id, 0, '2016-07')).to.deep.equal([]);
        for (const month of ['2016-06', '2016-07']) {
            expect(await community.utility.listDeliveries(community.id, 0, month)).to.deep.equal([]);
        }
    });

    it('that never was of the community is refused, settled or not', async () => {
        const elsewhere = await oneDay();
        await elsewhere.settle(DAY);
        const { id, organiser } = await newCommunity(network, { organiser: 'housing' });
        const call = organiser.eraseMember({ community: id, meter: elsewhere.meter('a') });
        expect(await codeOf(call)).to.equal('ENERGY_METER_UNKNOWN');
    });

    it('lets it come back later as somebody new', async () => {
        const community = await oneDay();
        await community.settle(DAY);
        await erase(community, 'a');
        expect((await community.admit({ a: { from: NEXT, member: 'again' } }))[0]?.outcome).to.equal('done');
        await community.deliver(NEXT, { a: dayOf([7]) });
        expect((await community.settle(NEXT))[0]?.outcome).to.equal('settled');
        const lines = (await community.statement('2016-06')).members.filter(({ role }) => role === 'consumer');
        expect(lines.map(({ consumptionWh }) => consumptionWh).sort()).to.deep.equal(['200', '7']);
        const [earlier] = lines.filter(({ consumptionWh }) => consumptionWh === '200');
        expect(earlier?.meter).to.equal(earlier?.member).and.not.to.equal('a');
        expect(lines.find(({ meter }) => meter === 'a')).to.deep.include({ member: 'again', consumptionWh: '7' });
    });
});
