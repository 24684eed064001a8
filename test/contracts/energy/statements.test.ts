import { expect } from 'chai';

import { energyTransactions, METERED_DATA, type Statement } from '@quartier/rules/energy';
import { daysOfMonth } from '@quartier/rules/units';

import { consortiumFile } from '../../support/area-network.js';
import { dayOf, newCommunity, type Community } from '../../support/energy-community.js';
import { startEnergyNetwork, type EnergyNetwork } from '../../support/energy-network.js';
import { codeOf, refusalOfCall } from '../../support/refusal.js';

const MONTH = '2016-06';
const PAYMENTS = 'payments';

describe('statements', () => {
    let network: EnergyNetwork;
    before(async () => {
        network = await startEnergyNetwork({ consortiumFile: consortiumFile('energy-books') });
    });
    after(() => network.stop());

    /** Balances of the community's accounts over the month: its days, and its payments once issued. */
    async function balances({ id }: Community, entries: readonly string[]): Promise<Readonly<Record<string, string>>> {
        const area = await network.area('utility');
        const request = { community: id, month: MONTH, entries };
        return (await area.evaluate({ transaction: 'books:Balances', request })) as Readonly<Record<string, string>>;
    }

    /** Members of June 1st to 10th, all of it settled: 10 days of 333 Wh from p to a, at 0.123457 EUR a kWh. */
    async function settledDays(): Promise<Community> {
        const community = await newCommunity(network, { microEurPerKwh: '123457' });
        const to = '2016-06-11';
        await community.admit({ a: { to }, b: { to }, p: { role: 'producer', to } });
        const days = (first: number): number[] => Array.from({ length: 240 }, (_, hour) => (hour % 24 ? 0 : first));
        await community.deliver('2016-06-01', { a: days(222), b: days(777), p: days(333) });
        await community.settle('2016-06-01', { to: '2016-06-10' });
        return community;
    }

    it('have a line for each part of the month that a meter had another member or role', async () => {
        const { admit, deliver, settle, statement } = await newCommunity(network);
        await admit({
            a: { to: '2016-06-02', member: 'first' },
            p: { role: 'producer' },
        });
        await admit({ a: { from: '2016-06-02', to: '2016-06-03', member: 'second' } });
        await admit({ a: { from: '2016-06-03', role: 'producer', member: 'second' } });
        await deliver('2016-06-01', {
            a: [...dayOf([10]), ...dayOf([20]), ...dayOf([30])],
            p: [...dayOf([1]), ...dayOf([2]), ...dayOf([3])],
        });
        await settle('2016-06-01', { to: '2016-06-03' });
        const lines = (await statement(MONTH)).members.map(
            ({ meter, member, role, from, to, consumptionWh, productionWh, selfConsumedWh, surplusWh }) =>
                [meter, member, role, from, to, consumptionWh, productionWh, selfConsumedWh, surplusWh].join(' '),
        );
        expect(lines).to.deep.equal([
            'a first consumer 2016-06-01 2016-06-01 10 0 1 0',
            'a second consumer 2016-06-02 2016-06-02 20 0 2 0',
            'a second producer 2016-06-03 2016-06-03 0 30 0 30',
            'p member p producer 2016-06-01 2016-06-03 0 6 0 3',
        ]);
    });

    it('name the days that are not settled and those that were filled in', async () => {
        const { deliver, settle, statement } = await newCommunity(network, { members: { a: 'consumer' } });
        await deliver('2016-06-02', { a: dayOf([null, null, 1]) });
        await settle('2016-06-02', { gaps: 'zero' });
        const { settledDays, unsettledDays, filledDays, members } = await statement(MONTH);
        expect(settledDays).to.equal(1);
        expect(unsettledDays).to.deep.equal(daysOfMonth(MONTH).filter((day) => day !== '2016-06-02'));
        expect(filledDays).to.deep.equal([{ day: '2016-06-02', gaps: 'zero', filledSteps: 2 }]);
        expect(members.map(({ filledSteps }) => filledSteps)).to.deep.equal([2]);
    });

    it('round each line once to whole cents and keep the rest', async () => {
        const { statement } = await settledDays();
        const { members, totals } = await statement(MONTH);
        const figures = members.map(
            ({ meter, selfConsumedWh, sharedWh, amountMicroEur, paymentCents, roundingMicroEur }) => {
                return [meter, selfConsumedWh, sharedWh, amountMicroEur, paymentCents, roundingMicroEur].join(' ');
            },
        );
        // 222 and 777 of 999 Wh share 333 Wh: 74 and 259 a day, priced 9 135.8 and 31 975.4, so 9 136 and 31 975 a day.
        expect(figures).to.deep.equal([
            'a 740 0 91360 9 1360',
            'b 2590 0 319750 32 -250',
            'p 0 3330 -411110 -41 -1110',
        ]);
        expect(totals.amountMicroEur).to.equal('411110');
        expect(totals.roundingMicroEur).to.equal('0');
    });

    it('add up to what was supplied', async () => {
        const community = await settledDays();
        const { members } = await community.statement(MONTH);
        for (const { meter, role, amountMicroEur } of members) {
            let sum = 0;
            for (const day of daysOfMonth(MONTH).slice(0, 10)) {
                for (const [, microEur] of Object.values(await community.supplies(meter, day))) sum += microEur;
            }
            expect(role === 'consumer' ? sum : -sum, meter).to.equal(Number(amountMicroEur));
        }
    });

    it('are issued once every day that has a member is settled, and again with the same reply', async () => {
        const community = await settledDays();
        const area = await network.area('utility');
        const call = {
            transaction: energyTransactions.issueStatement,
            request: { community: community.id, month: MONTH },
            collection: METERED_DATA,
        };
        const reply = await area.submit(call);
        expect(await area.submit(call)).to.deep.equal(reply);
        const { issuedAt } = (await community.statement(MONTH)) as Statement & { issuedAt: number };
        expect(reply).to.deep.equal({ community: community.id, month: MONTH, issuedAt });
        expect(Math.abs(issuedAt - Date.now() / 1_000)).to.be.below(300);
    });

    it('with an unsettled day of a member, or with none settled, are not issued', async () => {
        const community = await newCommunity(network);
        const issue = (month: string): Promise<void> => community.utility.issueStatement(community.id, month);
        expect(await refusalOfCall(issue(MONTH))).to.deep.equal({
            code: 'ENERGY_MONTH_NOT_SETTLED',
            details: { month: MONTH, unsettledDays: 30 },
        });
        await community.admit({ a: { to: '2016-06-04' } });
        await community.settle('2016-06-02', { gaps: 'zero' });
        expect(await refusalOfCall(issue(MONTH))).to.deep.equal({
            code: 'ENERGY_MONTH_NOT_SETTLED',
            details: { month: MONTH, unsettledDays: 2 },
        });
        expect(await codeOf(community.utility.issueStatement('nowhere', MONTH))).to.equal('ENERGY_COMMUNITY_UNKNOWN');
    });

    it('wait for no day before the first parameters, which cannot be settled', async () => {
        const community = await newCommunity(network, { from: '2016-06-03' });
        await community.admit({ a: { from: '2016-06-01', to: '2016-06-04' } });
        await community.settle('2016-06-03', { gaps: 'zero' });
        await community.utility.issueStatement(community.id, MONTH);
    });

    it('that are issued clear every account: each line is paid in cents, what rounding left is posted', async () => {
        const community = await settledDays();
        const days = daysOfMonth(MONTH);
        const before = await balances(community, days);
        expect(Object.values(before).sort()).to.deep.equal(['-411110', '319750', '91360']);
        await community.utility.issueStatement(community.id, MONTH);

        const { payments, rounding, ...meters } = await balances(community, [...days, PAYMENTS]);
        expect(new Set(Object.values(meters))).to.deep.equal(new Set(['0']));
        expect(Object.keys(meters)).to.have.length(3);
        // 9 + 32 - 41 cents; 1 360 - 250 - 1 110.
        expect([payments, rounding]).to.deep.equal(['0', '0']);
    });

    it('post payments and rounding that differ where lines are rounded apart', async () => {
        const community = await newCommunity(network, { microEurPerKwh: '1000' });
        const to = '2016-06-02';
        await community.admit({ a: { to }, b: { to }, p: { role: 'producer', to } });
        await community.deliver('2016-06-01', { a: dayOf([4_000]), b: dayOf([4_000]), p: dayOf([8_000]) });
        await community.settle('2016-06-01');
        await community.utility.issueStatement(community.id, MONTH);
        const { payments, rounding, ...meters } = await balances(community, ['2016-06-01', PAYMENTS]);
        // Two charges of 4 000 round to nothing, the payment of 8 000 to one cent.
        expect([payments, rounding]).to.deep.equal(['-10000', '10000']);
        expect(new Set(Object.values(meters))).to.deep.equal(new Set(['0']));
        expect((await community.statement(MONTH)).totals.roundingMicroEur).to.equal('10000');
    });

    it('clear the account of a meter that was erased before', async () => {
        const community = await settledDays();
        await community.utility.eraseMember({ community: community.id, meter: community.meter('a') });
        await community.utility.issueStatement(community.id, MONTH);
        const { payments, rounding, ...meters } = await balances(community, [...daysOfMonth(MONTH), PAYMENTS]);
        expect([payments, rounding]).to.deep.equal(['0', '0']);
        expect(Object.entries(meters).filter(([, balance]) => balance !== '0')).to.deep.equal([]);
        expect(Object.keys(meters)).to.have.length(3);
    });

    it('that are issued no longer change: the month is closed, days without a member too', async () => {
        const community = await settledDays();
        await community.utility.issueStatement(community.id, MONTH);
        const issued = await community.statement(MONTH);
        const [outcome] = await community.admit({ late: { from: '2016-06-20' } });
        expect(outcome).to.deep.include({ code: 'ENERGY_CHANGE_AFTER_CLOSE', details: { day: '2016-06-20' } });
        expect(await community.settle('2016-06-20')).to.deep.equal([
            {
                day: '2016-06-20',
                outcome: 'refused',
                code: 'ENERGY_DAY_ALREADY_SETTLED',
                details: { day: '2016-06-20', runId: MONTH },
            },
        ]);
        const [delivered] = await community.deliver('2016-06-20', { a: [1] });
        expect(delivered?.refused[0]?.code).to.equal('ENERGY_READING_AFTER_CLOSE');
        expect(await community.supplies('a', '2016-06-20')).to.deep.equal({});
        expect(await community.statement(MONTH)).to.deep.equal(issued);
        expect((await community.admit({ late: { from: '2016-07-01' } }))[0]?.outcome).to.equal('done');
    });
});
