import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { AuthorityClient, authorizationOf, type Enrolled } from '../../support/authority-client.js';
import { mspFiles } from '../../support/msp-files.js';
import * as grpc from '@grpc/grpc-js';
import { AuthorityKeyIdentifierExtension, X509Certificate as IssuedCertificate } from '@peculiar/x509';
import { connect, hash, signers, type Contract } from '@hyperledger/fabric-gateway';
import { peerOrganisationFolders, startNetwork, type Network } from '@quartier/network';
import { verifyNetwork } from '@quartier/network/dist/verification/index.js';
import { expect } from 'chai';

import { smallDefinition, withChange, writeDefinition } from '../consortium/definition-file.js';

const SAMPLE = path.resolve(__dirname, '../../../support/chaincode-samples/ledger-probe');
const DOMAIN = 'north.small.example';
const HOST = `peer0.${DOMAIN}`;

const definition = (): string => {
    const probe = { version: '1.0', path: SAMPLE, policy: "OR('NorthMSP.peer', 'SouthMSP.peer')" };
    const tree = withChange(smallDefinition(), 'channels.water.chaincodes', { probe });
    withChange(tree, 'organisations.south.ca', {});
    return writeDefinition(
        withChange(tree, 'organisations.north.ca', {
            name: 'ca-north',
            registrar: { name: 'registrar', secret: 'of-the-test' },
            affiliations: ['tenants.east'],
        }),
    );
};

