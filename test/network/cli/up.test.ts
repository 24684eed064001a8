import { createPrivateKey } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash, signers } from '@hyperledger/fabric-gateway';
import { SAMPLE_CONSORTIUM } from '@quartier/network';
import { expect } from 'chai';
import { type RunningProgram, runQuartierNetwork } from '../../support/programs.js';

/** As much of a connection profile as a client needs. */
interface Profile {
    readonly client: { readonly organization: string };
    readonly channels: Readonly<Record<string, { readonly chaincodes: readonly string[] }>>;
    readonly organizations: Readonly<Record<string, { readonly mspid: string; readonly peers: readonly string[] }>>;
    readonly peers: Readonly<
        Record<
            string,
            {
                readonly url: string;
                readonly tlsCACerts: { readonly path: string };
                readonly grpcOptions: { readonly 'ssl-target-name-override': string };
            }
        >
    >;
    readonly 'x-quartier': { readonly identity: { readonly mspPath: string } };
}

interface ReadyLine {
    readonly ready: true;
    readonly profiles: Readonly<Record<string, string>>;
}

describe('quartier-network up', () => {
    const data = join(mkdtempSync(join(tmpdir(), 'quartier-up-')), 'data');
    let network: RunningProgram;
    let profiles: ReadyLine['profiles'];

    before(async () => {
        network = runQuartierNetwork('up', '--data', data);
        profiles = await readyProfiles(network);
    });

    after(async () => {
        if (network.process.exitCode === null && network.process.signalCode === null) await network.ended('SIGKILL');
        rmSync(join(data, '..'), { recursive: true });
    });

    it('tells the profile of every organisation once clients can connect', () => {
        expect(Object.keys(profiles)).to.have.members([
            ...['council', 'utility', 'housing', 'metro', 'wheels', 'cars', 'maker', 'garage'],
        ]);
        const utility = readProfile(profiles['utility']);
        expect(utility.client.organization).to.equal('utility');
        expect(utility.organizations['utility']!.mspid).to.equal('UtilityMSP');
        expect(utility.channels).to.have.all.keys('energy');
        expect(utility.channels['energy']!.chaincodes).to.deep.equal(['energy']);
        expect(readProfile(profiles['council']).channels).to.have.all.keys('energy', 'mobility', 'vehicle', 'district');
    });

    it('has founded the area: every organisation has ratified', async () => {
        for (const name of ['council', 'utility', 'housing']) {
            const record = await describeEnergy(readProfile(profiles[name]));
            expect(record.inForce).to.equal(true);
            expect(record.ratifiedBy).to.deep.equal(['CouncilMSP', 'HousingMSP', 'UtilityMSP']);
        }
    });

    it('keeps its data directory to itself while it runs', async () => {
        for (const args of [['up'], ['reset', '--yes']]) {
            const second = runQuartierNetwork(...args, '--json', '--data', data);
            expect(JSON.parse((await second.line()) ?? '')).to.have.nested.property('error.code', 'DATA_IN_USE');
            expect((await second.ended()).code).to.equal(1);
        }
    });

    it('is there again after a kill, at the same addresses, with what was committed', async () => {
        await network.ended('SIGKILL');
        const before = readProfile(profiles['housing']);

        network = runQuartierNetwork('up', '--data', data, '--chaincode-servers', 'per-organisation');
        profiles = await readyProfiles(network);

        expect(readProfile(profiles['housing'])).to.deep.equal(before);
        expect((await describeEnergy(before)).inForce).to.equal(true);
    });

    it('refuses a definition whose founding is not the one on the ledger', async () => {
        await network.ended('SIGTERM');
        const sample = readFileSync(SAMPLE_CONSORTIUM, 'utf8').replaceAll(
            '../',
            join(SAMPLE_CONSORTIUM, '..', '..') + '/',
        );
        const file = join(data, '..', 'consortium.yaml');
        writeFileSync(file, sample.replace('housing: [organiser]', 'housing: [organiser, settlement]'));

        const other = runQuartierNetwork('up', '--json', '--data', data, '--consortium', file);
        const told = (await other.line()) ?? '';
        expect(JSON.parse(told), told).to.have.nested.property('error.code', 'FOUNDING_DIFFERS');
        expect((await other.ended()).code).to.equal(1);

        network = runQuartierNetwork('up', '--data', data);
        profiles = await readyProfiles(network);
    });

    it('ends with 0 on SIGTERM, and is removed by reset', async () => {
        expect(await network.ended('SIGTERM')).to.deep.equal({ code: 0, signal: null });
        expect(readdirSync(data)).to.include.members(['consortium.json', 'identities', 'ledger', 'profiles']);

        const reset = runQuartierNetwork('reset', '--yes', '--data', data);
        expect((await reset.ended()).code).to.equal(0);
        expect(existsSync(data)).to.equal(false);
    });
});

describe('quartier-network up, killed during its first start', () => {
    const data = join(mkdtempSync(join(tmpdir(), 'quartier-killed-')), 'data');

    after(() => {
        rmSync(join(data, '..'), { recursive: true });
    });

    it('starts the next time, whatever it was doing', async () => {
        for (const milliseconds of [300, 600, 800, 900, 1000]) {
            const killed = runQuartierNetwork('up', '--data', data);
            await setTimeout(milliseconds);
            await killed.ended('SIGKILL');
        }
        const network = runQuartierNetwork('up', '--data', data);
        const profiles = await readyProfiles(network);

        expect((await describeEnergy(readProfile(profiles['council']))).inForce).to.equal(true);
        expect((await network.ended('SIGINT')).code).to.equal(0);
    });
});

async function readyProfiles(network: RunningProgram): Promise<ReadyLine['profiles']> {
    const line = await network.line();
    if (line === undefined) throw new Error(`The network has ended: ${network.errors()}`);
    const ready = JSON.parse(line) as ReadyLine;
    expect(ready.ready, line).to.equal(true);
    return ready.profiles;
}

function readProfile(file: string | undefined): Profile {
    return JSON.parse(readFileSync(file ?? '', 'utf8')) as Profile;
}

/** Asks the area of energy for its founding as any client would: with what the profile says and nothing else. */
async function describeEnergy(
    profile: Profile,
): Promise<{ readonly inForce: boolean; readonly ratifiedBy: readonly string[] }> {
    const { mspid, peers } = profile.organizations[profile.client.organization]!;
    const peer = profile.peers[peers[0]!]!;
    const client = new Client(new URL(peer.url).host, credentials.createSsl(readFileSync(peer.tlsCACerts.path)), {
        'grpc.ssl_target_name_override': peer.grpcOptions['ssl-target-name-override'],
    });
    const { mspPath } = profile['x-quartier'].identity;
    const gateway = connect({
        client,
        identity: { mspId: mspid, credentials: readOnly(join(mspPath, 'signcerts')) },
        signer: signers.newPrivateKeySigner(createPrivateKey(readOnly(join(mspPath, 'keystore')))),
        hash: hash.sha256,
    });
    try {
        const contract = gateway.getNetwork('energy').getContract('energy');
        const reply = await contract.evaluateTransaction('consortium:Describe');
        return JSON.parse(Buffer.from(reply).toString()) as Awaited<ReturnType<typeof describeEnergy>>;
    } finally {
        gateway.close();
        client.close();
    }
}

/** The one file of a folder. */
function readOnly(folder: string): Buffer {
    return readFileSync(join(folder, readdirSync(folder)[0] ?? ''));
}
