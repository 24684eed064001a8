import { expect } from 'chai';

import { nextMonth } from '@quartier/rules/units';

import { dayOf, newCommunity, type Community } from '../../support/energy-community.js';
import type { EnergyNetwork } from '../../support/energy-network.js';
import { codeOf } from '../../support/refusal.js';
import { sharedEnergyNetwork } from '../../support/shared-energy-network.js';

const DAY = '2016-06-01';
const NEXT = '2016-06-02';

function nextMonths(month: string, count: number): string {
    return count === 0 ? month : nextMonths(nextMonth(month), count - 1);
}

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
        for (const name of ['a', 'b', 'c']) expect(await codeOf(erase(community, name))).to.equal('ENERGY_MEMBERSHIP_OPEN');
        await community.settle(NEXT, { gaps: 'zero' });
        expect(await erase(community, 'b')).to.equal(1);
    });

    it('whose membership began before the first parameters waits for no day before them', async () => {
        const community = await newCommunity(network);
        await community.admit({ a: { from: '2016-05-01', to: NEXT } });
        await community.settle(DAY, { gaps: 'zero' });
        expect(await erase(community, 'a')).to.equal(1);
    });

    it('erases corrections and every month too', async () => {
        const community = await newCommunity(network);
        await community.admit({ a: { from: '2016-06-30', to: '2016-07-02' } });
        await community.deliver('2016-06-30', { a: dayOf([1]) });
        await community.deliver('2016-06-30', { a: [2] }, { correction: 'read again' });
        await community.deliver('2016-07-01', { a: dayOf([3]) });
        await community.settle('2016-06-30', { to: '2016-07-01' });
        expect(await erase(community, 'a')).to.equal(4);
        for (const month of ['2016-06', '2016-07']) {
            expect(await community.utility.listDeliveries(community.id, 0, month)).to.deep.equal([]);
        }
    });

    it('takes as many transactions as it needs, the record of the meter last', async () => {
        const months = Array.from({ length: 20 }, (_, index) => nextMonths('2016-01', index));
        const community = await newCommunity(network, { from: '2016-01-01' });
        await community.admit({ a: { to: '2016-01-02' } });
        for (const month of months) await community.deliver(`${month}-10`, { a: [0] });
        const daily = async (month: string): Promise<void> => {
            const [, year, ofYear] = /^(\d+)-(\d+)$/u.exec(month) ?? [];
            for (let hour = 1; hour < 26; hour += 1) {
                const start = Date.UTC(Number(year), Number(ofYear) - 1, 10, hour) / 1_000;
                await community.deliver(`${month}-10`, { a: [hour] }, { start });
            }
        };
        await Promise.all(months.map(daily));
        await community.settle('2016-01-01', { gaps: 'zero' });

        expect(await erase(community, 'a')).to.equal(20 * 26 + 1);
        for (const month of months) {
            expect(await community.utility.listDeliveries(community.id, 0, month)).to.deep.equal([]);
        }
        expect(await codeOf(erase(community, 'a'))).to.equal('ENERGY_METER_UNKNOWN');
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
