import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Consortium, readConsortium, SAMPLE_CONSORTIUM } from '@quartier/network';
import { runProgram } from '@quartier/network/dist/cli/program.js';
import { expect } from 'chai';
import { smallDefinition, type Tree, withChange, writeDefinition } from '../consortium/definition-file.js';

describe('quartier-network', () => {
    let data: string;

    beforeEach(() => {
        data = join(mkdtempSync(join(tmpdir(), 'quartier-cli-')), 'data');
    });

    afterEach(() => {
        rmSync(join(data, '..'), { recursive: true });
    });

    it('tells its commands, their options and the exit codes', async () => {
        for (const args of [['--help'], ['up', '--help'], ['show', '--help'], ['reset', '--help']]) {
            const { code, out } = await run(...args);
            expect(code).to.equal(0);
            expect(out).to.include('Exit codes:');
        }
        expect((await run('up', '--help')).out)
            .to.include('--chaincode-servers')
            .and.include('--data');
    });

    it('ends with 2 for a command or an option that it does not know', async () => {
        expect(await run('down')).to.include({ code: 2, out: '' });
        expect((await run('up', '--chaincode-servers', 'none')).code).to.equal(2);
        const { out } = await run('up', '--json', '--engine-room');
        expect(JSON.parse(out)).to.have.nested.property('error.code', 'USAGE');
    });

    it('shows the resolved definition', async () => {
        const { code, out } = await run('show', '--json');

        expect(code).to.equal(0);
        expect(JSON.parse(out) as Consortium).to.deep.equal(readConsortium(SAMPLE_CONSORTIUM));
        expect((await run('show')).out).to.include('collection meteredData');
    });

    it('tells what is wrong with a definition, and ends with 2', async () => {
        const file = writeDefinition(withChange(smallDefinition(), 'name', 'Small'));

        const told = await run('show', '--consortium', file);
        expect(told.code).to.equal(2);
        expect(told.errors).to.include('name: "Small" is not right');
        const { out } = await run('up', '--json', '--data', data, '--consortium', file);
        expect(JSON.parse(out)).to.have.nested.property('error.problems[0]').that.includes('name: "Small"');
        expect(existsSync(data)).to.equal(false);
    });

    it('refuses to run chaincode that is not built, before anything is written', async () => {
        const { code, errors } = await run('up', '--data', data, '--consortium', writeDefinition(smallDefinition()));

        expect(code).to.equal(1);
        expect(errors).to.match(/the chaincode water of the channel water lacks .*; run "npm run build"/);
        expect(existsSync(data)).to.equal(false);
    });

    it('refuses the data of another consortium, and says what differs', async () => {
        mkdirSync(data);
        const { name, organisations } = readConsortium(writeDefinition(smallDefinition()));
        writeFileSync(join(data, 'consortium.json'), JSON.stringify({ name, organisations }));
        const changed: readonly [string, unknown, RegExp][] = [
            ['name', 'other.example', /its name is small\.example, not other\.example/],
            ['organisations.north.mspId', 'NorthernMSP', /north has the MSP id NorthMSP, not NorthernMSP/],
            ['organisations.north.domain', 'n.small.example', /north has the domain north\.small\.example, not n\./],
            ['organisations.east', undefined, /its organisation east is not in the definition/],
            [
                'organisations.north.users',
                { backoffice: null },
                /the certificate of backoffice of north says something/,
            ],
        ];

        for (const [path, value, reason] of changed) {
            const definition = withChange(withoutChaincode(), path, value);
            const { code, out } = await run(
                'up',
                '--json',
                '--data',
                data,
                '--consortium',
                writeDefinition(definition),
            );
            expect(code).to.equal(1);
            expect(JSON.parse(out)).to.have.nested.property('error.code', 'DATA_OF_ANOTHER_CONSORTIUM');
            expect(JSON.parse(out)).to.have.nested.property('error.message').that.matches(reason);
        }
        expect(readdirSync(data).sort()).to.deep.equal(['consortium.json', 'lock']);
    });

    it('refuses a directory that holds something else, and leaves it alone', async () => {
        mkdirSync(data);
        writeFileSync(join(data, 'thesis.txt'), 'five years of work');

        for (const args of [['up'], ['reset', '--yes']]) {
            const { code, out } = await run(...args, '--json', '--data', data);
            expect(code).to.equal(1);
            expect(JSON.parse(out)).to.have.nested.property('error.code', 'DATA_NOT_A_NETWORK');
        }
        expect(readFileSync(join(data, 'thesis.txt'), 'utf8')).to.equal('five years of work');
    });

    it('removes nothing without --yes, and has nothing to remove where no network is', async () => {
        const asked = await run('reset', '--data', data);
        expect(asked.code).to.equal(2);
        expect(asked.errors).to.include('add --yes');

        expect(JSON.parse((await run('reset', '--yes', '--json', '--data', data)).out)).to.deep.equal({ removed: [] });
    });
});

function withoutChaincode(): Tree {
    return withChange(smallDefinition(), 'channels.water.chaincodes', undefined);
}

async function run(
    ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly errors: string }> {
    let out = '';
    let errors = '';
    const code = await runProgram(args, {
        stdout: { write: (text) => (out += text) },
        stderr: { write: (text) => (errors += text) },
    });
    return { code, out, errors };
}
