import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openConnection, ProfileInvalid, readProfile } from '@quartier/client';
import { expect } from 'chai';
import { stringify } from 'yaml';

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

function sample(): Record<string, unknown> {
    return {
        client: { organization: 'utility' },
        organizations: { utility: { mspid: 'UtilityMSP', peers: ['peer1', 'peer0'] } },
        peers: {
            peer0: {
                url: 'grpcs://localhost:7051',
                tlsCACerts: { pem: PEM },
                grpcOptions: { 'ssl-target-name-override': 'peer0.utility.example', 'grpc.keepalive_time_ms': 60_000 },
            },
            peer1: { url: 'grpcs://localhost:8051', tlsCACerts: { path: 'tls/ca.pem' } },
        },
        channels: { energy: { chaincodes: ['energy:1.0', 'other'] }, city: {} },
        'x-quartier': { identity: { mspPath: '../msp' } },
    };
}

describe('connection profile', () => {
    let folder: string;
    before(async () => {
        folder = await mkdtemp(join(tmpdir(), 'quartier-profile-'));
        const { mkdir } = await import('node:fs/promises');
        await mkdir(join(folder, 'tls'));
        await writeFile(join(folder, 'tls', 'ca.pem'), PEM);
    });
    after(async () => {
        await rm(folder, { recursive: true });
    });

    async function write(name: string, text: string): Promise<string> {
        const path = join(folder, name);
        await writeFile(path, text);
        return path;
    }

    for (const [name, text] of [
        ['profile.json', JSON.stringify(sample())],
        ['profile.yaml', stringify(sample())],
    ] as const) {
        it(`is read from ${name}, paths relative to its folder`, async () => {
            const profile = await readProfile(await write(name, text));
            expect(profile.mspId).to.equal('UtilityMSP');
            expect(profile.mspPath).to.equal(join(folder, '..', 'msp'));
            expect(profile.peers.map((peer) => peer.name)).to.deep.equal(['peer1', 'peer0']);
            expect(profile.peers[0]?.tlsRoots?.toString()).to.equal(PEM);
            expect(profile.peers[1]).to.deep.include({
                address: 'localhost:7051',
                channelOptions: {
                    'grpc.ssl_target_name_override': 'peer0.utility.example',
                    'grpc.keepalive_time_ms': 60_000,
                },
            });
            expect(profile.channels.get('energy')).to.deep.equal(['energy', 'other']);
        });
    }

    const faults: [string, (profile: Record<string, unknown>) => void, string][] = [
        ['no organisation', (profile) => delete profile['client'], 'client.organization is missing'],
        ['an unknown organisation', (profile) => (profile['organizations'] = {}), 'organizations.utility is missing'],
        ['no peers', (profile) => (profile['peers'] = {}), 'peers.peer1 is missing'],
        [
            'another protocol',
            (profile) => (profile['peers'] = { peer0: { url: 'http://x:1' }, peer1: { url: 'http://x:1' } }),
            'peers.peer1.url is http://x:1, not grpcs://host:port',
        ],
        [
            'a certificate that is not there',
            (profile) =>
                (profile['peers'] = {
                    peer1: { url: 'grpcs://x:1', tlsCACerts: { path: 'no.pem' } },
                    peer0: { url: 'grpc://x:1' },
                }),
            'peers.peer1.tlsCACerts.path cannot be read',
        ],
    ];
    for (const [name, spoil, message] of faults) {
        it(`with ${name} is refused by its place`, async () => {
            const profile = sample();
            spoil(profile);
            const path = await write('spoilt.json', JSON.stringify(profile));
            await expectInvalid(readProfile(path), message);
            await expectInvalid(readProfile(path), path);
        });
    }

    it('that is not there, or not JSON, is refused', async () => {
        await expectInvalid(readProfile(join(folder, 'none.json')), 'cannot be read');
        await expectInvalid(readProfile(await write('bad.json', '{')), 'is not JSON or YAML');
        await expectInvalid(readProfile(await write('list.json', '[]')), 'is not an object');
    });

    it('whose MSP folder is not there is refused before anything is sent', async () => {
        await expectInvalid(openConnection(await write('profile.json', JSON.stringify(sample()))), 'signcerts');
    });
});

async function expectInvalid(reading: Promise<unknown>, message: string): Promise<void> {
    const failure: unknown = await reading.then(
        () => undefined,
        (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(ProfileInvalid);
    expect((failure as Error).message).to.contain(message);
}
