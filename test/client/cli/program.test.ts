import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { status } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { runProgram } from '@quartier/client/dist/cli/program.js';
import { expect } from 'chai';

import { startFakeConsortium, type FakeConsortium } from '../../support/fake-consortium.js';
import { Answer, type ProposedCall } from '../../support/fake-gateway.js';

describe('the program quartier', () => {
    let consortium: FakeConsortium;
    let calls: ProposedCall[];
    let answer: (call: ProposedCall) => unknown;

    beforeEach(async () => {
        calls = [];
        answer = () => ({});
        const keep = (call: ProposedCall): unknown => {
            calls.push(call);
            return answer(call);
        };
        consortium = await startFakeConsortium({ evaluate: keep, endorse: keep });
    });
    afterEach(() => consortium.stop());

    async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
        let out = '';
        let err = '';
        const code = await runProgram(argv, {
            stdout: { write: (text: string) => (out += text) },
            stderr: { write: (text: string) => (err += text) },
            environment: { QUARTIER_PROFILE: consortium.profile },
        });
        return { code, out, err };
    }
    async function file(name: string, text: string): Promise<string> {
        const path = join(consortium.folder, name);
        await writeFile(path, text);
        return path;
    }

    const COMMANDS = [
        'community create',
        'community set',
        'community show',
        'community list',
        'price set',
        'price list',
        'member add',
        'member end',
        'member list',
        'member erase',
        'import',
        'settle',
        'day list',
        'statement',
        'statement issue',
        'supplies',
    ];
    for (const name of COMMANDS) {
        it(`helps with energy ${name}, its options and exit codes`, async () => {
            const { code, out } = await run('energy', ...name.split(' '), '--help');
            expect(code).to.equal(0);
            expect(out).to.contain(`quartier energy ${name}`).and.to.contain('--json').and.to.contain('--profile');
            expect(out).to.contain('3   partly refused');
        });
    }

    it('creates a community with the grid operator that the consortium names', async () => {
        const { code, out } = await run(
            ...'energy community create confluence --zone Europe/Paris --step 15 --rule prorata --json'.split(' '),
        );
        expect(code).to.equal(0);
        expect(JSON.parse(out)).to.include({ community: 'confluence', metering: 'UtilityMSP', zone: 'Europe/Paris' });
        const [created] = calls;
        expect(created?.transaction).to.equal('energy:CreateCommunity');
        expect(created?.request).to.deep.include({
            metering: 'UtilityMSP',
            parameters: { from: '2001-01-01', stepMinutes: 15, rule: 'prorata' },
        });
        expect(created?.privatePart)
            .to.have.property('collectionKey')
            .that.matches(/^[0-9a-f]{64}$/u);
    });

    it('creates a community with static keys, in the private part', async () => {
        const keys = await file('keys.csv', 'meter,key\nM1,60%\nM2,400000\n');
        const argv = 'energy community create confluence --zone UTC --step 30 --rule static'.split(' ');
        expect((await run(...argv, '--keys', keys)).code).to.equal(0);
        expect(calls[0]?.privatePart).to.deep.include({
            keys: [
                { meter: 'M1', keyPpm: 600_000 },
                { meter: 'M2', keyPpm: 400_000 },
            ],
        });
    });

    const usage: [string, string][] = [
        ['energy community create x --zone UTC --step 20 --rule prorata', 'Allowed choices are 15, 30, 60'],
        ['energy community create x --zone UTC --step 15 --rule static', '--keys FILE'],
        ['energy community create x --zone Europe/Lutetia --step 15 --rule prorata', 'Europe/Lutetia'],
        ['energy price set --community x --from 2016-06-01 --micro-eur-per-kwh 9.5', 'whole number'],
        ['energy settle --community x --from 2016-06-31 --to 2016-07-01', 'must be a day'],
        ['energy settle --community x --from 2016-06-02 --to 2016-06-01', 'before --from'],
        ['energy statement --community x', '--month'],
        ['energy member erase --community x --meter M1', '--yes'],
        ['energy member add --community x --file /none.csv', 'No file is at /none.csv'],
        ['energy import /none.csv --community x', '/none.csv'],
        ['energy statement --community x --month 2016-06 --profile /none.json', '/none.json'],
        ['energy bake', 'unknown command'],
    ];
    for (const [argv, message] of usage) {
        it(`ends with 2 for: ${argv}`, async () => {
            const { code, out, err } = await run(...argv.split(' '));
            expect([code, out]).to.deep.equal([2, '']);
            expect(err).to.contain(message);
            const asJson = await run(...argv.split(' '), '--json');
            expect(asJson.code).to.equal(2);
            expect(JSON.parse(asJson.out)).to.have.nested.property('error.message').that.contains(message);
        });
    }

    it('tells a refusal as a sentence with its code on stderr, in either language', async () => {
        answer = () => {
            throw new Answer(status.UNKNOWN, 'chaincode response 500, ENERGY_COMMUNITY_UNKNOWN {"community":"x"}');
        };
        const english = await run('energy', 'community', 'show', 'x');
        expect(english).to.deep.equal({
            code: 1,
            out: '',
            err: 'No community x exists. List them, or create it first. [ENERGY_COMMUNITY_UNKNOWN]\n',
        });
        const french = await run('energy', 'community', 'show', 'x', '--language', 'fr');
        expect(french.err).to.match(/^La communauté x n'existe pas/u);
    });

    it('tells a refusal as JSON on stdout', async () => {
        answer = () => {
            throw new Answer(status.UNKNOWN, 'chaincode response 500, ENERGY_COMMUNITY_UNKNOWN {"community":"x"}');
        };
        const { code, out, err } = await run('energy', 'community', 'show', 'x', '--json');
        expect([code, err]).to.deep.equal([1, '']);
        expect(JSON.parse(out)).to.deep.equal({
            error: {
                code: 'ENERGY_COMMUNITY_UNKNOWN',
                details: { community: 'x' },
                message: 'No community x exists. List them, or create it first.',
            },
        });
    });

    it('ends with 3 when some members are refused and with 1 when all are', async () => {
        const rows = ['meter,member,role,from,to', 'M1,A,consumer,2016-06-01,', 'M2,B,owner,2016-06-01,'];
        answer = () => ({ outcomes: [{ index: 0, outcome: 'done' }] });
        const argv = ['energy', 'member', 'add', '--community', 'x', '--file'];
        const some = await run(...argv, await file('some.csv', rows.join('\n')));
        expect(some.code).to.equal(3);
        expect(some.out).to.equal('1 added, 0 unchanged, 1 refused.\n');
        expect(some.err).to.match(/^line 3: M2: .*owner.* \[ENERGY_MEMBER_ROW_INVALID\]\n$/u);
        const none = await run(...argv, await file('none.csv', [rows[0], rows[2]].join('\n')));
        expect(none.code).to.equal(1);
        expect(calls).to.have.length(1);
    });

    it('ends with 3 when some days are refused, and names what they miss', async () => {
        const details = { day: '2016-06-02', missingSteps: 2, meters: 1 };
        answer = ({ transaction }) =>
            transaction === 'energy:DayGaps'
                ? { gaps: [{ meter: 'M1', member: 'Shop', missing: [[1_464_825_600, 2]] }] }
                : {
                      days: [
                          { day: '2016-06-01', outcome: 'settled' },
                          { day: '2016-06-02', outcome: 'refused', code: 'ENERGY_DAY_HAS_GAPS', details },
                      ],
                  };
        const argv = 'energy settle --community x --from 2016-06-01 --to 2016-06-02'.split(' ');
        const { code, out, err } = await run(...argv);
        expect(code).to.equal(3);
        expect(out).to.match(/^1 days settled, 1 refused/u);
        expect(err).to.contain('2016-06-02: On 2016-06-02, 2 readings of 1 meter(s) are missing');
        expect(err).to.contain('M1 (Shop): 2 missing: 2 from 2016-06-02T00:00Z');
        const json = JSON.parse((await run(...argv, '--json')).out) as { days: { missing?: unknown }[] };
        expect(json.days[1]?.missing).to.deep.equal([{ meter: 'M1', member: 'Shop', missing: [[1_464_825_600, 2]] }]);
    });

    it('prints a statement as it is, and issues one', async () => {
        const statement = { community: 'x', month: '2016-06', members: [], totals: TOTALS, ...NO_MARKS };
        answer = () => statement;
        const argv = ['--community', 'x', '--month', '2016-06'];
        const shown = await run('energy', 'statement', ...argv, '--json');
        expect(JSON.parse(shown.out)).to.deep.equal(statement);
        const text = await run('energy', 'statement', ...argv);
        expect(text.out).to.contain('Self-consumption 98.7 %, self-sufficiency 30.6 %');
        const issued = await run('energy', 'statement', 'issue', ...argv);
        expect(issued.code).to.equal(0);
        expect(calls.map(({ transaction }) => transaction)).to.deep.equal([
            'energy:GetStatement',
            'energy:GetStatement',
            'energy:IssueStatement',
            'energy:GetStatement',
        ]);
    });

    it('ends with 4 when no gateway answers', async () => {
        await consortium.gateway.stop();
        const { code, out } = await run('energy', 'community', 'list', '--json');
        expect(code).to.equal(4);
        expect(JSON.parse(out)).to.have.nested.property('error.code', 'NOT_CONNECTED');
    });

    it('ends with 5 when the transaction was found invalid', async () => {
        consortium.gateway.behaviour.commitStatus = () => peer.TxValidationCode.ENDORSEMENT_POLICY_FAILURE;
        const argv = 'energy member end --community x --meter M1 --to 2016-06-01 --json'.split(' ');
        const { code, out } = await run(...argv);
        expect(code).to.equal(5);
        expect(JSON.parse(out)).to.have.nested.property('error.details.validation', 'ENDORSEMENT_POLICY_FAILURE');
    });

    it('ends with 70 for a bug', async () => {
        answer = () => ({ members: 'not a list', pages: 1 });
        const { code } = await run('energy', 'day', 'list', '--community', 'x', '--month', '2016-06');
        expect(code).to.equal(70);
    });
});

const TOTALS = {
    consumptionWh: '34550496',
    productionWh: '10712357',
    selfConsumedWh: '10575525',
    complementWh: '23974971',
    sharedWh: '10575525',
    surplusWh: '136832',
    amountMicroEur: '1000000000',
    roundingMicroEur: '0',
};
const NO_MARKS = { settledDays: 30, unsettledDays: [], filledDays: [] };
