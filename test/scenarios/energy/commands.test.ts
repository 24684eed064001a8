import { mapConcurrently } from '@quartier/client';
import { expect } from 'chai';

import { memberFile, wideFile } from '../../support/meter-files.js';
import { startQuartier } from '../../support/programs.js';
import { scenario } from '../../support/scenario-network.js';

const NOON = Array.from({ length: 24 }, (_, hour) => (hour === 12 ? 500 : 0));

const STATEMENT = 'community filledDays members month settledDays totals unsettledDays';
/** A command, what it works on, and the names in its result; `MEMBERS` and `READINGS` are files. */
const COMMANDS: readonly (readonly [string, string, string])[] = [
    ['community create', 'told --zone UTC --step 60 --rule prorata', 'community metering parameters zone'],
    ['community set', 'told --step 60 --rule prorata --from 2016-01-01', 'community parameters'],
    ['community show', 'told', 'community metering organiser parameters zone'],
    ['community list', '', 'communities'],
    ['member add', '--community told --file MEMBERS', 'added community problems refused unchanged'],
    ['price set', '--community told --from 2016-01-01 --micro-eur-per-kwh 90000', 'community from microEurPerKwh'],
    ['price list', '--community told', 'community prices'],
    [
        'import',
        'READINGS --community told',
        'community curves gaps problemCount problems readings refused refusedByCode stored transactions unchanged',
    ],
    ['settle', '--community told --from 2016-06-01 --to 2016-06-01', 'community days refused runId settled'],
    ['day list', '--community told --month 2016-06', 'community days month'],
    [
        'supplies',
        '--community told --meter T-home --from 2016-06-01 --to 2016-06-01',
        'community from meter supplies to',
    ],
    ['member end', '--community told --meter T-home --to 2016-06-02', 'community meter to'],
    ['member end', '--community told --meter T-roof --to 2016-06-02', 'community meter to'],
    ['member list', '--community told', 'community members'],
    ['statement', '--community told --month 2016-06', STATEMENT],
    ['statement issue', '--community told --month 2016-06', `${STATEMENT} issuedAt`],
    ['member erase', '--community told --meter T-home --yes', 'community meter purgedValues'],
];

scenario('Every command of energy', (network) => {
    it('prints one line of JSON with --json, and nothing else', async () => {
        const from = '2016-06-01';
        const members = memberFile({ 'T-home': { role: 'consumer', from }, 'T-roof': { role: 'producer', from } });
        const readings = wideFile({ 'T-home': NOON, 'T-roof': NOON }, { start: '2016-06-01T00:00', stepMinutes: 60 });
        const files = {
            MEMBERS: network().write('told.csv', members),
            READINGS: network().write('told-readings.csv', readings),
        };
        const utility = network().office('utility');
        for (const [command, words, names] of COMMANDS) {
            const given = words.replace('MEMBERS', files.MEMBERS).replace('READINGS', files.READINGS);
            const { exitCode, stdout, stderr, json } = await utility.run(`energy ${command} ${given} --json`);
            expect([command, exitCode, stderr]).to.deep.equal([command, 0, '']);
            expect(stdout, command).to.match(/^\{.*\}\n$/u);
            expect(json, command).to.have.all.keys(...names.split(' '));
        }
    });

    it('leaves nothing of an erased member but the totals of what was settled', async () => {
        const utility = network().office('utility');
        expect(await utility.ask('energy member list --community told')).to.have.nested.property('members.length', 1);
        const { json } = await utility.run('energy day list --community told --month 2016-06 --json');
        expect(JSON.stringify(json)).not.to.contain('T-home');
        const supplies = 'energy supplies --community told --meter T-home --from 2016-06-01 --to 2016-06-01';
        expect(JSON.stringify((await utility.run(`${supplies} --json`)).json)).not.to.contain('Member T-home');
    });

    it('has help, without a network', async () => {
        const names = new Set(COMMANDS.map(([command]) => command));
        await mapConcurrently(names, 3, async (name) => {
            const { exitCode, stdout, stderr } = await startQuartier(`energy ${name} --help`).finished;
            expect([name, exitCode, stderr]).to.deep.equal([name, 0, '']);
            expect(stdout)
                .to.contain(`Usage: quartier energy ${name} `)
                .and.contain('--json')
                .and.contain('Exit codes:');
        });
    });

    it('tells which profile is missing, and which file', async () => {
        const without = await startQuartier('energy community list').finished;
        expect(without).to.include({ exitCode: 2, stdout: '' });
        expect(without.stderr).to.contain('Give --profile PATH, or set QUARTIER_PROFILE.');
        const nowhere = await startQuartier('energy community list --profile /nowhere.json').finished;
        expect(nowhere).to.include({ exitCode: 2, stdout: '' });
        expect(nowhere.stderr).to.contain('/nowhere.json');
    });
});
