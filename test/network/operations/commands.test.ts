import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runProgram } from '@quartier/network/dist/cli/program.js';
import { expect } from 'chai';
import { ClassicLevel } from 'classic-level';
import { type RunningProgram, runQuartierNetwork } from '../cli/running-program.js';

const CONSORTIUM = resolve(__dirname, '../../../support/consortia/two-organisations.yaml');

describe('operating a network by the program', () => {
    const data = join(mkdtempSync(join(tmpdir(), 'quartier-operate-')), 'data');
    let network: RunningProgram;
    let operations: string;

    before(async () => {
        network = runQuartierNetwork('up', '--data', data, '--consortium', CONSORTIUM);
        const line = (await network.line()) ?? network.errors();
        ({ operations } = JSON.parse(line) as { readonly operations: string });
    });

    after(async () => {
        if (network.process.exitCode === null) await network.ended('SIGKILL');
        rmSync(join(data, '..'), { recursive: true });
    });

    it('tells where its operations service is', async () => {
        const health = (await (await fetch(`${operations}/healthz`)).json()) as { readonly status: string };
        expect(health.status).to.equal('OK');
    });

    it('shows what a peer has logged', async () => {
        const { code, out } = await run('logs', '--data', data, '--peer', 'peer0.org1.example.com');
        expect(code).to.equal(0);
        expect(out).to.match(/^\S+ \[peer0\.org1\.example\.com\] listens on port \d+\n$/);
        expect((await run('logs', '--data', join(data, 'other'))).code).to.equal(1);
    });

    it('follows the log until a signal', async () => {
        const following = runQuartierNetwork('logs', '--data', data, '--follow');
        expect(await following.line()).to.include('listens on port');
        expect((await following.ended('SIGTERM')).code).to.equal(0);
    });

    it('verifies only what does not run', async () => {
        const { code, out } = await run('verify', '--data', data, '--json');
        expect(code).to.equal(1);
        expect(JSON.parse(out)).to.have.nested.property('error.code', 'DATA_IN_USE');
    });

    it('finds the stopped ledger sound', async () => {
        await network.ended('SIGTERM');
        const { code, out } = await run('verify', '--data', data, '--json');
        expect(code).to.equal(0);
        expect(JSON.parse(out))
            .to.have.nested.property('channels[0]')
            .that.includes({ channel: 'mychannel', height: 1 });
        expect((await run('verify', '--data', data)).out).to.match(/^mychannel: 1 block, 1 transaction, .*: sound\n$/);
    });

    it('ends with 1 and the place when it is not', async () => {
        const ledger = new ClassicLevel(join(data, 'ledger', 'channels', 'mychannel'));
        await ledger.put('smychannel\0forged', 'a value that no block has written');
        await ledger.close();

        const told = await run('verify', '--data', data);
        expect(told.code).to.equal(1);
        expect(told.out).to.include('the value of the key "forged" of the chaincode mychannel (RECORD_UNEXPECTED)');
        expect(told.errors).to.equal('quartier-network: the ledger is not sound: 1 problem\n');
        const { out } = await run('verify', '--data', data, '--json');
        expect(JSON.parse(out)).to.have.nested.property('error.channels[0].problems[0].code', 'RECORD_UNEXPECTED');
    });
});

async function run(...args: readonly string[]): Promise<{ code: number; out: string; errors: string }> {
    let [out, errors] = ['', ''];
    const code = await runProgram(args, {
        stdout: { write: (text) => (out += text) },
        stderr: { write: (text) => (errors += text) },
    });
    return { code, out, errors };
}
