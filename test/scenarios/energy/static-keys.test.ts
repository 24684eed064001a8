import type { Statement, StatementLine } from '@quartier/rules/energy';
import { expect } from 'chai';

import { memberFile, wideFile } from '../../support/meter-files.js';
import type { BackOffice } from '../../support/programs.js';
import { scenario } from '../../support/scenario-network.js';
import { expectBalanced } from '../../support/statement-checks.js';

/** At noon of two days the roof gives 1,000 Wh; the bakery takes 500, the school 700. */
const NOON = (value: number): number[] => Array.from({ length: 48 }, (_, hour) => (hour % 24 === 12 ? value : 0));
const READINGS = { 'K-bakery': NOON(500), 'K-school': NOON(700), 'K-roof': NOON(1_000) };

scenario('A community that shares by static keys', (network) => {
    let utility: BackOffice;
    const keys = (name: string, rows: readonly string[]): string => {
        return network().write(name, ['meter,key', ...rows, ''].join('\n'));
    };
    const create = (id: string, rule: string): string => `energy community create ${id} --zone UTC --step 60 ${rule}`;

    before(async () => {
        utility = network().office('utility');
        const file = keys('keys.csv', ['K-bakery,60%', 'K-school,400000']);
        await utility.ask(create('keyed', `--rule static --keys ${file}`));
        await utility.ask('energy price set --community keyed --from 2016-01-01 --micro-eur-per-kwh 100000');
        const members = memberFile({
            'K-bakery': { role: 'consumer' },
            'K-school': { role: 'consumer' },
            'K-roof': { role: 'producer' },
        });
        await utility.ask(`energy member add --community keyed --file ${network().write('keyed.csv', members)}`);
        const readings = wideFile(READINGS, { start: '2016-06-01T00:00', stepMinutes: 60 });
        await utility.ask(`energy import ${network().write('noons.csv', readings)} --community keyed`);
    });

    async function sharesOf(month: string): Promise<readonly [string, string, string][]> {
        const statement = (await utility.ask(`energy statement --community keyed --month ${month}`)) as Statement;
        expectBalanced(statement);
        const figures = ({
            meter,
            selfConsumedWh,
            sharedWh,
            amountMicroEur,
        }: StatementLine): [string, string, string] => [
            meter,
            selfConsumedWh === '0' ? sharedWh : selfConsumedWh,
            amountMicroEur,
        ];
        return statement.members.map(figures);
    }

    it('takes keys as percentages and as ppm, and leaves as surplus what a key cannot use', async () => {
        await utility.ask('energy settle --community keyed --from 2016-06-01 --to 2016-06-01');
        expect(await sharesOf('2016-06')).to.deep.equal([
            ['K-bakery', '500', '50000'],
            ['K-roof', '900', '-90000'],
            ['K-school', '400', '40000'],
        ]);
    });

    it('shares by consumption from the day on which the rule changes', async () => {
        await utility.ask('energy community set keyed --from 2016-06-02 --step 60 --rule prorata');
        await utility.ask('energy settle --community keyed --from 2016-06-02 --to 2016-06-02');
        expect(await sharesOf('2016-06')).to.deep.equal([
            ['K-bakery', '917', '91700'],
            ['K-roof', '1900', '-190000'],
            ['K-school', '983', '98300'],
        ]);
    });

    it('does not change the rule of a settled day', async () => {
        const change = 'energy community set keyed --from 2016-06-01 --step 30 --rule prorata';
        expect(await utility.refused(change)).to.equal('ENERGY_CHANGE_AFTER_CLOSE');
    });

    it('is not created from keys that give away more than there is, or that cannot be read', async () => {
        const tooMuch = keys('too-much.csv', ['K-bakery,60%', 'K-school,400001']);
        expect(await utility.refused(create('spent', `--rule static --keys ${tooMuch}`))).to.equal(
            'ENERGY_KEYS_INVALID',
        );
        const unreadable = keys('unreadable.csv', ['K-bakery,60%', 'K-school,a lot']);
        const { exitCode, stderr } = await utility.run(create('spent', `--rule static --keys ${unreadable}`));
        expect(exitCode).to.equal(2);
        expect(stderr).to.match(/^Line 3 of .*"a lot" is neither ppm .*\[ENERGY_KEY_ROW_INVALID\]\n$/u);
        expect(await utility.refused('energy community show spent')).to.equal('ENERGY_COMMUNITY_UNKNOWN');
    });
});
