import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runProgram } from '@quartier/client/dist/cli/program.js';
import { expect } from 'chai';

import type { AreaNetwork } from '../../support/area-network.js';
import { dayFromToday, startStreetsNetwork } from '../../support/streets-network.js';

/** A decision through the program, from its proposal on. */
describe('the commands of quartier consortium', () => {
    let network: AreaNetwork;
    before(async () => {
        network = await startStreetsNetwork();
    });
    after(() => network.stop());

    async function run(organisation: string, ...argv: string[]): Promise<{ code: number; out: string; err: string }> {
        let out = '';
        let err = '';
        const code = await runProgram(['consortium', ...argv], {
            stdout: { write: (text: string) => (out += text) },
            stderr: { write: (text: string) => (err += text) },
            environment: { QUARTIER_PROFILE: network.profiles[organisation] },
        });
        return { code, out, err };
    }
    const AREA = ['--area', 'streets'];
    const from = dayFromToday(3);

    it('decide together', async () => {
        const proposal = ['propose', 'slower', '--subject', 'speed', '--from', from, '--value', '{"kmPerHour":30}'];
        const { code, out } = await run('north', ...proposal, ...AREA, '--json');
        expect(code).to.equal(0);
        expect(JSON.parse(out)).to.deep.include({ decision: 'slower', state: 'open', approvedBy: ['NorthMSP'] });

        expect((await run('south', 'reject', 'slower', ...AREA)).out).to.match(/^Rejected +SouthMSP$/mu);
        expect((await run('south', 'approve', 'slower', ...AREA)).out).to.match(/^Approved +NorthMSP, SouthMSP$/mu);
        const last = await run('east', 'approve', 'slower', ...AREA, '--channel', 'streets');
        expect(last.out).to.match(/^Decision +slower: adopted \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/mu);
    });

    it('show what is decided', async () => {
        const { out } = await run('west', 'show', 'slower', ...AREA);
        expect(out)
            .to.match(/^Value +\{"kmPerHour":30\}$/mu)
            .and.to.match(/^Rejected +-$/mu);
        const shown = await run('west', 'show', 'slower', ...AREA, '--json');
        expect(JSON.parse(shown.out)).to.deep.include({ value: { kmPerHour: 30 }, state: 'adopted' });
        expect((await run('west', 'decisions', ...AREA)).out).to.match(/^slower +speed +\S+ +adopted +EastMSP, /mu);
        const listed = await run('west', 'decisions', ...AREA, '--json');
        expect(JSON.parse(listed.out)).to.have.nested.property('decisions[0].decision', 'slower');
    });

    it('show what is in force on a day, and that nothing is', async () => {
        const inForce = ['in-force', '--subject', 'speed', ...AREA, '--day'];
        expect((await run('west', ...inForce, from)).out).to.equal(`{"kmPerHour":30}\nby slower, from ${from}\n`);
        expect(JSON.parse((await run('west', ...inForce, from, '--json')).out)).to.deep.equal({
            subject: 'speed',
            day: from,
            inForce: { decision: 'slower', from, value: { kmPerHour: 30 } },
        });
        const before = dayFromToday(2);
        expect((await run('west', ...inForce, before)).out).to.equal(`Nothing is in force on speed on ${before}.\n`);
    });

    it('take a value from a file, and say what is wrong with it', async () => {
        const file = join(network.dataDir, 'notices.json');
        const proposal = ['propose', 'notices', '--subject', 'notices', '--from', from, ...AREA];
        await writeFile(file, '["Works in June"]');
        expect((await run('north', ...proposal, '--file', file)).code).to.equal(0);
        await writeFile(file, '[');
        for (const [words, message] of [
            [['--file', file], `The file ${file} cannot be read`],
            [['--file', '/none.json'], 'No file is at /none.json'],
            [['--value', '{'], '--value cannot be read as JSON'],
            [[], 'Give --value JSON or --file PATH, one of them.'],
            [['--value', '[]', '--file', file], 'Give --value JSON or --file PATH, one of them.'],
        ] as const) {
            const { code, err } = await run('north', ...proposal, ...words);
            expect(code, err).to.equal(2);
            expect(err).to.contain(message);
        }
    });

    it('tell a refusal in either language', async () => {
        const unknown = ['approve', 'faster', ...AREA];
        const { code, err } = await run('north', ...unknown, '--language', 'fr');
        expect(code).to.equal(1);
        expect(err).to.equal(
            "Aucune décision faster n'est proposée. Listez les décisions, ou proposez-la d'abord. [CONSORTIUM_DECISION_UNKNOWN]\n",
        );
        const missing = await run('north', 'decisions');
        expect(missing.code).to.equal(2);
        expect(missing.err).to.contain('--area');
    });

    for (const name of ['propose', 'approve', 'reject', 'show', 'decisions', 'in-force']) {
        it(`help with ${name}, its options and exit codes`, async () => {
            const { code, out } = await run('north', name, '--help');
            expect(code).to.equal(0);
            expect(out).to.contain(`quartier consortium ${name}`).and.to.contain('--area').and.to.contain('--json');
        });
    }
});