describe('the certificate authority of an organisation', () => {
    const data = mkdtempSync(path.join(tmpdir(), 'quartier-authority-'));
    const file = definition();
    const closing: (() => void)[] = [];
    let network: Network;
    let north: AuthorityClient;
    let registrar: Enrolled;
    let count = 0;

    const start = async (): Promise<void> => {
        network = await startNetwork({ consortiumFile: file, dataDir: data });
        north = new AuthorityClient(network.profiles['north']);
    };
    const stop = async (): Promise<void> => {
        closing.splice(0).forEach((close) => {
            close();
        });
        await network.stop();
    };

    before(async () => {
        await start();
        registrar = await north.enrol('registrar', 'of-the-test');
    });
    after(async () => {
        await stop();
        rmSync(data, { recursive: true, force: true });
    });

    const nextName = (): string => `resident-${String((count += 1))}`;

    /** Registers somebody and enrols them. */
    const resident = async (more: object = {}, enrolment: object = {}): Promise<Enrolled & { readonly id: string }> => {
        const id = nextName();
        const registered = await north.signed('POST', 'register', { id, type: 'client', ...more }, registrar);
        expect(registered.errors).to.deep.equal([]);
        const enrolled = await north.enrol(id, String(registered.result['secret']), enrolment);
        expect(enrolled.reply.errors).to.deep.equal([]);
        return { ...enrolled, id };
    };

    /** The probe's contract, as the holder of a certificate reaches it through the organisation's peer. */
    const contractOf = ({ certificate, key }: Enrolled): Contract => {
        const folder = peerOrganisationFolders(network.cryptoDir, DOMAIN).node(HOST);
        const client = new grpc.Client(
            `localhost:${network.ports.get(HOST) ?? 0}`,
            grpc.credentials.createSsl(readFileSync(path.join(folder, 'tls', 'ca.crt'))),
            { 'grpc.ssl_target_name_override': HOST },
        );
        closing.push(() => {
            client.close();
        });
        const gateway = connect({
            client,
            identity: { mspId: 'NorthMSP', credentials: Buffer.from(certificate) },
            signer: signers.newPrivateKeySigner(key),
            hash: hash.sha256,
        });
        return gateway.getNetwork('water').getContract('probe');
    };

    const isRefusedBy = async (contract: Contract): Promise<void> => {
        const refused: unknown = await contract.evaluateTransaction('echo', 'x').catch((error: unknown) => error);
        expect(refused).to.be.an('error');
        expect(String(refused)).to.contain('access denied: channel [water] creator org [NorthMSP]');
    };

    const attributesIn = (certificate: string): unknown => {
        const [, json] = /(\{"attrs":\{[^}]*\}\})/.exec(new X509Certificate(certificate).raw.toString('latin1')) ?? [];
        return JSON.parse(json ?? '{}') as unknown;
    };

    it('enrols whom the registrar has registered, with unit, department and attributes; peers know them at once', async () => {
        const attrs = [
            { name: 'quartier.meter', value: 'm-17', ecert: true },
            { name: 'quiet', value: 'yes' },
        ];
        const enrolled = await resident({ affiliation: 'tenants.east', attrs });
        const { subject, issuer } = new X509Certificate(enrolled.certificate);
        expect(subject.split('\n')).to.deep.equal([
            'C=FR',
            'O=tenants',
            'OU=east + OU=client + OU=tenants',
            `CN=${enrolled.id}`,
        ]);
        expect(issuer).to.contain(`CN=ca.${DOMAIN}`);
        expect(attributesIn(enrolled.certificate)).to.deep.equal({
            attrs: {
                'hf.Affiliation': 'tenants.east',
                'hf.EnrollmentID': enrolled.id,
                'hf.Type': 'client',
                'quartier.meter': 'm-17',
            },
        });
        await contractOf(enrolled).submitTransaction('put', 'a', '1');
    });

    it('certifies the attributes that are asked for, and none that are not registered', async () => {
        const attrs = [{ name: 'quiet', value: 'yes' }];
        const asked = { attr_reqs: [{ name: 'quiet' }, { name: 'absent', optional: true }] };
        const enrolled = await resident({ attrs }, asked);
        expect(attributesIn(enrolled.certificate)).to.deep.equal({ attrs: { quiet: 'yes' } });
        const { result } = await north.signed('POST', 'register', { id: nextName(), type: 'client' }, registrar);
        const { reply } = await north.enrol(`resident-${String(count)}`, String(result['secret']), {
            attr_reqs: [{ name: 'absent' }],
        });
        expect(reply.errors.map(({ message }) => message)).to.deep.equal([
            'Failed to find requested attributes: The following required attributes are missing: [absent]',
        ]);
    });

    it('takes a secret as often as was registered, and not another', async () => {
        const id = nextName();
        const once = { id, type: 'client', max_enrollments: 1, secret: 'only-once' };
        await north.signed('POST', 'register', once, registrar);
        const attempts = [await north.enrol(id, 'another'), await north.enrol(id, 'only-once')];
        attempts.push(await north.enrol(id, 'only-once'), await north.enrol('nobody', 'only-once'));
        expect(attempts.map(({ reply }) => reply.status)).to.deep.equal([401, 201, 401, 401]);
        expect(attempts[0]?.reply.errors).to.deep.equal([{ code: 20, message: 'Authentication failure' }]);
        const again = await north.signed('POST', 'register', once, registrar);
        expect([again.status, again.errors[0]?.code]).to.deep.equal([409, 74]);
    });

    it('takes a secret once even when it comes twice at the same time', async () => {
        const id = nextName();
        await north.signed(
            'POST',
            'register',
            { id, type: 'client', max_enrollments: 1, secret: 'only-once' },
            registrar,
        );
        const both = await Promise.all([north.enrol(id, 'only-once'), north.enrol(id, 'only-once')]);
        expect(both.map(({ reply }) => reply.status).sort()).to.deep.equal([201, 401]);
    });

    it('closes an identity after ten wrong secrets', async () => {
        const id = nextName();
        await north.signed('POST', 'register', { id, type: 'client', secret: 'the-secret' }, registrar);
        for (let attempt = 0; attempt < 10; attempt += 1) await north.enrol(id, `guess ${String(attempt)}`);
        const { reply } = await north.enrol(id, 'the-secret');
        expect([reply.status, reply.errors[0]?.code]).to.deep.equal([401, 73]);
    });

    it('renews a certificate by one that is still good, for another key', async () => {
        const first = await resident();
        const second = await north.reenrol(first.id, first);
        expect(second.reply.status).to.equal(201);
        expect(second.certificate).to.not.equal(first.certificate);
        await contractOf(second).submitTransaction('put', 'a', '2');
    });

    it('renews what the definition names', async () => {
        const msp = path.join(peerOrganisationFolders(network.cryptoDir, DOMAIN).user('backoffice'), 'msp');
        const { certificate, key } = mspFiles(msp);
        const issued = { certificate: certificate.toString(), key: createPrivateKey(key) };
        const renewed = await north.reenrol(`backoffice@${DOMAIN}`, issued);
        expect(renewed.reply.errors).to.deep.equal([]);
        expect(attributesIn(renewed.certificate)).to.deep.equal(attributesIn(issued.certificate));
        await contractOf(renewed).submitTransaction('put', 'a', '3');
    });

    it('lets registrars give no more than they have', async () => {
        const attrs = [
            { name: 'hf.Registrar.Roles', value: 'client' },
            { name: 'hf.Registrar.Attributes', value: 'quartier.*' },
        ];
        const warden = await resident({ affiliation: 'tenants', attrs });
        const statusOf = async (wanted: object): Promise<number> => {
            const body = { id: nextName(), type: 'client', ...wanted };
            return (await north.signed('POST', 'register', body, warden)).status;
        };
        expect(await statusOf({ attrs: [{ name: 'quartier.meter', value: 'm-1' }] })).to.equal(201);
        expect(await statusOf({ affiliation: 'tenants.east' })).to.equal(201);
        expect(await statusOf({ type: 'admin' })).to.equal(403);
        expect(await statusOf({ affiliation: '.' })).to.equal(403);
        expect(await statusOf({ affiliation: 'tenants.west' })).to.equal(403);
        expect(await statusOf({ attrs: [{ name: 'other', value: '1' }] })).to.equal(403);
        expect(await statusOf({ attrs: [{ name: 'hf.Revoker', value: 'true' }] })).to.equal(403);
        expect(await statusOf({ attrs: [{ name: 'hf.Type', value: 'admin' }] })).to.equal(403);
        expect((await north.signed('POST', 'register', { id: nextName() }, await resident())).status).to.equal(403);
    });

    it('revokes while the network runs: peers refuse the certificate at once, others go on, also after a restart', async () => {
        const gone = await resident();
        const staying = await resident();
        const [goneContract, contract] = [contractOf(gone), contractOf(staying)];
        await goneContract.submitTransaction('put', 'a', '4');
        const serial = new X509Certificate(gone.certificate).serialNumber;
        const aki = keyIdentifierOf(gone.certificate);
        const revoked = await north.signed('POST', 'revoke', { serial, aki, gencrl: true }, registrar);
        expect(revoked.errors).to.deep.equal([]);
        expect(Buffer.from(String(revoked.result['CRL']), 'base64').toString()).to.match(/^-----BEGIN X509 CRL-----/);
        await isRefusedBy(goneContract);
        await contract.submitTransaction('put', 'a', '5');
        expect((await north.reenrol(gone.id, gone)).reply.status).to.equal(401);
        await stop();
        await start();
        await isRefusedBy(contractOf(gone));
        await contractOf(staying).submitTransaction('put', 'a', '6');
        expect((await north.signed('POST', 'revoke', { serial, aki }, registrar)).errors[0]?.code).to.equal(66);
    });

    it('revokes an identity with all its certificates, by those who may or by itself', async () => {
        const first = await resident();
        const second = await north.reenrol(first.id, first);
        const stranger = await resident();
        expect((await north.signed('POST', 'revoke', { id: first.id }, stranger)).status).to.equal(403);
        const { result } = await north.signed('POST', 'revoke', { id: first.id }, second);
        expect(result['RevokedCerts']).to.have.length(2);
        await isRefusedBy(contractOf(first));
        await isRefusedBy(contractOf(second));
    });

    it('revokes several at once, for every one to be on the list', async () => {
        const residents = await Promise.all([resident(), resident(), resident()]);
        const revoked = await Promise.all(residents.map(({ id }) => north.signed('POST', 'revoke', { id }, registrar)));
        expect(revoked.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
        for (const one of residents) await isRefusedBy(contractOf(one));
        const list = await north.signed('POST', 'gencrl', {}, registrar);
        expect(list.result['CRL']).to.be.a('string');
        expect((await north.signed('POST', 'gencrl', {}, await resident())).status).to.equal(403);
    });

    it('tells registrars whom it knows, and its departments', async () => {
        const { id } = await resident({ affiliation: 'tenants.east' });
        const { result } = await north.signed('GET', `identities/${id}`, undefined, registrar);
        expect(result).to.include({ id, type: 'client', affiliation: 'tenants.east', caname: 'ca-north' });
        const all = await north.signed('GET', 'identities', undefined, registrar);
        expect((all.result['identities'] as { id: string }[]).map((one) => one.id)).to.include.members([
            id,
            'registrar',
            HOST,
        ]);
        await north.signed('POST', 'affiliations', { name: 'tenants.west' }, registrar);
        const tree = await north.signed('GET', 'affiliations', undefined, registrar);
        expect(tree.result['affiliations']).to.deep.equal([
            { name: 'tenants', affiliations: [{ name: 'tenants.east' }, { name: 'tenants.west' }] },
        ]);
        expect((await north.signed('GET', 'identities', undefined, await resident())).status).to.equal(403);
    });

    it('refuses what is not signed by a certificate of its own, as it came', async () => {
        const body = { id: 'x', type: 'client' };
        const authorization = authorizationOf('POST', '/api/v1/register', body, registrar);
        expect((await north.send('POST', 'register', { ...body, type: 'admin' }, authorization)).status).to.equal(401);
        expect((await north.send('POST', 'revoke', body, authorization)).status).to.equal(401);
        expect((await north.send('POST', 'register', body)).errors[0]?.code).to.equal(2);
        expect((await north.send('POST', 'register', body, 'nonsense')).status).to.equal(401);
        const south = new AuthorityClient(network.profiles['south']);
        expect((await south.signed('POST', 'register', body, registrar)).status).to.equal(401);
    });

    it('refuses malformed requests and stays up', async () => {
        const basic = `Basic ${Buffer.from('registrar:of-the-test').toString('base64')}`;
        const csr = (await north.enrol('registrar', 'of-the-test', { caname: 'ca-north' })).reply;
        expect(csr.status).to.equal(201);
        expect((await north.enrol('registrar', 'of-the-test', { caname: 'other' })).reply.errors[0]?.code).to.equal(19);
        const statusOf = async (body: object | string): Promise<number> =>
            (await north.send('POST', 'enroll', body, basic)).status;
        expect(await statusOf('no json')).to.equal(400);
        expect(await statusOf({ certificate_request: 7 })).to.equal(400);
        expect(await statusOf({ certificate_request: 'no request' })).to.equal(400);
        expect(await statusOf({ certificate_request: 'x'.repeat(300_000) })).to.equal(413);
        expect((await north.send('GET', 'enroll', undefined)).status).to.equal(405);
        expect((await north.send('GET', '__proto__', undefined)).status).to.equal(404);
        expect((await north.send('GET', 'cainfo', undefined)).result).to.include({ CAName: 'ca-north' });
    });

    it('makes up the registrar’s secret where the definition gives none, for its owner’s eyes', async () => {
        const secretFile = path.join(data, 'certificate-authorities', 'south', 'registrar.json');
        expect(statSync(secretFile).mode & 0o777).to.equal(0o600);
        const { name, secret } = JSON.parse(readFileSync(secretFile, 'utf8')) as { name: string; secret: string };
        const south = new AuthorityClient(network.profiles['south']);
        expect((await south.enrol(name, secret)).reply.status).to.equal(201);
    });

    it('leaves ledgers that verify, with the revocations in blocks of their own', async () => {
        await stop();
        const [water] = await verifyNetwork({ dataDir: data });
        await start();
        expect(water?.problems).to.deep.equal([]);
        expect(water?.height).to.be.greaterThan(10);
    });
});

function keyIdentifierOf(certificate: string): string {
    return new IssuedCertificate(certificate).getExtension(AuthorityKeyIdentifierExtension)?.keyId ?? '';
}
