import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { removeNetwork, SAMPLE_CONSORTIUM } from '@quartier/network';
import { expect } from 'chai';

import { backOffice, engines, readyProfiles, type RunningProgram, runQuartierNetwork } from '../../support/programs.js';

type Profiles = Awaited<ReturnType<typeof readyProfiles>>;

/** Nodes of the sample consortium: an orderer and eight peers. */
const NODES = 9;

describe('quartier-network up --engine fabric', function () {
    this.timeout(240_000);
    const root = mkdtempSync(join(tmpdir(), 'quartier-fabric-'));
    const data = join(root, 'data');
    let network: RunningProgram;
    let profiles: Profiles;

    before(async function () {
        if (!engines().includes('fabric')) {
            process.stdout.write("      Not run: Fabric's programs are neither in FABRIC_BIN nor on PATH.\n");
            this.skip();
        }
        await start();
    });

    after(async () => {
        if (existsSync(data)) {
            await network.ended('SIGTERM');
            await removeNetwork(data);
        }
        rmSync(root, { recursive: true });
    });

    async function start(...args: readonly string[]): Promise<void> {
        network = runQuartierNetwork('up', '--engine', 'fabric', '--data', data, ...args);
        profiles = await readyProfiles(network);
    }

    it('runs every node of the definition, each with its log', () => {
        expect(runningNodes(data)).to.have.lengthOf(NODES);
        expect(readdirSync(join(data, 'logs'))).to.have.lengthOf(NODES);
    });

    it('has founded the area: what needs two organisations is committed', async () => {
        const utility = backOffice(profiles['utility'] ?? '');
        await utility.ask('energy community create first --zone Europe/Paris --step 15 --rule prorata');
        const members = join(root, 'members.csv');
        writeFileSync(
            members,
            'meter,member,role,from,to\nM-1,One,consumer,2016-06-01,\nM-2,Two,producer,2016-06-01,\n',
        );
        expect(await utility.ask(`energy member add --community first --file ${members}`)).to.include({ added: 2 });
    });

    it('gives private data to the organisations of its collection alone', async () => {
        const ask = 'energy member list --community first';
        expect(await backOffice(profiles['housing'] ?? '').ask(ask))
            .to.have.property('members')
            .with.lengthOf(2);
        const council = await backOffice(profiles['council'] ?? '').run(`${ask} --json`);
        expect(council.exitCode).to.equal(1);
        expect(council.stdout).not.to.contain('One');
    });

    it('stops one peer, does without it, and starts it again', async () => {
        const host = 'peer0.utility.quartier.example';
        const change = async (action: 'stop' | 'start'): Promise<void> => {
            const asked = runQuartierNetwork('peer', action, host, '--data', data);
            expect((await asked.ended()).code, asked.errors()).to.equal(0);
        };
        await change('stop');
        expect(runningNodes(data)).to.have.lengthOf(NODES - 1);
        const without = await backOffice(profiles['utility'] ?? '').run('energy member list --community first --json');
        expect(without.exitCode).not.to.equal(0);
        await change('start');
        expect(runningNodes(data)).to.have.lengthOf(NODES);
        const listed = await backOffice(profiles['utility'] ?? '').ask('energy member list --community first');
        expect(listed).to.have.property('members').with.lengthOf(2);
    });

    it('leaves no node behind when it is killed, and starts again at the same addresses', async () => {
        const before = JSON.parse(readFileSync(profiles['housing'] ?? '', 'utf8')) as unknown;
        const nodes = runningNodes(data);
        await network.ended('SIGKILL');
        await setTimeout(1_000);
        expect(nodes.some(isRunning)).to.equal(false);

        await start('--chaincode-servers', 'per-organisation');
        expect(JSON.parse(readFileSync(profiles['housing'] ?? '', 'utf8'))).to.deep.equal(before);
        const listed = await backOffice(profiles['utility'] ?? '').ask('energy member list --community first');
        expect(listed).to.have.property('members').with.lengthOf(2);
    });

    it('brings another version of the chaincode in force by the next definition', async () => {
        await network.ended('SIGTERM');
        await start('--consortium', changed(root, "version: '0.1'", "version: '0.2'"));
        const utility = backOffice(profiles['utility'] ?? '');
        await utility.ask('energy price set --community first --from 2016-06-01 --micro-eur-per-kwh 100000');
    });

    it('refuses a definition that says otherwise than the channels it has', async () => {
        await network.ended('SIGTERM');
        const file = changed(
            root,
            'organisations: [council, utility, housing]',
            'fabric: { batch: { maxMessages: 9 } }\n    $&',
        );
        const refused = runQuartierNetwork('up', '--engine', 'fabric', '--json', '--data', data, '--consortium', file);
        expect(JSON.parse((await refused.line()) ?? '')).to.have.nested.property('error.code', 'CHANNEL_DIFFERS');
        expect((await refused.ended()).code).to.equal(1);
    });

    it('refuses the data of the other engine', async () => {
        const refused = runQuartierNetwork('up', '--json', '--data', data);
        const told = JSON.parse((await refused.line()) ?? '') as unknown;
        expect(told).to.have.nested.property('error.code', 'DATA_OF_ANOTHER_CONSORTIUM');
    });

    it('ends on SIGTERM with all its nodes, and reset removes everything', async () => {
        await start('--consortium', changed(root, "version: '0.1'", "version: '0.2'"));
        const nodes = runningNodes(data);
        expect(await network.ended('SIGTERM')).to.deep.equal({ code: 0, signal: null });
        expect(nodes.some(isRunning)).to.equal(false);

        const reset = runQuartierNetwork('reset', '--yes', '--data', data);
        expect((await reset.ended()).code).to.equal(0);
        expect(existsSync(data)).to.equal(false);
    });
});

/** The sample consortium with one thing changed. */
function changed(root: string, from: string, to: string): string {
    const sample = readFileSync(SAMPLE_CONSORTIUM, 'utf8').replaceAll('../', `${join(SAMPLE_CONSORTIUM, '..', '..')}/`);
    const file = join(root, 'consortium.yaml');
    writeFileSync(file, sample.replace(from, to));
    return file;
}

/** Process numbers, as the network notes them. */
function runningNodes(data: string): readonly number[] {
    const folder = join(data, 'run', 'processes');
    return readdirSync(folder).map((file) => {
        return (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { readonly pid: number }).pid;
    });
}

/** A process that has ended may wait for whoever collects the orphans of this machine. */
function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        const stat = `/proc/${String(pid)}/stat`;
        return !existsSync(stat) || !readFileSync(stat, 'utf8').includes(') Z ');
    } catch {
        return false;
    }
}
