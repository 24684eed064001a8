import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runProgram } from '@quartier/network/dist/cli/program.js';
import { expect } from 'chai';
import { runQuartierNetwork, type RunningProgram } from './running-program.js';

const SUPPORT = resolve(__dirname, '../../../support');
const CONSORTIUM = join(SUPPORT, 'consortia', 'two-organisations.yaml');
const SAMPLE = join(SUPPORT, 'chaincode-samples', 'ledger-probe');

describe('quartier-network while a network runs', () => {
    let folder: string;
    let data: string;
    let network: RunningProgram;
    let profiles: Readonly<Record<string, string>>;

    before(async () => {
        folder = mkdtempSync(join(tmpdir(), 'quartier-operations-'));
        data = join(folder, 'data');
        const crypto = join(folder, 'organizations');
        network = runQuartierNetwork('up', '--data', data, '--consortium', CONSORTIUM, '--crypto', crypto);
        const line = await network.line();
        if (line === undefined) throw new Error(network.errors());
        ({ profiles } = JSON.parse(line) as { profiles: Readonly<Record<string, string>> });
    });

    after(async () => {
        await network.ended('SIGTERM');
        rmSync(folder, { recursive: true });
    });

    it('has issued identities where published applications look for them', () => {
        const organisation = join(folder, 'organizations', 'peerOrganizations', 'org1.example.com');
        const msp = join(organisation, 'users', 'User1@org1.example.com', 'msp');
        expect(readdirSync(join(msp, 'signcerts'))).to.deep.equal(['User1@org1.example.com-cert.pem']);
        expect(readdirSync(join(msp, 'keystore'))).to.deep.equal(['priv_sk']);
        expect(readFileSync(join(organisation, 'peers', 'peer0.org1.example.com', 'tls', 'ca.crt'), 'utf8')).to.include(
            'BEGIN CERTIFICATE',
        );
    });

    it('deploys a chaincode, upgrades it, and tells of it in the profiles', async () => {
        const first = await run('chaincode', 'deploy', SAMPLE, '--name', 'probe', '--data', data, '--json');
        const { packageId, ...told } = JSON.parse(first.out) as { packageId: string };
        expect(packageId).to.match(/^probe_1.0.0:[0-9a-f]{64}$/);
        expect(told).to.deep.equal({
            channel: 'mychannel',
            name: 'probe',
            version: '1.0.0',
            sequence: 1,
            policy: "OutOf(2, 'Org1MSP.peer', 'Org2MSP.peer')",
        });
        const collections = join(folder, 'collections.json');
        const collection = { name: 'own', policy: "OR('Org1MSP.member')", requiredPeerCount: 0, maxPeerCount: 1 };
        writeFileSync(collections, JSON.stringify([collection]));
        const options = ['--version', '2', '--policy', "OR('Org1MSP.peer')", '--collections', collections];
        const again = await run('chaincode', 'deploy', SAMPLE, '--name', 'probe', '--data', data, ...options);
        expect(again.out).to.include("probe 2 is on mychannel, sequence 2, endorsed by OR('Org1MSP.peer').\n");
        const profile = JSON.parse(readFileSync(profiles['org1'] ?? '', 'utf8')) as object;
        expect(profile).to.have.nested.property('channels.mychannel.chaincodes').that.deep.equals(['probe']);
    });

    it('names all that is wrong with a chaincode, and deploys nothing', async () => {
        const options = ['--name', 'a b', '--policy', "OR('Org9MSP.peer')", '--data', data, '--json'];
        const { code, out } = await run('chaincode', 'deploy', folder, ...options);
        expect(code).to.equal(2);
        const { error } = JSON.parse(out) as { error: { problems: string[] } };
        expect(error.problems.map((problem) => problem.split(':')[0])).to.deep.equal([
            'package.json',
            'policy',
            'name',
        ]);
        const elsewhere = await run('chaincode', 'deploy', SAMPLE, '--name', 'b', '--channel', 'c', '--data', data);
        expect(elsewhere).to.deep.include({ code: 1 });
        expect(elsewhere.err).to.include('there is no channel c');
    });

    it('stops and starts one peer', async () => {
        const host = 'peer1.org2.example.com';
        expect((await run('peer', 'stop', host, '--data', data)).out).to.equal(`${host} is stopped.\n`);
        expect((await run('peer', 'start', host, '--data', data, '--json')).out).to.equal(`{"started":"${host}"}\n`);
        const stranger = await run('peer', 'stop', 'peer9.org2.example.com', '--data', data, '--json');
        expect(stranger.code).to.equal(1);
        expect(JSON.parse(stranger.out)).to.have.nested.property('error.code', 'UNKNOWN_PEER');
    });

    it('says so when no network runs in the directory', async () => {
        const { code, err } = await run('peer', 'stop', 'peer0.org1.example.com', '--data', join(folder, 'none'));
        expect(code).to.equal(4);
        expect(err).to.include('no network runs in');
    });
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    let [out, err] = ['', ''];
    const code = await runProgram(args, {
        stdout: { write: (text) => (out += text) },
        stderr: { write: (text) => (err += text) },
    });
    return { code, out, err };
}
