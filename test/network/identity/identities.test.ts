import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import {
    type Consortium,
    issueIdentities,
    type Organisation,
    ordererOrganisationFolders,
    peerOrganisationFolders,
} from '@quartier/network';
import { expect } from 'chai';
import { ClientIdentity } from 'fabric-shim';

const NORTH = organisation('north');
const SOUTH = organisation('south');
const P256_HALF_ORDER = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

describe('the identities of a consortium', () => {
    let cryptoDir: string;

    beforeEach(() => {
        cryptoDir = mkdtempSync(join(tmpdir(), 'quartier-identities-'));
    });

    afterEach(() => {
        rmSync(cryptoDir, { recursive: true });
    });

    it('stand where cryptogen puts them', async () => {
        await issueIdentities({ consortium: consortium(NORTH), cryptoDir });

        expect(await filesBelow(join(cryptoDir, 'peerOrganizations', 'north.example'))).to.deep.equal([
            'ca/ca.north.example-cert.pem',
            'ca/priv_sk',
            'msp/cacerts/ca.north.example-cert.pem',
            'msp/config.yaml',
            'msp/tlscacerts/tlsca.north.example-cert.pem',
            ...localFiles('peers', 'peer0.north.example', 'server'),
            'tlsca/priv_sk',
            'tlsca/tlsca.north.example-cert.pem',
            ...localFiles('users', 'Admin@north.example', 'client'),
            ...localFiles('users', 'backoffice@north.example', 'client'),
        ]);
        expect(await filesBelow(join(cryptoDir, 'ordererOrganizations', 'two.example'))).to.include.members(
            localFiles('orderers', 'orderer0.two.example', 'server'),
        );
    });

    it('are certified by the authority of their own organisation, in their unit', async () => {
        await issueIdentities({ consortium: consortium(NORTH, SOUTH), cryptoDir });
        const north = peerOrganisationFolders(cryptoDir, NORTH.domain);
        const south = peerOrganisationFolders(cryptoDir, SOUTH.domain);
        const ordering = ordererOrganisationFolders(cryptoDir, 'two.example');
        const authority = certificate(join(north.ca, 'ca.north.example-cert.pem'));

        for (const [folder, name, unit] of [
            [north.node('peer0.north.example'), 'peer0.north.example', 'peer'],
            [north.user('backoffice'), 'backoffice@north.example', 'client'],
            [north.user('Admin'), 'Admin@north.example', 'admin'],
        ] as const) {
            const leaf = certificate(join(folder, 'msp', 'signcerts', `${name}-cert.pem`));
            expect(leaf.verify(authority.publicKey), name).to.equal(true);
            expect(leaf.subject.split('\n')).to.include.members([`OU=${unit}`, `CN=${name}`]);
            const key = createPrivateKey(readFileSync(join(folder, 'msp', 'keystore', 'priv_sk')));
            expect(leaf.checkPrivateKey(key), name).to.equal(true);
            expect(validDays(leaf)).to.equal(365);
        }
        const stranger = certificate(
            join(south.user('backoffice'), 'msp', 'signcerts', 'backoffice@south.example-cert.pem'),
        );
        expect(stranger.verify(authority.publicKey)).to.equal(false);
        const orderer = join(ordering.node('orderer0.two.example'), 'msp', 'signcerts');
        expect(certificate(join(orderer, 'orderer0.two.example-cert.pem')).subject).to.match(/^OU=orderer$/m);
        expect(authority.ca).to.equal(true);
        expect(validDays(authority)).to.equal(15 * 365);
        expect(certificate(join(north.tlsca, 'tlsca.north.example-cert.pem')).ca).to.equal(true);
    });

    it('carry the attributes that chaincode reads', async () => {
        await issueIdentities({ consortium: consortium(NORTH), cryptoDir });
        const folder = peerOrganisationFolders(cryptoDir, NORTH.domain).user('backoffice');
        const pem = readFileSync(join(folder, 'msp', 'signcerts', 'backoffice@north.example-cert.pem'));

        const creator = { mspid: 'NorthMSP', idBytes: pem };
        const stub = { getCreator: () => creator, getChannelID: () => 'any', getTxID: () => 'any' };
        const client = new ClientIdentity(stub as never);

        expect(client.getMSPID()).to.equal('NorthMSP');
        expect(client.assertAttributeValue('quartier.role', 'backoffice')).to.equal(true);
        expect(client.getAttributeValue('hf.EnrollmentID')).to.equal('backoffice');
        expect(client.getAttributeValue('hf.Type')).to.equal('client');
    });

    it('have signatures with a low S, which Fabric does not rewrite', async () => {
        await issueIdentities({ consortium: consortium(NORTH, SOUTH), cryptoDir });
        const files = (await filesBelow(cryptoDir)).filter((file) => /(-cert\.pem|\.crt)$/.test(file));

        expect(files).to.have.length.above(30);
        for (const file of files) {
            expect(signatureS(certificate(join(cryptoDir, file))) <= P256_HALF_ORDER, file).to.equal(true);
        }
    });

    it('serve TLS under the host name of the peer and on localhost', async () => {
        await issueIdentities({ consortium: consortium(NORTH), cryptoDir });
        const tls = join(peerOrganisationFolders(cryptoDir, NORTH.domain).node('peer0.north.example'), 'tls');

        for (const name of ['peer0.north.example', 'localhost'])
            expect(await authorised(tls, name), name).to.equal(true);
        expect(await authorised(tls, 'peer0.south.example')).to.equal(false);
    });

    it('keep private keys from other users of the machine', async () => {
        await issueIdentities({ consortium: consortium(NORTH), cryptoDir });
        const keys = (await filesBelow(cryptoDir)).filter((file) => /(priv_sk|\.key)$/.test(file));

        expect(keys).to.have.length(14);
        for (const key of keys) {
            expect(statSync(join(cryptoDir, key)).mode & 0o777, key).to.equal(0o600);
            expect(readFileSync(join(cryptoDir, key), 'utf8')).to.match(/^-----BEGIN PRIVATE KEY-----\n/);
        }
    });

    it('are issued once: another run changes nothing', async () => {
        await issueIdentities({ consortium: consortium(NORTH), cryptoDir });
        const before = await contents(cryptoDir);

        expect(await issueIdentities({ consortium: consortium(NORTH), cryptoDir })).to.deep.equal([]);
        expect(await contents(cryptoDir)).to.deep.equal(before);
    });

    it('are added for an organisation and a user that come later, and the others stay', async () => {
        await issueIdentities({ consortium: consortium(NORTH), cryptoDir });
        const before = await contents(cryptoDir);
        const reader = { name: 'reader', unit: 'client' as const, attributes: {} };
        const later = { ...NORTH, users: [...NORTH.users, reader] };

        const issued = await issueIdentities({ consortium: consortium(later, SOUTH), cryptoDir });

        const north = peerOrganisationFolders(cryptoDir, NORTH.domain);
        expect(issued).to.include(north.user('reader')).and.not.include(north.ca);
        expect(await contents(cryptoDir)).to.include(before);
        const added = certificate(join(north.user('reader'), 'msp', 'signcerts', 'reader@north.example-cert.pem'));
        expect(added.verify(certificate(join(north.ca, 'ca.north.example-cert.pem')).publicKey)).to.equal(true);
    });

    it('are completed after an interruption', async () => {
        await issueIdentities({ consortium: consortium(NORTH), cryptoDir });
        const north = peerOrganisationFolders(cryptoDir, NORTH.domain);
        const authority = readFileSync(join(north.ca, 'ca.north.example-cert.pem'), 'utf8');
        rmSync(join(north.root, 'peers'), { recursive: true });
        rmSync(north.msp, { recursive: true });
        mkdirSync(join(cryptoDir, '.issuing', 'folder-half'), { recursive: true });
        writeFileSync(join(cryptoDir, '.issuing', 'folder-half', 'priv_sk'), 'half a ke');

        const issued = await issueIdentities({ consortium: consortium(NORTH), cryptoDir });

        expect(issued).to.deep.equal([north.msp, north.node('peer0.north.example')]);
        expect(readFileSync(join(north.msp, 'cacerts', 'ca.north.example-cert.pem'), 'utf8')).to.equal(authority);
        expect(await readdir(cryptoDir)).to.have.members(['peerOrganizations', 'ordererOrganizations']);
    });
});

