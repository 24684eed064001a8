import path from 'node:path';

import type { ListedMembership, SettledDay, Statement, Supply } from '@quartier/rules/energy';
import { expect } from 'chai';

import type { BackOffice } from '../../support/programs.js';
import { scenario } from '../../support/scenario-network.js';
import { expectBalanced } from '../../support/statement-checks.js';

const SAMPLE = path.resolve('client', 'sample');
const MONTH = '--community confluence --month 2016-06';
const SHOP = 'S015-L29';

scenario('The month of the sample district, at the terminals of its organisations', (network) => {
    let utility: BackOffice;
    let statement: Statement;
    before(() => {
        utility = network().office('utility');
    });

    it('is prepared: community, cost prices, members', async () => {
        const community = 'energy community create confluence --zone Europe/Paris --step 15 --rule prorata';
        expect(await utility.ask(community)).to.include({ community: 'confluence', metering: 'UtilityMSP' });
        const price = 'energy price set --community confluence --from 2016-06-01 --micro-eur-per-kwh';
        await utility.ask(`${price} 95000`);
        await addMembers();
        await utility.ask(`${price} 82000 --producer S013-P4`);
        const { prices } = (await utility.ask('energy price list --community confluence')) as { prices: unknown[] };
        expect(prices).to.have.lengthOf(2);
        const { members } = (await utility.ask('energy member list --community confluence')) as {
            members: ListedMembership[];
        };
        expect(members).to.have.lengthOf(18);
        expect(members.find(({ meter }) => meter === SHOP)).to.include({ member: 'Shop, quai Rambaud', to: null });
    });

    async function addMembers(): Promise<void> {
        const file = path.join(SAMPLE, 'members.csv');
        const added = await utility.ask(`energy member add --community confluence --file ${file}`);
        expect(added).to.include({ added: 18, unchanged: 0, refused: 0 });
        const again = await utility.ask(`energy member add --community confluence --file ${file}`);
        expect(again).to.include({ added: 0, unchanged: 18, refused: 0 });
    }

    it('is imported, and the same file again changes nothing', async () => {
        const file = path.join(SAMPLE, 'readings.csv');
        const first = await utility.run(`energy import ${file} --community confluence`);
        expect(first.exitCode).to.equal(0);
        expect(first.stdout).to.equal('51840 readings: 51840 stored, 0 unchanged, 0 refused; 0 empty cells.\n');
        const again = await utility.ask(`energy import ${file} --community confluence`);
        expect(again).to.include({ stored: 0, unchanged: 51_840, refused: 0, transactions: 0 });
    });

    it('is settled once', async () => {
        const settle = 'energy settle --community confluence --from 2016-06-01 --to 2016-06-30';
        expect(await utility.ask(`${settle} --run june`)).to.include({ settled: 30, refused: 0, runId: 'june' });
        expect(await utility.ask(`${settle} --run june`)).to.include({ settled: 30, refused: 0 });

        const { exitCode, stderr } = await utility.run(`${settle} --run another`);
        expect(exitCode).to.equal(1);
        expect(stderr).to.match(/^2016-06-01: The day 2016-06-01 is already settled by the run june\. \[ENERGY_DAY_/u);
    });

    it('has a statement of decimal strings whose lines add up to its totals', async () => {
        statement = (await utility.ask(`energy statement ${MONTH}`)) as Statement;

        expect(statement).to.include({ community: 'confluence', month: '2016-06', settledDays: 30 });
        expect(statement.totals).to.deep.equal({
            consumptionWh: '11796807',
            productionWh: '3782552',
            selfConsumedWh: '3631634',
            complementWh: '8165173',
            sharedWh: '3631634',
            surplusWh: '150918',
            amountMicroEur: statement.totals.amountMicroEur,
            roundingMicroEur: statement.totals.roundingMicroEur,
        });
        expect(statement.members).to.have.lengthOf(18);
        expectBalanced(statement);
    });

    it('charges a consumer the cost price of each roof that supplied it', async () => {
        const supplies = await suppliesOf(SHOP, '2016-06-01', '2016-06-30');
        const line = statement.members.find(({ meter }) => meter === SHOP);
        expect(sum(supplies.map(({ energyWh }) => energyWh)).toString()).to.equal(line?.selfConsumedWh);
        expect(sum(supplies.map(({ amountMicroEur }) => amountMicroEur)).toString()).to.equal(line?.amountMicroEur);
        for (const { producer, energyWh, amountMicroEur } of supplies) {
            const price = producer === 'S013-P4' ? 82_000n : 95_000n;
            expect(BigInt(amountMicroEur)).to.equal((BigInt(energyWh) * price) / 1_000n);
        }
    });

    it('shows what a roof gave as what its consumers got, at the weekend from the roof of the empty office', async () => {
        const given = await suppliesOf('S013-P4', '2016-06-04', '2016-06-04');
        const got = await suppliesOf(SHOP, '2016-06-04', '2016-06-04');
        expect(given.filter(({ consumer }) => consumer === SHOP)).to.deep.equal(
            got.filter(({ producer }) => producer === 'S013-P4'),
        );
        expect(got.map(({ producer }) => producer)).to.have.members(['S004-P2', 'S013-P4', 'S024-P3']);
    });

    async function suppliesOf(meter: string, from: string, to: string): Promise<Supply[]> {
        const range = `--community confluence --meter ${meter} --from ${from} --to ${to}`;
        return ((await utility.ask(`energy supplies ${range}`)) as { supplies: Supply[] }).supplies;
    }

    it('reads the same to the other organisation of the collection', async () => {
        expect(await network().office('housing').ask(`energy statement ${MONTH}`)).to.deep.equal(statement);
    });

    it('shows the council the public days and nothing of the members', async () => {
        const council = network().office('council');
        const { days } = (await council.ask(`energy day list ${MONTH}`)) as { days: SettledDay[] };
        expect(days).to.have.lengthOf(30);
        const shared = sum(days.map(({ totals }) => totals?.sharedWh ?? '0'));
        expect(shared.toString()).to.equal(statement.totals.sharedWh);

        const { exitCode, stdout, stderr } = await council.run(`energy statement ${MONTH}`);
        expect([exitCode, stdout]).to.deep.equal([1, '']);
        expect(stderr).to.match(/^CouncilMSP does not share the collection .* \[CONSORTIUM_COLLECTION_CLOSED\]\n$/u);
    });

    it('is issued once it is whole, and no longer changes', async () => {
        const issued = (await utility.ask(`energy statement issue ${MONTH}`)) as Statement;
        expect(issued).to.deep.equal({ ...statement, issuedAt: issued.issuedAt });
        expect(await utility.ask(`energy statement issue ${MONTH}`)).to.deep.equal(issued);
        expect(await utility.refused('energy statement issue --community confluence --month 2016-07')).to.equal(
            'ENERGY_MONTH_NOT_SETTLED',
        );
    });

    it('keeps what is settled when a member leaves', async () => {
        const end = `energy member end --community confluence --meter ${SHOP}`;
        expect(await utility.refused(`${end} --to 2016-06-15`)).to.equal('ENERGY_CHANGE_AFTER_CLOSE');
        expect(await utility.ask(`${end} --to 2016-07-01`)).to.include({ meter: SHOP, to: '2016-07-01' });
        const { members } = (await utility.ask('energy member list --community confluence')) as {
            members: ListedMembership[];
        };
        expect(members.find(({ meter }) => meter === SHOP)).to.include({ to: '2016-07-01' });
    });
});

function sum(amounts: readonly string[]): bigint {
    return amounts.reduce((total, amount) => total + BigInt(amount), 0n);
}
