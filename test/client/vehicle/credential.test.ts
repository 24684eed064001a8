import { generateKeyPairSync } from 'node:crypto';

import {
    holdingCredential,
    issuerOf,
    nativeSigner,
    passportCredential,
    Refusal,
    signCredential,
    statusListCredential,
    verifyCredential,
    type Credential,
    type CredentialStatus,
    type Signatory,
    type TrustedRoot,
    type Verification,
} from '@quartier/client';
import { expect } from 'chai';
import { compactVerify } from 'jose';

import { passportRecord } from '../../support/passport-record.js';
import { backOffice, testOrganisation, type TestOrganisation } from '../../support/signatories.js';

const DAY_MS = 86_400_000;
const LIST = 'https://garage.example/status/1';
const standing = { channel: 'vehicle', transactionId: 'f'.repeat(64), blockNumber: 12n, blockHash: '0'.repeat(64) };

function daysFromNow(days: number): Date {
    return new Date(Date.now() + days * DAY_MS);
}

function statusAt(index: number, list = LIST): CredentialStatus {
    return {
        id: `${list}#${String(index)}`,
        type: 'BitstringStatusListEntry',
        statusPurpose: 'revocation',
        statusListIndex: String(index),
        statusListCredential: list,
    };
}

describe('A credential of a passport', () => {
    let garage: TestOrganisation;
    let maker: TestOrganisation;
    let signatory: Signatory;
    let roots: readonly TrustedRoot[];

    before(async () => {
        garage = await testOrganisation('GarageMSP');
        maker = await testOrganisation('MakerMSP');
        signatory = await garage.certify(backOffice);
        roots = [garage.root, maker.root];
    });

    function certificate(changes: Partial<Parameters<typeof passportCredential>[0]> = {}): Credential {
        return passportCredential({
            issuer: issuerOf('GarageMSP'),
            record: passportRecord(),
            standing,
            validFrom: daysFromNow(0),
            validUntil: daysFromNow(60),
            ...changes,
        });
    }

    async function refusalOf(text: string, verification: Partial<Verification> = {}): Promise<string> {
        try {
            await verifyCredential(text, { roots, ...verification });
        } catch (error) {
            if (error instanceof Refusal) return error.code;
            throw error;
        }
        return 'believed';
    }

    it('is a W3C credential of JOSE that any library verifies', async () => {
        const jwt = await signCredential(certificate(), signatory);
        const [leaf] = signatory.chain;
        const { protectedHeader, payload } = await compactVerify(jwt, leaf?.publicKey ?? new Uint8Array());
        expect(protectedHeader).to.include({ alg: 'ES256', typ: 'vc+jwt', cty: 'vc' });
        const said = JSON.parse(Buffer.from(payload).toString()) as Credential;
        expect(said['@context'][0]).to.equal('https://www.w3.org/ns/credentials/v2');
        expect(said.type).to.deep.equal(['VerifiableCredential', 'VehiclePassportCredential']);
    });

    it('says what was judged, on which readings, and the transaction and block that it stands on', async () => {
        const verified = await verifyCredential(await signCredential(certificate(), signatory), { roots });
        expect(verified).to.deep.include({
            type: 'passport',
            status: 'cannot-be-withdrawn',
            standing: { ...standing, blockNumber: '12' },
        });
        expect(verified.authority).to.contain('ca.garagemsp.example');
        expect(verified.credential.credentialSubject).to.deep.include({
            id: 'urn:quartier:vehicle:Vs0BCdEFghIJklMNopQR12',
            state: 'in-use',
            eventCount: 2,
            judgement: {
                outcome: 'illogical',
                reason: 'LOWER_READING',
                rdwCode: '04',
                pairs: [{ earlier: 1, later: 2 }],
                flags: [],
            },
        });
    });

    it('names no holder and none of the author’s own numbers', () => {
        const { credentialSubject } = certificate();
        expect(JSON.stringify(credentialSubject)).not.to.contain('WO-').and.not.to.contain('a'.repeat(64));
        const scrapped = certificate({ record: passportRecord({ state: 'scrapped' }) });
        expect(JSON.stringify(scrapped.credentialSubject)).to.contain('"2023-05"').and.not.to.contain('2023-05-01');
    });

    it('is refused when a figure, the header or the signature was altered', async () => {
        const jwt = await signCredential(certificate(), signatory);
        const [header = '', payload = '', signature = ''] = jwt.split('.');
        const said = Buffer.from(payload, 'base64url').toString().replace('illogical', 'logical');
        const honest = Buffer.from(said).toString('base64url');
        expect(await refusalOf([header, honest, signature].join('.'))).to.equal('VEHICLE_CREDENTIAL_FORGED');
        const flipped = signature.replace(/^./u, (first) => (first === 'A' ? 'B' : 'A'));
        expect(await refusalOf([header, payload, flipped].join('.'))).to.equal('VEHICLE_CREDENTIAL_FORGED');
        const mallory = await garage.certify(backOffice);
        const other = await signCredential(certificate(), { ...signatory, chain: mallory.chain });
        expect(await refusalOf(other)).to.equal('VEHICLE_CREDENTIAL_FORGED');
    });

    it('is refused without a signature, whatever its header says', async () => {
        const [header = '', payload = ''] = (await signCredential(certificate(), signatory)).split('.');
        const read = JSON.parse(Buffer.from(header, 'base64url').toString()) as object;
        for (const changed of [
            { ...read, alg: 'none' },
            { ...read, alg: 'HS256' },
            { ...read, typ: 'JWT' },
        ]) {
            const altered = Buffer.from(JSON.stringify(changed)).toString('base64url');
            expect(await refusalOf(`${altered}.${payload}.`)).to.equal('VEHICLE_CREDENTIAL_UNREADABLE');
        }
        for (const text of ['', 'a', 'a.b.c', '{}', `${header}.${payload}`]) {
            expect(await refusalOf(text), text).to.equal('VEHICLE_CREDENTIAL_UNREADABLE');
        }
    });

    it('is refused of an issuer whom no trusted authority certifies', async () => {
        const jwt = await signCredential(certificate(), signatory);
        expect(await refusalOf(jwt, { roots: [maker.root] })).to.equal('VEHICLE_CREDENTIAL_ISSUER_UNKNOWN');
        expect(await refusalOf(jwt, { roots: [] })).to.equal('VEHICLE_CREDENTIAL_ISSUER_UNKNOWN');
        const impostor = await testOrganisation('GarageMSP');
        const forged = await signCredential(certificate(), await impostor.certify(backOffice));
        expect(await refusalOf(forged)).to.equal('VEHICLE_CREDENTIAL_ISSUER_UNKNOWN');
    });

    it('is refused of one organisation in the name of another', async () => {
        const inMakersName = certificate({ issuer: issuerOf('MakerMSP') });
        expect(await refusalOf(await signCredential(inMakersName, signatory))).to.equal(
            'VEHICLE_CREDENTIAL_ISSUER_OTHER',
        );
    });

    it('is refused of whoever is not of the back office: a resident, a peer, a certificate that certifies', async () => {
        const people = [{}, { attributes: { 'quartier.role': 'resident' } }, { unit: 'peer' as const }];
        for (const person of people) {
            const jwt = await signCredential(certificate(), await garage.certify(person));
            expect(await refusalOf(jwt)).to.equal('VEHICLE_CREDENTIAL_ISSUER_UNAUTHORISED');
        }
        const admin = await garage.certify({ unit: 'admin' });
        expect(await refusalOf(await signCredential(certificate(), admin))).to.equal('believed');
        // A certificate that is no authority's cannot vouch for another.
        const resident = await garage.certify({});
        const chained = { ...signatory, chain: [...signatory.chain, ...resident.chain] };
        expect(await refusalOf(await signCredential(certificate(), chained))).to.equal(
            'VEHICLE_CREDENTIAL_ISSUER_UNKNOWN',
        );
    });

    it('is refused before its time, after it, and outside that of the certificate', async () => {
        const later = certificate({ validFrom: daysFromNow(1) });
        expect(await refusalOf(await signCredential(later, signatory))).to.equal('VEHICLE_CREDENTIAL_NOT_YET_VALID');
        const jwt = await signCredential(certificate(), signatory);
        expect(await refusalOf(jwt, { at: daysFromNow(59) })).to.equal('believed');
        expect(await refusalOf(jwt, { at: daysFromNow(61) })).to.equal('VEHICLE_CREDENTIAL_EXPIRED');
        const early = certificate({ validFrom: daysFromNow(-30) });
        expect(await refusalOf(await signCredential(early, signatory))).to.equal('VEHICLE_CREDENTIAL_ISSUER_EXPIRED');
    });

    it('is signed with P-256 alone', async () => {
        const { privateKey } = generateKeyPairSync('ed25519');
        const chain = [{ publicKey: { asymmetricKeyDetails: {} } }] as unknown as Signatory['chain'];
        const other: Signatory = { mspId: 'GarageMSP', chain, sign: nativeSigner(privateKey) };
        const refused = await signCredential(certificate(), other).catch((error: unknown) => error);
        expect(refused).to.be.instanceOf(Refusal).with.property('code', 'VEHICLE_CREDENTIAL_KEY');
    });

    it('has 64 bytes of signature, however short r or s come out', async () => {
        for (let round = 0; round < 600; round += 1) {
            const jwt = await signCredential({ round }, signatory);
            const signature = Buffer.from(jwt.split('.')[2] ?? '', 'base64url');
            expect(signature.length).to.equal(64);
            if (round % 100 === 0) await compactVerify(jwt, signatory.chain[0]?.publicKey ?? new Uint8Array());
        }
    });

    describe('that can be withdrawn', () => {
        const index = 94_567;
        let jwt: string;
        before(async () => {
            jwt = await signCredential(certificate({ status: statusAt(index) }), signatory);
        });

        async function list(withdrawn: readonly number[], changes: object = {}, by = signatory): Promise<string> {
            return signCredential(
                statusListCredential({
                    list: LIST,
                    issuer: issuerOf('GarageMSP'),
                    withdrawn,
                    validFrom: daysFromNow(0),
                    validUntil: daysFromNow(30),
                    ...changes,
                }),
                by,
            );
        }

        it('is believed by the list of its issuer, until its own bit is set', async () => {
            const verified = await verifyCredential(jwt, { roots, statusList: await list([index - 1, index + 1]) });
            expect(verified.status).to.equal('valid');
            expect(await refusalOf(jwt, { statusList: await list([1, index]) })).to.equal(
                'VEHICLE_CREDENTIAL_WITHDRAWN',
            );
        });

        it('says that it was not checked where no list is given', async () => {
            expect((await verifyCredential(jwt, { roots })).status).to.equal('not-checked');
        });

        it('is not cleared by the list of another address, another issuer or another time', async () => {
            const elsewhere = await list([], { list: 'https://garage.example/status/2' });
            expect(await refusalOf(jwt, { statusList: elsewhere })).to.equal('VEHICLE_STATUS_LIST_OTHER');
            const makers = await list([], { issuer: issuerOf('MakerMSP') }, await maker.certify(backOffice));
            expect(await refusalOf(jwt, { statusList: makers })).to.equal('VEHICLE_STATUS_LIST_OTHER');
            expect(await refusalOf(jwt, { statusList: await list([]), at: daysFromNow(31) })).to.equal(
                'VEHICLE_STATUS_LIST_EXPIRED',
            );
            expect(await refusalOf(jwt, { statusList: jwt })).to.equal('VEHICLE_STATUS_LIST_OTHER');
        });

        it('has the bits in the order of the standard: index 0 leftmost, at least 16 KiB', async () => {
            const text = await list([0, 9]);
            const said = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as {
                readonly credentialSubject: { readonly encodedList: string };
            };
            const { gunzipSync } = await import('node:zlib');
            const bits = gunzipSync(Buffer.from(said.credentialSubject.encodedList.slice(1), 'base64url'));
            expect(bits.length).to.equal(16_384);
            expect([...bits.subarray(0, 2)]).to.deep.equal([0x80, 0x40]);
        });
    });

    it('of holding is for the one who asked, with what they asked', async () => {
        const proof = holdingCredential({
            issuer: issuerOf('GarageMSP', 'did:web:garage.example'),
            record: passportRecord(),
            validFrom: daysFromNow(0),
            validUntil: daysFromNow(1),
            audience: 'buyer',
            nonce: 'n-1',
        });
        const jwt = await signCredential(proof, signatory);
        const asked = { audience: 'buyer', nonce: 'n-1' };
        expect((await verifyCredential(jwt, { roots, ...asked })).type).to.equal('holding');
        for (const others of [{}, { ...asked, nonce: 'n-2' }, { ...asked, audience: 'another' }]) {
            expect(await refusalOf(jwt, others)).to.equal('VEHICLE_CREDENTIAL_AUDIENCE');
        }
    });
});