function organisation(name: string): Organisation {
    const domain = `${name}.example`;
    return {
        name,
        domain,
        mspId: `${name[0]!.toUpperCase()}${name.slice(1)}MSP`,
        peers: [{ name: `peer0.${domain}` }],
        users: [
            { name: 'backoffice', unit: 'client', attributes: { 'quartier.role': 'backoffice' } },
            { name: 'Admin', unit: 'admin', attributes: {} },
        ],
    };
}

function consortium(...organisations: readonly Organisation[]): Consortium {
    return { name: 'two.example', organisations, channels: [] };
}

function localFiles(kind: string, name: string, tls: string): readonly string[] {
    const domain = name.replace(/^.*@|^[^.@]*\./, '');
    return [
        `${kind}/${name}/msp/cacerts/ca.${domain}-cert.pem`,
        `${kind}/${name}/msp/config.yaml`,
        `${kind}/${name}/msp/keystore/priv_sk`,
        `${kind}/${name}/msp/signcerts/${name}-cert.pem`,
        `${kind}/${name}/msp/tlscacerts/tlsca.${domain}-cert.pem`,
        `${kind}/${name}/tls/ca.crt`,
        `${kind}/${name}/tls/${tls}.crt`,
        `${kind}/${name}/tls/${tls}.key`,
    ];
}

async function filesBelow(folder: string): Promise<string[]> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return files.map((file) => file.slice(folder.length + 1)).sort();
}

async function contents(folder: string): Promise<Record<string, string>> {
    const files = await filesBelow(folder);
    return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

function certificate(file: string): X509Certificate {
    return new X509Certificate(readFileSync(file));
}

function validDays(of: X509Certificate): number {
    return (Date.parse(of.validTo) - Date.parse(of.validFrom)) / 86_400_000;
}

/** The last integer of the certificate: it ends in the signature, SEQUENCE { INTEGER r, INTEGER s }. */
function signatureS({ raw }: X509Certificate): bigint {
    for (let length = 33; length > 28; length -= 1) {
        const s = raw.subarray(raw.length - length);
        const head = raw.subarray(raw.length - length - 2, raw.length - length);
        if (head[0] === 0x02 && head[1] === length) return BigInt(`0x${s.toString('hex')}`);
    }
    throw new Error('The certificate does not end in an ECDSA signature');
}

async function authorised(folder: string, servername: string): Promise<boolean> {
    const server = createServer({
        cert: readFileSync(join(folder, 'server.crt')),
        key: readFileSync(join(folder, 'server.key')),
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { readonly port: number };
    const socket: TLSSocket = connect({
        host: '127.0.0.1',
        port,
        servername,
        ca: readFileSync(join(folder, 'ca.crt')),
    });
    try {
        return await new Promise((resolve) => {
            socket.once('secureConnect', () => {
                resolve(socket.authorized);
            });
            socket.once('error', () => {
                resolve(false);
            });
        });
    } finally {
        socket.destroy();
        server.close();
    }
}
